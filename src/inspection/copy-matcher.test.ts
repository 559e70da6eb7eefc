import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeOnRuntimes } from '../../test/helpers/runtimes.ts';
import { ShapeError } from '../errors.ts';
import type { PatchFeatures } from '../features/patch-features.ts';
import { seededRandom } from '../random.ts';
import { decodeFloat16, encodeFloat16 } from '../tensor/float16.ts';
import { widened } from '../tensor/half-matrix.ts';
import { concatRows, gatherRows, type Matrix, matrix, row } from '../tensor/matrix.ts';
import { unitRows } from '../tensor/norms.ts';
import { copiesOf, CopyMatcher } from './copy-matcher.ts';
import type { SupportFeatures } from './learning.ts';
import type { Copies } from './part.ts';

/** Side of the grids; a cell of the descriptor is a patch. */
const SIDE = 5;
const PATCHES = SIDE * SIDE;
const WIDTH = 3;

/** Largest relative rounding of half precision, and of sums in single precision beside it. */
const ROUNDING = 2e-3;

describe('copiesOf()', () => {
  const support = [supportOf(randomRows(3, 1)), supportOf(randomRows(3, 2))];

  it('lays the copies of each picture one after the other', () => {
    const { pictures, augmentations, features, gridHeight, gridWidth } = copiesOf(support);
    expect([...pictures]).toEqual([0, 0, 0, 1, 1, 1]);
    expect([...augmentations]).toEqual([0, 1, 2, 0, 1, 2]);
    expect([features.rows, features.cols]).toEqual([6 * PATCHES, WIDTH]);
    expect([gridHeight, gridWidth]).toEqual([SIDE, SIDE]);
    const last = support[1].coarse.features;
    for (let i = 0; i < PATCHES; i++) {
      const [stored, made] = [
        widened(features, 5 * PATCHES + i, 1).data,
        row(last, 2 * PATCHES + i),
      ];
      for (const [c, value] of made.entries()) expect(stored[c]).toBeCloseTo(value, 3);
    }
  });

  it('holds numbers of half precision, as a file gives them back', () => {
    const { data } = copiesOf(support).features;
    const whole = support.flatMap(({ coarse }) => [...coarse.features.data]);
    expect(data).toEqual(encodeFloat16(Float32Array.from(whole)));
  });

  it('marks the copies that show the part as it may lie, all of them while that is not known', () => {
    expect([...copiesOf(support, [true, false, true]).posed]).toEqual([1, 0, 1, 1, 0, 1]);
    expect([...copiesOf(support).posed]).toEqual([1, 1, 1, 1, 1, 1]);
  });
});

describeOnRuntimes('CopyMatcher.rank()', (runtime) => {
  it('puts a copy first that the picture is', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer(),
        fc.integer({ min: 1, max: 9 }),
        fc.nat(),
        async (seed, count, pick) => {
          const copies = randomCopies(count, seed);
          const copy = pick % count;
          const [first] = await new CopyMatcher(runtime, copies).rank(pictureOf(copies, copy), 1);
          expect(first).toBe(copy);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('orders as the products of plain descriptors do', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), fc.integer({ min: 2, max: 9 }), async (seed, count) => {
        const copies = randomCopies(count, seed);
        const query = patchesOf(randomRows(1, seed + 1));
        // A cell is a patch of length 1 here, so a descriptor is all of them side by side.
        const likeness = Array.from({ length: count }, (_, copy) =>
          query.features.data.reduce(
            (sum, value, i) =>
              sum + value * decodeFloat16(copies.features.data)[copy * PATCHES * WIDTH + i],
            0,
          ),
        );
        const order = [...likeness.keys()].toSorted((a, b) => likeness[b] - likeness[a]);
        const gaps = order.slice(1).map((copy, i) => likeness[order[i]] - likeness[copy]);
        fc.pre(Math.min(...gaps) > ROUNDING); // the copies are of length 1 but for their rounding
        expect(await new CopyMatcher(runtime, copies).rank(query, count)).toEqual(order);
      }),
      { numRuns: 40 },
    );
  });

  it('gives as many as asked for, of those asked for; equally alike ones by their number', async () => {
    const one = randomRows(1, 7);
    const copies = copiesOf([one, randomRows(1, 8), one, one].map(supportOf));
    const matcher = new CopyMatcher(runtime, copies);
    const picture = patchesOf(one);
    expect(await matcher.rank(picture, 2)).toEqual([0, 2]);
    expect(await matcher.rank(picture, 9)).toEqual([0, 2, 3, 1]);
    expect(await matcher.rank(picture, 9, [3, 1, 2])).toEqual([2, 3, 1]);
    expect(await matcher.rank(picture, 1, [1])).toEqual([1]);
    expect(await matcher.rank(picture, 3, [])).toEqual([]);
  });

  it('goes by where patches lie, not only by which there are', async () => {
    const one = randomRows(1, 3);
    const moved = gatherRows(one, [...Array(PATCHES).keys()].toReversed());
    const matcher = new CopyMatcher(runtime, copiesOf([moved, one].map(supportOf)));
    expect(await matcher.rank(patchesOf(one), 1)).toEqual([1]);
  });
});

describeOnRuntimes('CopyMatcher.reverse()', (runtime) => {
  it('lacks nothing of a copy that is there, however the picture goes on', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), fc.nat(2), async (seed, copy) => {
        const copies = randomCopies(3, seed);
        // Every patch of the copy, shuffled, among as many others: a wider picture.
        const { features } = pictureOf(copies, copy);
        const rows = concatRows([randomRows(1, seed + 1), features]);
        const order = seededRandom(seed).sample(rows.rows, rows.rows);
        const picture = { features: gatherRows(rows, order), width: 2 * SIDE, height: SIDE };
        const match = await new CopyMatcher(runtime, copies).reverse(picture, [0, 1, 2]);
        expect(match?.copy).toBe(copy);
        expect(match?.distance).toBe(0);
        expect([...(match?.distances ?? [])]).toEqual(Array.from({ length: PATCHES }, () => 0));
      }),
      { numRuns: 20 },
    );
  });

  it('shows where half of a copy is missing', async () => {
    // The part lies in the two columns on the right, on a background of one colour.
    const isPart = Array.from({ length: PATCHES }, (_, p) => p % SIDE >= 3);
    const rows = isPart.flatMap((part) => (part ? [0, 1, 0] : [1, 0, 0]));
    const copies = copiesOf([supportOf(matrix(Float32Array.from(rows), PATCHES, WIDTH))]);
    const empty = gatherRows(widened(copies.features, 0, 1), new Uint8Array(PATCHES));
    const match = await new CopyMatcher(runtime, copies).reverse(patchesOf(empty), [0]);
    expect(Array.from(match?.distances ?? [], (distance) => distance.toFixed(5))).toEqual(
      isPart.map((part) => (part ? Math.SQRT2 : 0).toFixed(5)),
    );
    expect(match?.distance).toBeCloseTo(Math.sqrt((2 * 10) / 25));
    expect(match).toMatchObject({ copy: 0, gridHeight: SIDE, gridWidth: SIDE });
  });

  it('is the copy of which least is missing, of those asked for', async () => {
    const copies = randomCopies(4, 11);
    const matcher = new CopyMatcher(runtime, copies);
    const picture = pictureOf(copies, 2);
    expect(await matcher.reverse(picture, [0, 1, 2, 3])).toMatchObject({ copy: 2, distance: 0 });
    const least = await matcher.reverse(picture, [3, 0, 1]);
    const each = await matcher.reverseEach(picture, [3, 0, 1]);
    expect(each.map((match) => match.copy)).toEqual([3, 0, 1]);
    expect(least?.distance).toBe(Math.min(...each.map((match) => match.distance)));
    expect(each.find((match) => match.copy === least?.copy)?.distance).toBe(least?.distance);
  });

  it('compares what is looked at in the picture and in the copy, and nothing else', async () => {
    const copies = randomCopies(1, 5);
    const looked = Uint8Array.from({ length: PATCHES }, (_, p) => (p % SIDE < 2 ? 1 : 0));
    const hidden = pictureOf(copies, 0).features.data.slice();
    for (const [p, counts] of looked.entries()) {
      if (counts === 0) hidden.fill(0, p * WIDTH, (p + 1) * WIDTH);
    }
    const picture = { ...patchesOf(matrix(hidden, PATCHES, WIDTH)), looked };
    const matcher = new CopyMatcher(runtime, copies);
    const match = await matcher.reverse(picture, [0]);
    expect(match?.distance).toBe(0);
    expect([...(match?.distances ?? [])]).toEqual(Array.from({ length: PATCHES }, () => 0));
    const none = { ...picture, looked: new Uint8Array(PATCHES).fill(1, 0, 1) };
    expect((await matcher.reverse(none, [0]))?.distances).toHaveLength(PATCHES);
  });
});

describeOnRuntimes('CopyMatcher.reverseEach()', (runtime) => {
  it('measures the distance to the nearest patch, as plain loops do', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), async (seed) => {
        const copies = randomCopies(2, seed);
        const picture = patchesOf(randomRows(1, seed + 1));
        const each = await new CopyMatcher(runtime, copies).reverseEach(picture, [1, 0]);
        for (const { copy, distance, distances } of each) {
          const expected = Array.from({ length: PATCHES }, (_, p) =>
            farFrom(picture.features, widened(copies.features, copy * PATCHES + p, 1).data),
          );
          for (const [p, value] of distances.entries()) {
            expect(Math.abs(value ** 2 / 2 - expected[p])).toBeLessThan(ROUNDING);
          }
          const mean = expected.reduce((sum, value) => sum + value, 0) / PATCHES;
          expect(Math.abs(distance ** 2 / 2 - mean)).toBeLessThan(ROUNDING);
        }
      }),
      { numRuns: 20 },
    );
  });

  it('refuses features of another width', async () => {
    const matcher = new CopyMatcher(runtime, randomCopies(1, 1));
    const narrow = { features: matrix(new Float32Array(4), 4, 1), width: 2, height: 2 };
    await expect(matcher.reverse(narrow, [0])).rejects.toThrow(ShapeError);
  });
});

/** 1 - cos to the nearest row. */
function farFrom(rows: Matrix, patch: Float32Array): number {
  const products = Array.from({ length: rows.rows }, (_, r) =>
    row(rows, r).reduce((sum, value, c) => sum + value * patch[c], 0),
  );
  return 1 - Math.max(...products);
}

function randomCopies(count: number, seed: number): Copies {
  return copiesOf([supportOf(randomRows(count, seed))]);
}

/** A picture that shows just what a copy does. */
function pictureOf({ features }: Copies, copy: number): PatchFeatures {
  return patchesOf(widened(features, copy * PATCHES, PATCHES));
}

function patchesOf(features: Matrix): PatchFeatures {
  return { features, width: SIDE, height: SIDE };
}

/** A picture with as many variants as the rows hold. */
function supportOf(features: Matrix): SupportFeatures {
  const image = { data: new Uint8Array(3), width: 1, height: 1 };
  const coarse = { features, width: SIDE, height: SIDE };
  return { picture: { name: 'a.png', sha256: '', image }, levels: [coarse], coarse };
}

/** Patches of some variants, rows of length 1 in any direction. */
function randomRows(variants: number, seed: number): Matrix {
  const random = seededRandom(seed);
  const rows = variants * PATCHES;
  const values = Float32Array.from({ length: rows * WIDTH }, () => random.normal());
  return unitRows(matrix(values, rows, WIDTH));
}
