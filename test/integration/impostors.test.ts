import { describe, expect, it } from 'vitest';
import { type RgbImage, rgbImage } from '../../src/image/rgb-image.ts';
import { type Impostor, IMPOSTORS, impostorOf } from '../../studies/impostors.ts';

/** A bright square of 8 px in the middle of 16×12 px whose background grows brighter to the right. */
const good = drawn((x, y) => {
  const isPart = x >= 4 && x < 12 && y >= 2 && y < 10;
  return isPart ? [200, 100, 50] : [10 + 2 * x, 20, 30];
});
const foreign = rgbImage(new Uint8Array(5 * 7 * 3).fill(9), 5, 7);

function drawn(colourAt: (x: number, y: number) => readonly number[]): RgbImage {
  const pixels = Array.from({ length: 16 * 12 }, (_, i) => colourAt(i % 16, Math.floor(i / 16)));
  return rgbImage(Uint8Array.from(pixels.flat()), 16, 12);
}

function made(kind: Impostor): RgbImage {
  return impostorOf(kind, good, foreign);
}

function pixel({ data, width }: RgbImage, x: number, y: number): number[] {
  return [...data.subarray((y * width + x) * 3, (y * width + x) * 3 + 3)];
}

describe('impostorOf()', () => {
  it.each(IMPOSTORS)('%s is a whole picture, and leaves the good one as it is', (kind) => {
    const before = Uint8Array.from(good.data);
    const { data, width, height } = made(kind);
    expect(data).toHaveLength(width * height * 3);
    expect(good.data).toEqual(before);
    expect(data).not.toEqual(good.data);
  });

  it('exchanges left and right', () => {
    const mirrored = made('mirrored');
    for (const x of [0, 5, 15]) expect(pixel(mirrored, x, 3)).toEqual(pixel(good, 15 - x, 3));
  });

  it('continues the background where the part was', () => {
    const empty = made('empty');
    expect(pixel(empty, 0, 5)).toEqual([10, 20, 30]);
    expect(pixel(empty, 8, 5)[0]).toBeCloseTo(26, 0); // as at the upper and lower border
    for (const x of [5, 8, 11]) expect(pixel(empty, x, 6).slice(1)).toEqual([20, 30]);
  });

  it('moves the part out of the frame', () => {
    expect(pixel(made('half'), 12, 5)).toEqual(pixel(good, 4, 5));
    expect(pixel(made('half'), 4, 5)).toEqual(pixel(made('empty'), 4, 5));
    expect(pixel(made('shifted'), 14, 5)).toEqual(pixel(good, 4, 5));
    expect(pixel(made('shifted'), 12, 5)).toEqual(pixel(good, 2, 5));
  });

  it('makes the part smaller and larger', () => {
    const [small, large] = [made('small'), made('large')];
    expect(pixel(small, 8, 6)).toEqual([200, 100, 50]);
    expect(pixel(small, 4, 6)).not.toEqual([200, 100, 50]);
    expect(pixel(large, 1, 1)).toEqual([200, 100, 50]);
  });

  it('changes light and colour of every pixel', () => {
    expect(pixel(made('dark'), 8, 6)).toEqual([70, 35, 18]);
    expect(pixel(made('swapped'), 8, 6)).toEqual([50, 100, 200]);
    expect(pixel(made('negative'), 8, 6)).toEqual([55, 155, 205]);
    expect(made('black').data.every((value) => value === 0)).toBe(true);
    expect(made('white').data.every((value) => value === 255)).toBe(true);
  });

  it('changes the file', () => {
    expect(made('pixel')).toMatchObject({ width: 1, height: 1 });
    expect(made('stretched')).toMatchObject({ width: 32, height: 12 });
    expect(made('foreign')).toBe(foreign);
  });
});
