import { describe, expect, it } from 'vitest';
import { rgbImage } from '../../image/rgb-image.ts';
import { cornersOf } from '../../image/look-area.ts';
import { isInSight, uniteMasks } from './ground-truth.ts';

/** A grey picture of these values. */
function grey(width: number, ...values: number[]): ReturnType<typeof rgbImage> {
  const data = Uint8Array.from(values.flatMap((value) => [value, value, value]));
  return rgbImage(data, width, values.length / width);
}

/** Rows of a mask as text, `#` where it is defective. */
function rows(data: Uint8Array, width: number): string[] {
  const text = Array.from(data, (value) => (value === 0 ? '.' : '#')).join('');
  return text.match(new RegExp(`.{${width}}`, 'g')) ?? [];
}

describe('uniteMasks()', () => {
  it('is defective where any mask is not zero, however faint', () => {
    const { data } = uniteMasks([grey(3, 0, 1, 0, 0, 0, 0), grey(3, 0, 0, 9, 0, 0, 7)]);
    expect(rows(data, 3)).toEqual(['.##', '..#']);
  });

  it('leaves out noise below half of white beside anything that is brighter', () => {
    const { data } = uniteMasks([grey(4, 0, 3, 127, 128), grey(4, 255, 1, 0, 0)]);
    expect(rows(data, 4)).toEqual(['#..#']);
  });

  it('looks at every channel', () => {
    expect([...uniteMasks([rgbImage(Uint8Array.of(0, 0, 9), 1, 1)]).data]).toEqual([1]);
  });
});

describe('isInSight()', () => {
  /** Defective in the pixel of the last column of the second row. */
  const truth = uniteMasks([grey(4, 0, 0, 0, 0, 0, 0, 0, 255)]);
  const right = cornersOf({ x: 0.75, y: 0, width: 0.25, height: 1 });
  const whole = { include: null, ignore: [], mask: null };

  it('is where a defective pixel is looked at', () => {
    expect(isInSight(truth, whole)).toBe(true);
    expect(isInSight(truth, { ...whole, include: right })).toBe(true);
    expect(
      isInSight(truth, { ...whole, mask: { data: Uint8Array.of(0, 1), width: 2, height: 1 } }),
    ).toBe(true);
  });

  it('is not where all of it is ignored', () => {
    const left = cornersOf({ x: 0, y: 0, width: 0.75, height: 1 });
    expect(isInSight(truth, { ...whole, include: left })).toBe(false);
    expect(isInSight(truth, { ...whole, ignore: [right] })).toBe(false);
    expect(
      isInSight(truth, { ...whole, mask: { data: Uint8Array.of(1, 0), width: 2, height: 1 } }),
    ).toBe(false);
  });
});
