import { expect, it } from 'vitest';
import { rgbImage } from '../image/rgb-image.ts';
import { lightWords } from './light-words.ts';

const target = { levels: [[100, 140.8], [99.6], [80]], across: 0.1, down: 0 } as const;
const flat = rgbImage(new Uint8Array(12), 2, 2);

it('tells what is done to a picture, in the order that it is done', () => {
  expect(lightWords({ change: { method: 'even', target }, flat })).toBe(
    'divided by a flat field, then even, to a mean colour of 120, 100, 80',
  );
  expect(lightWords({ change: { method: 'invariant', alpha: 0.456 }, flat: null })).toBe(
    'invariant, α 0.46',
  );
  expect(lightWords({ change: { method: 'none' }, flat })).toBe('divided by a flat field');
});
