import { describe, expect, it } from 'vitest';
import { compare, type Exposure } from './ground-truth.ts';

const side = 9;
const centre = 4 * side + 4;

/** A grey picture of a flat surface in which some pixels are changed. */
function exposure(change: { rise?: [number, number]; level?: [number, number] }): Exposure {
  const pixels = side * side;
  const elevation = new Float32Array(pixels);
  const data = new Uint8Array(3 * pixels).fill(100);
  if (change.rise) elevation[change.rise[0]] = change.rise[1];
  if (change.level) data[3 * change.level[0] + 2] = change.level[1];
  return {
    surface: {
      elevation,
      coverage: new Float32Array(pixels).fill(1),
      colour: new Float32Array(3 * pixels),
      metal: new Float32Array(pixels),
      roughness: new Float32Array(pixels),
    },
    picture: { data, width: side, height: side },
  };
}

const marked = (mask: Uint8Array): number[] => [...mask.keys()].filter((i) => mask[i] === 1);

describe('compare', () => {
  it('finds nothing between equal pictures', () => {
    const { area, visible, picture } = compare(exposure({}), exposure({}));
    expect([area, visible]).toEqual([0, 0]);
    expect(picture).toEqual(exposure({}).picture);
  });

  it('marks what rises, seen or not, and what is seen, risen or not', () => {
    const hidden = compare(exposure({}), exposure({ rise: [centre, 0.1] }));
    expect([marked(hidden.mask), hidden.visible]).toEqual([[centre], 0]);
    const comparison = compare(exposure({}), exposure({ level: [centre, 116] }));
    expect([marked(comparison.mask), comparison.visible]).toEqual([[centre], 1]);
  });

  it('takes back faint changes beyond the pixel around the mask, and keeps those in it', () => {
    const near = compare(exposure({}), exposure({ rise: [centre, 0.1], level: [centre + 1, 115] }));
    expect(marked(near.mask)).toEqual([centre]);
    expect(near.picture.data[3 * (centre + 1) + 2]).toBe(115);
    const far = compare(exposure({}), exposure({ rise: [centre, 0.1], level: [centre + 2, 115] }));
    expect(far.picture).toEqual(exposure({}).picture);
  });
});
