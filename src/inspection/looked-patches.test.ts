import { describe, expect, it } from 'vitest';
import { identity } from '../image/augmentation.ts';
import { matrix } from '../tensor/matrix.ts';
import {
  lookAt,
  lookAtVariants,
  lookedPatches,
  lookedRows,
  countedRows,
  spread,
  standIns,
} from './looked-patches.ts';
import { NO_PATCH } from './support-features.ts';

const grid = { width: 2, height: 2 };

describe('lookedPatches()', () => {
  it('counts the patches of which half is looked at', () => {
    const looked = square('1100 1000 1111 1011');
    expect([...lookedPatches(looked, 4, grid)]).toEqual([1, 0, 1, 1]);
  });

  it('counts those of which most is, where it is half of none', () =>
    expect([...lookedPatches(square('0000 0000 0000 0010'), 4, grid)]).toEqual([0, 0, 0, 1]));

  it('counts none where nothing is looked at', () =>
    expect([...lookedPatches(square('0000 0000 0000 0000'), 4, grid)]).toEqual([0, 0, 0, 0]));
});

describe('standIns(), spread()', () => {
  it('give what does not count the nearest that does', () => {
    const patches = Uint8Array.of(1, 0, 0, 0, 0, 1);
    expect([...countedRows(patches)]).toEqual([0, 5]);
    expect([...standIns(patches, 3)]).toEqual([0, 0, 5, 0, 5, 5]);
    expect([...spread(Float32Array.of(7, 9), patches, 3)]).toEqual([7, 7, 9, 7, 9, 9]);
    expect([...standIns(new Uint8Array(2), 2)]).toEqual([NO_PATCH, NO_PATCH]);
    expect([...spread(new Float32Array(0), new Uint8Array(2), 2)]).toEqual([0, 0]);
  });
});

describe('countedRows(), standIns()', () => {
  it('are computed once for the same patches, for each width', () => {
    const patches = Uint8Array.of(1, 0, 0, 0, 0, 1);
    expect(countedRows(patches)).toBe(countedRows(patches));
    expect(standIns(patches, 3)).toBe(standIns(patches, 3));
    expect([...standIns(patches, 2)]).toEqual([0, 0, 0, 5, 5, 5]);
    expect([...standIns(patches, 3)]).toEqual([0, 0, 5, 0, 5, 5]);
  });
});

const patches = { features: matrix(Float32Array.of(1, 2, 3, 4), 4, 1), ...grid };
const halfLooked = square('1100 1100 1100 1100');

describe('lookAt()', () => {
  it('leaves everything as it is where all is looked at', () => {
    const features = { levels: [patches], coarse: patches };
    expect(lookAt(features, null, 4)).toEqual(features);
    expect(lookedRows(patches)).toBe(patches.features);
  });

  it('counts some patches, and blanks the others of the coarsest level', () => {
    const { levels, coarse } = lookAt({ levels: [patches], coarse: patches }, halfLooked, 4);
    expect([...lookedRows(levels[0]).data]).toEqual([1, 3]);
    expect([...coarse.features.data]).toEqual([1, 0, 3, 0]);
    expect([...patches.features.data]).toEqual([1, 2, 3, 4]);
  });
});

describe('lookAtVariants()', () => {
  it('moves what is looked at with the picture, unless only the light is another', () => {
    const features = matrix(Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12), 12, 1);
    const level = { features, ...grid };
    const away = { ...identity, name: 'away', changes: 'view' as const };
    const augmentations = [
      identity,
      { ...away, apply: mirrored },
      { ...away, changes: 'light' as const, apply: mirrored },
    ];
    const all = lookAtVariants({ levels: [level], coarse: level }, augmentations, halfLooked, 4);
    expect([...(all.levels[0].looked ?? [])]).toEqual([1, 0, 1, 0, 0, 1, 0, 1, 1, 0, 1, 0]);
    expect([...all.levels[0].features.data]).toEqual([1, 1, 3, 3, 6, 6, 8, 8, 9, 9, 11, 11]);
    expect([...all.coarse.features.data]).toEqual([1, 0, 3, 0, 0, 6, 0, 8, 9, 0, 11, 0]);
  });
});

function square(rows: string): Uint8Array {
  return Uint8Array.from(rows.replaceAll(' ', ''), Number);
}

/** Left and right exchanged. */
function mirrored<T extends { readonly data: Float32Array; readonly width: number }>(image: T): T {
  const { width } = image;
  const data = image.data.map((_, i) => image.data[i - (i % width) + width - 1 - (i % width)]);
  return { ...image, data };
}
