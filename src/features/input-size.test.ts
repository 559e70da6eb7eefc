import { expect, it } from 'vitest';
import { ArgumentRangeError } from '../errors.ts';
import { assertInputSize } from './input-size.ts';
import type { Preprocessing } from './model-info.ts';

const any: Preprocessing = { mean: [0, 0, 0], std: [1, 1, 1], size: 448, colourOrder: 'rgb' };
const check = (preprocessing: Partial<Preprocessing>, size: number) => (): void =>
  assertInputSize({ name: 'vit', preprocessing: { ...any, ...preprocessing } }, size);

it('lets a model that says nothing take any size', () => {
  expect(check({}, 33)).not.toThrow();
});

it('names the next multiples', () => {
  expect(check({ sizeMultiple: 14 }, 462)).not.toThrow();
  expect(check({ sizeMultiple: 14 }, 450)).toThrow(ArgumentRangeError);
  expect(check({ sizeMultiple: 14 }, 450)).toThrow(
    'Cannot use size = 450: expected a multiple of 14, such as 448 or 462',
  );
  expect(check({ sizeMultiple: 16 }, 7)).toThrow('such as 16');
});

it('names the only size', () => {
  expect(check({ isSizeFixed: true, sizeMultiple: 14 }, 448)).not.toThrow();
  expect(check({ isSizeFixed: true, sizeMultiple: 14 }, 462)).toThrow(
    'Cannot use size = 462: expected 448, the only size of the model vit',
  );
});
