import { describe, expect, it } from 'vitest';
import { plainImage, sampleEntry, samplePart } from '../../test/helpers/report-sample.ts';
import type { Rectangle, RgbImage } from '../image/rgb-image.ts';
import { comparePatches, type PatchView } from './patch-comparison.ts';

const { hottest } = sampleEntry('a.png').inspection;
const box = { x: 32, y: 32, width: 16, height: 16 };

/** Grey, but for a bright area. */
function marked(size: number, { x, y, width, height }: Rectangle): RgbImage {
  const image = plainImage(size, size, 60);
  for (let row = y; row < y + height; row++) {
    image.data.fill(250, (row * size + x) * 3, (row * size + x + width) * 3);
  }
  return image;
}

/** Brightness at the middle of the view's box, or so many box widths to the right of it. */
function brightness({ image, box: inner }: PatchView, widths = 0): number {
  const x = Math.floor(inner.x + (widths + 0.5) * inner.width);
  const y = Math.floor(inner.y + 0.5 * inner.height);
  return image.data[(y * image.width + x) * 3];
}

describe('comparePatches()', () => {
  it('shows the patch of the picture and of the turned support picture within their boxes', () => {
    const support = marked(32, { x: 16, y: 8, width: 8, height: 8 });
    const part = samplePart({ support: [{ name: 'good.png', sha256: '', image: support }] });
    const nearest = { picture: 0, augmentation: 'flip', box: { x: 8, y: 8, width: 8, height: 8 } };
    const views = comparePatches(part, marked(128, box), { ...hottest, box, nearest });
    for (const view of [views?.hottest, views?.nearest]) {
      expect(view && brightness(view)).toBe(250);
      expect(view && brightness(view, 1)).toBe(60);
    }
  });

  it('shows both at one size and scale', () => {
    const nearest = { ...hottest.nearest, box: { x: 8, y: 8, width: 4, height: 4 } };
    const views = comparePatches(samplePart(), plainImage(128, 128), { ...hottest, box, nearest });
    expect(views?.hottest.image).toMatchObject({ width: 160, height: 160 });
    expect(views?.nearest.image).toMatchObject({ width: 160, height: 160 });
    expect(views?.hottest.box).toMatchObject({ width: 32, height: 32 });
    expect(views?.nearest.box).toMatchObject({ width: 32, height: 32 });
  });

  it.each([
    ['upper left', { x: 0, y: 0, width: 4, height: 4 }],
    ['lower right', { x: 124, y: 124, width: 4, height: 4 }],
  ])('keeps to the picture at its %s corner', (_, corner) => {
    const views = comparePatches(samplePart(), marked(128, corner), { ...hottest, box: corner });
    const view = views?.hottest;
    expect(view?.image).toMatchObject({ width: 160, height: 160 });
    expect(view && brightness(view)).toBeGreaterThan(200);
    expect(view?.box.x).toBe(corner.x === 0 ? 0 : 128);
  });

  it('shows nothing where the part holds no such picture or augmentation', () => {
    const { nearest } = hottest;
    const unknown = [
      { ...nearest, picture: 9 },
      { ...nearest, augmentation: 'none of ours' },
    ];
    for (const other of unknown) {
      const patch = { ...hottest, nearest: other };
      expect(comparePatches(samplePart(), plainImage(64, 48), patch)).toBeUndefined();
    }
  });
});
