import { describe, expect, it } from 'vitest';
import { hasPictureSuffix } from './picture-suffix.ts';

describe('hasPictureSuffix()', () => {
  it.each([
    'a.png',
    'b.JPG',
    'c.x.jpeg',
    'd.tif',
    'e.TIFF',
    'f.webp',
    'g.bmp',
    'h.jfif',
    'i.JPE',
    'j.pgm',
  ])('takes %s', (p) => {
    expect(hasPictureSuffix(p)).toBe(true);
  });

  it.each(['png', '.png', 'a.png.part', 'a.svg', 'a', 'tray/.png'])('refuses %s', (path) => {
    expect(hasPictureSuffix(path)).toBe(false);
  });
});
