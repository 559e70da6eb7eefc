import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitSimilarity } from '../image/fit-similarity.ts';
import { Frame } from '../image/frame.ts';
import { degreesOf, scaleOf } from '../image/similarity.ts';
import { seededRandom } from '../random.ts';
import { encodeFloat16 } from '../tensor/float16.ts';
import { widened } from '../tensor/half-matrix.ts';
import { matrix } from '../tensor/matrix.ts';
import type { Copies } from './part.ts';
import { patchPairs } from './patch-pairs.ts';

const GRID = 6;
const PATCHES = GRID * GRID;
const SIZE = 48;
const CELL = SIZE / GRID;

/** One copy of random patches. */
function copiesOf(seed: number): Copies {
  const random = seededRandom(seed);
  const data = Float32Array.from({ length: PATCHES * 4 }, () => random.normal());
  return {
    features: { data: encodeFloat16(data), rows: PATCHES, cols: 4 },
    pictures: Uint16Array.of(0),
    augmentations: Uint16Array.of(0),
    posed: Uint8Array.of(1),
    gridHeight: GRID,
    gridWidth: GRID,
  };
}

/** The match of a copy with a picture in which each of its patches lies where it says. */
function matchOf(patches: Uint32Array) {
  const distances = new Float32Array(PATCHES);
  return { copy: 0, distance: 0, distances, patches, gridHeight: GRID, gridWidth: GRID };
}

function pairsOf(degrees: number, seed: number, picture = { width: 96, height: 96 }) {
  const copies = copiesOf(seed);
  // The picture shows the copy itself, so that each patch is nearest to its own place.
  const features = widened(copies.features, 0, PATCHES);
  const frame = new Frame({ width: 96, height: 96 }, SIZE, 'stretch');
  const good = { frame, shows: new Uint8Array(PATCHES).fill(1) };
  const coarse = { features: matrix(features.data, PATCHES, 4), width: GRID, height: GRID };
  const seen = { coarse, frame: new Frame(picture, SIZE, 'stretch') };
  const match = matchOf(Uint32Array.from({ length: PATCHES }, (_, p) => p));
  return patchPairs({ match, degrees }, copies, good, seen);
}

describe('patchPairs()', () => {
  it('pairs what a turned copy shows with where it lies in the plain picture', () => {
    for (const degrees of [0, 15, 90, 195]) {
      const fit = fitSimilarity(pairsOf(degrees, 3), {
        tolerance: 0.71 * 2 * CELL,
        scales: [0.8, 1.25],
        draws: 300,
        random: seededRandom(1),
      });
      if (fit === null) throw new Error('nothing fits');
      // Augmentations turn counter-clockwise.
      const turn = (((-degrees - degreesOf(fit.similarity)) % 360) + 540) % 360;
      expect(Math.abs(turn - 180)).toBeLessThan(3);
      expect(scaleOf(fit.similarity)).toBeCloseTo(1, 1);
    }
  });

  it('places a patch within half a patch of its middle, in pixels of the good picture', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        for (const picture of [
          { width: 96, height: 96 },
          { width: 192, height: 192 },
        ]) {
          const { from, to } = pairsOf(0, seed, picture);
          expect(from).toHaveLength(2 * PATCHES);
          for (const [i, at] of from.entries()) {
            expect(Math.abs(to[i] - at)).toBeLessThanOrEqual(CELL + 1e-9);
          }
        }
      }),
      { numRuns: 20 },
    );
  });

  it('leaves out what a copy shows of beyond the picture, and what is none of the part', () => {
    const whole = pairsOf(45, 1).from.length / 2;
    expect(whole).toBeLessThan(PATCHES);
    expect(whole).toBeGreaterThan(PATCHES / 2);
  });
});
