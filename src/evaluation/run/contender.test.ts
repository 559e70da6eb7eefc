import { expect, it } from 'vitest';
import type { ModelInfo } from '../../features/model-info.ts';
import { atSize, describeContender, enlargedInput, groupContenders } from './contender.ts';

const model: ModelInfo = {
  name: 'ViT',
  input: 'image',
  levels: [{ name: 'block1', channels: 8 }],
  defaultLevels: ['block1'],
  preprocessing: {
    mean: [0, 0, 0],
    std: [1, 1, 1],
    size: 224,
    colourOrder: 'rgb',
    sizeMultiple: 16,
  },
  licence: '',
  provenance: '',
  sha256: 'abc',
};

const contender = (size: number) => ({
  id: 'siamese',
  variant: null,
  method: 'siamese',
  changes: {},
  input: { backbone: 'abc', size, fit: 'stretch' } as const,
});

it('names the model, the size and the levels', () => {
  expect(describeContender(contender(240), [model])).toMatchObject({
    backbone: { name: 'ViT', sha256: 'abc' },
    size: 240,
    options: { levels: ['block1'] },
  });
});

it('refuses a size that the model cannot take', () => {
  expect(() => describeContender(contender(250), [model])).toThrow(
    'Cannot use size = 250: expected a multiple of 16, such as 240 or 256',
  );
});

it('is in two groups where some parts are seen enlarged', () => {
  const enlarging = { ...contender(224), id: 'fewgood', method: 'fewgood' };
  const other = { ...contender(320), id: 'patchcore', method: 'patchcore' };
  const groups = groupContenders([enlarging, other], [model]);
  const members = groups.map(({ input, methods }) => [input.size, [...methods.keys()]]);
  expect(members).toEqual([
    [224, ['fewgood']],
    [320, ['fewgood', 'patchcore']],
  ]);
  expect(enlargedInput(enlarging, [model])).toEqual({ ...enlarging.input, size: 320 });
  expect(enlargedInput(other, [model])).toBeNull();
});

it('is in one group where a size is named', () => {
  const usual = { ...contender(224), id: 'fewgood', method: 'fewgood' };
  const named = atSize(usual, 224);
  expect(groupContenders([named], [model]).map(({ input }) => input.size)).toEqual([224]);
  expect(describeContender(named, [model]).options).toMatchObject({ enlarge: 'none' });
  expect(atSize(contender(224), 240)).toEqual(contender(240));
});
