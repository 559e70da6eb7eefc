import { describe, expect, it } from 'vitest';
import { LIGHT } from '../hyperparameters.ts';
import { divideByFlat, flatFieldOf } from './flat-field.ts';
import { Frame } from './frame.ts';
import { litSquare, roundedSquare } from './lit-square.ts';
import { cornersOf } from './look-area.ts';
import { type RgbImage, rgbImage } from './rgb-image.ts';

/** A coloured background under a lamp that falls off towards the right and the bottom. */
function background(width: number, height: number): RgbImage {
  const data = Uint8Array.from({ length: width * height * 3 }, (_, i) => {
    const pixel = Math.floor(i / 3);
    const [u, v] = [(pixel % width) / width, Math.floor(pixel / width) / height];
    return [200, 140, 90][i % 3] * (1 - 0.4 * u - 0.2 * v);
  });
  return rgbImage(data, width, height);
}

describe('divideByFlat()', () => {
  it.each([
    ['all of the picture', undefined],
    ['a part that is cut out', { x: 0.2, y: 0.3, width: 0.5, height: 0.4 }],
  ])('makes the background even, and leaves its colour: %s', (_, box) => {
    const image = background(120, 90);
    const area = box && { include: cornersOf(box), ignore: [], mask: null };
    const frame = new Frame(image, 64, 'stretch', area);
    const square = frame.squareOf(image);
    const lit = litSquare({ square, frame });
    divideByFlat(lit, flatFieldOf(image));
    const { data } = roundedSquare(lit, square);
    for (let channel = 0; channel < 3; channel++) {
      const levels = [...data].filter((_level, i) => i % 3 === channel);
      expect(Math.max(...levels) - Math.min(...levels)).toBeLessThanOrEqual(6);
      expect(Math.abs(levels[0] - [200, 140, 90][channel] * 0.7)).toBeLessThan(5);
    }
  });

  it('raises no place by more than its limit', () => {
    const data = new Uint8Array(64 * 64 * 3).fill(200);
    data.fill(0, 0, 3 * 64 * 8);
    const flat = flatFieldOf(rgbImage(data, 64, 64));
    const grey = rgbImage(new Uint8Array(64 * 64 * 3).fill(10), 64, 64);
    const lit = litSquare({ square: grey, frame: new Frame(grey, 64, 'stretch') });
    divideByFlat(lit, flat);
    expect(Math.max(...lit.levels)).toBeLessThanOrEqual(10 * LIGHT.mostGain + 1e-3);
    expect(lit.levels.every(Number.isFinite)).toBe(true);
  });
});

describe('flatFieldOf()', () => {
  it('is small whatever the size of the picture, and keeps its bytes where it is', () => {
    const flat = flatFieldOf(background(200, 150));
    expect(flat).toMatchObject({ width: LIGHT.flatSide, height: LIGHT.flatSide });
    expect(flatFieldOf(flat)).toEqual(flat);
  });
});
