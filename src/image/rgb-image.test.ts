import { describe, expect, it } from 'vitest';
import { ShapeError } from '../errors.ts';
import { rgbImage } from './rgb-image.ts';

describe('rgbImage()', () => {
  it('wraps bytes without copying', () => {
    const data = new Uint8Array(18);
    expect(rgbImage(data, 3, 2)).toEqual({ data, width: 3, height: 2 });
    expect(rgbImage(data, 3, 2).data).toBe(data);
  });

  it.each([
    [17, 3, 2],
    [18, 2, 2],
    [0, 0, 2],
    [18, -3, -2],
    [18, 1.5, 4],
    [18, Number.NaN, 2],
  ])('rejects %s bytes as %s × %s', (length, width, height) => {
    expect(() => rgbImage(new Uint8Array(length), width, height)).toThrow(ShapeError);
  });
});
