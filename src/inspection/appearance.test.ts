import { describe, expect, it } from 'vitest';
import { drawParts } from '../../test/helpers/small-part.ts';
import { Frame } from '../image/frame.ts';
import { resizeBilinear } from '../image/resize.ts';
import { type Appearance, appearanceOf, contentOf } from './appearance.ts';

const [{ image }] = drawParts({ count: 1, size: 128 });

function looks(width: number, height: number, fit: 'stretch' | 'letterbox'): Appearance {
  const picture = resizeBilinear(image, width, height);
  const frame = new Frame(picture, 64, fit);
  return appearanceOf(contentOf(frame.squareOf(picture), frame), picture);
}

describe('appearanceOf()', () => {
  it('keeps the size of the picture as it came', () => {
    expect(looks(200, 100, 'stretch')).toMatchObject({ width: 200, height: 100 });
  });

  it('says the same at every resolution', () => {
    const [small, large] = [looks(128, 128, 'stretch'), looks(512, 512, 'stretch')];
    for (const key of ['light', 'contrast', 'sharpness', 'grain', 'saturation'] as const) {
      expect(large[key] / small[key]).toBeGreaterThan(0.8);
      expect(large[key] / small[key]).toBeLessThan(1.25);
    }
  });

  it('leaves out what a letterbox adds', () => {
    const [stretched, letterboxed] = [looks(128, 64, 'stretch'), looks(128, 64, 'letterbox')];
    expect(letterboxed.light / stretched.light).toBeCloseTo(1, 1);
    expect(letterboxed.contrast / stretched.contrast).toBeCloseTo(1, 1);
  });

  it('keeps few digits', () => {
    for (const value of Object.values(looks(128, 128, 'stretch'))) {
      expect(value).toBe(Number(Number(value).toPrecision(5)));
    }
  });
});

describe('contentOf()', () => {
  it('is the square, or the part of it on which the picture lies', () => {
    const square = resizeBilinear(image, 64, 64);
    expect(contentOf(square, new Frame(image, 64, 'stretch'))).toBe(square);
    const wide = new Frame({ width: 100, height: 50 }, 64, 'letterbox');
    expect(contentOf(square, wide)).toMatchObject({ width: 64, height: 32 });
  });
});
