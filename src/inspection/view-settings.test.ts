import { expect, it } from 'vitest';
import type { ModelInfo, Preprocessing } from '../features/model-info.ts';
import { completeSettings, companionSettings, enlargedSize } from './view-settings.ts';

const preprocessing: Preprocessing = {
  mean: [0, 0, 0],
  std: [1, 1, 1],
  size: 224,
  colourOrder: 'rgb',
};
const model: ModelInfo = {
  name: 'net',
  input: 'image',
  levels: [{ name: 'layer2', channels: 8 }],
  defaultLevels: ['layer2'],
  preprocessing,
  licence: '',
  provenance: '',
  sha256: 'abc',
};
const enlargedOf = (change: Partial<Preprocessing>, size = change.size ?? 224): number | null =>
  enlargedSize({ preprocessing: { ...preprocessing, ...change } }, { size, enlarge: 'outlined' });

it('enlarges up to 320 pixels, and only models of about the size that it was measured with', () => {
  expect([192, 224, 288].map((size) => enlargedOf({ size }))).toEqual([320, 320, 320]);
  expect([64, 320, 448].map((size) => enlargedOf({ size }))).toEqual([null, null, null]);
});

it('enlarges no model that does not take the size', () => {
  expect(enlargedOf({ isSizeFixed: true })).toBeNull();
  expect(enlargedOf({ sizeMultiple: 14 })).toBeNull();
  expect(enlargedOf({ sizeMultiple: 32 })).toBe(320);
});

it('enlarges nothing where it is told not to', () => {
  expect(enlargedSize(model, { size: 224, enlarge: 'none' })).toBeNull();
});

it('leaves a size that is named, of every model', () => {
  expect(completeSettings(model, {})).toMatchObject({ size: 224, enlarge: 'outlined' });
  expect(completeSettings(model, { size: 256 })).toMatchObject({ size: 256, enlarge: 'none' });
  const named = companionSettings(model, { size: 256 }, { pose: 'fixed' });
  expect(named).toMatchObject({ size: 224, enlarge: 'none', pose: 'fixed' });
  const both = { size: 256, enlarge: 'outlined' } as const;
  expect(completeSettings(model, both)).toMatchObject(both);
});

it('enlarges no part that is seen in tiles', () => {
  expect(enlargedSize(model, { size: 224, enlarge: 'outlined', tiles: 2 })).toBeNull();
});

it('lets tiles share whole patches, and half of a tile at most', () => {
  const transformer = { ...model, preprocessing: { ...preprocessing, sizeMultiple: 14 } };
  expect(completeSettings(model, { tiles: 2 })).toMatchObject({ size: 224, tileOverlap: 32 });
  expect(completeSettings(transformer, { tiles: 2 })).toMatchObject({ tileOverlap: 42 });
  expect(completeSettings(transformer, { tiles: 2, tileOverlap: 28 })).toMatchObject({
    tileOverlap: 28,
  });
  expect(() => completeSettings(transformer, { tiles: 2, tileOverlap: 32 })).toThrow(
    'Cannot use tileOverlap = 32: expected a multiple of 14, and at most 112, half of a tile',
  );
  expect(() => completeSettings(model, { tiles: 3, tileOverlap: 128 })).toThrow(
    'Cannot use tileOverlap = 128: expected at most 112, half of a tile',
  );
});
