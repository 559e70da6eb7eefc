import { describe, expect, it } from 'vitest';
import { seededRandom } from '../random.ts';
import { matrix } from '../tensor/matrix.ts';
import { unitRows } from '../tensor/norms.ts';
import { partPatches } from './part-patches.ts';

const SIDE = 8;
const whole = { size: 64, content: { x: 0, y: 0, width: 64, height: 64 } };

/** Patches of which some show a part on a ground, each a little different. */
function patches(isPart: (x: number, y: number) => boolean) {
  const random = seededRandom(1);
  const rows = Array.from({ length: SIDE * SIDE }, (_, p) => {
    const is = isPart(p % SIDE, Math.floor(p / SIDE));
    const noise = Array.from({ length: 8 }, () => 0.1 * random.normal());
    return [is ? 1 : 0, is ? 0 : 1, ...noise];
  });
  const features = unitRows(matrix(Float32Array.from(rows.flat()), SIDE * SIDE, 10));
  return { features, width: SIDE, height: SIDE };
}

function isMiddle(x: number, y: number): boolean {
  return x >= 2 && x < 6 && y >= 3 && y < 6;
}

describe('partPatches()', () => {
  it('is what differs from the border', () => {
    const shown = partPatches(patches(isMiddle), whole);
    const expected = shown.map((_, p) => (isMiddle(p % SIDE, Math.floor(p / SIDE)) ? 1 : 0));
    expect(shown).toEqual(expected);
  });

  it('is everything where the part reaches the border', () => {
    const shown = partPatches(
      patches((x) => x < 5),
      whole,
    );
    expect(shown.every((is) => is === 1)).toBe(true);
  });

  it('is nothing beyond the picture, nor what is not looked at, nor beside it', () => {
    const letterbox = { size: 64, content: { x: 0, y: 16, width: 64, height: 32 } };
    const rows = partPatches(
      patches((x) => x < 5),
      letterbox,
    );
    expect([...rows.keys()].filter((p) => rows[p] === 1)).toEqual(
      Array.from({ length: 32 }, (_, i) => 16 + i),
    );
    const looked = new Uint8Array(SIDE * SIDE).fill(1);
    looked[4 * SIDE + 3] = 0;
    const around = partPatches({ ...patches(isMiddle), looked }, whole);
    const left = [...around.keys()].filter((p) => around[p] === 1);
    expect(left).toEqual([3, 4, 5].map((y) => y * SIDE + 5));
  });
});
