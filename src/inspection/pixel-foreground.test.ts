import { describe, expect, it } from 'vitest';
import type { RgbImage } from '../image/rgb-image.ts';
import { narrowedForeground, outstandingPixels, withMargin } from './pixel-foreground.ts';

const SIDE = 100;
const SIZE = { width: SIDE, height: SIDE };

/** 1 in a square about the middle. */
function square(from: number, to: number): Uint8Array {
  return Uint8Array.from({ length: SIDE * SIDE }, (_, i) => {
    const [x, y] = [i % SIDE, Math.floor(i / SIDE)];
    return x >= from && x < to && y >= from && y < to ? 1 : 0;
  });
}

function picture(levelAt: (x: number, y: number) => number): RgbImage {
  const data = Uint8Array.from({ length: 3 * SIDE * SIDE }, (_, i) => {
    const pixel = Math.floor(i / 3);
    return levelAt(pixel % SIDE, Math.floor(pixel / SIDE));
  });
  return { data, ...SIZE };
}

const pixelsOf = (mask: Uint8Array): number => mask.reduce((sum, is) => sum + is, 0);

/** What patches agree on: a part from 30 to 70, felt ten pixels away. */
const agreed = square(20, 80);

describe('the foreground by pixels', () => {
  it('ends where pixels do, and has no holes', () => {
    const ring = square(30, 70).map((is, i) => is & (1 - square(45, 55)[i]));
    expect(narrowedForeground(agreed, SIZE, [ring, ring])).toEqual(square(30, 70));
  });

  it('holds the part wherever a good picture shows it', () => {
    const [here, there] = [square(28, 68), square(32, 72)];
    const both = here.map((is, i) => is | there[i]);
    expect(narrowedForeground(agreed, SIZE, [here, there])).toEqual(both);
  });

  it('is nowhere that patches do not agree on, such as on clutter in one picture', () => {
    const cluttered = square(30, 70).map((is, i) => (i % SIDE < 15 ? 1 : is));
    const found = narrowedForeground(agreed, SIZE, [cluttered, square(30, 70)]);
    expect(found).toEqual(square(30, 70));
  });

  it('keeps what lies deeper than patches feel, whatever its colour', () => {
    // A corner of the part has the colour of the ground.
    const bitten = square(30, 70).map((is, i) =>
      i % SIDE < 40 && Math.floor(i / SIDE) < 40 ? 0 : is,
    );
    const found = narrowedForeground(agreed, SIZE, [bitten, bitten]);
    const core = square(32, 68);
    expect(found.every((is, i) => is >= core[i])).toBe(true);
    expect(pixelsOf(found)).toBeLessThan(pixelsOf(agreed));
  });

  it('stays as patches have it where colours do not tell the part', () => {
    expect(narrowedForeground(agreed, SIZE, [square(30, 70), null])).toBe(agreed);
    expect(narrowedForeground(agreed, SIZE, [square(30, 70), square(48, 52)])).toBe(agreed);
  });
});

describe('outstandingPixels()', () => {
  it('are those of a part on a ground that is brighter to one side', () => {
    const found = outstandingPixels(
      picture((x, y) => (square(30, 70)[y * SIDE + x] === 1 ? 40 : 120 + Math.floor(x / 5))),
    );
    // The mean over 3 × 3 pixels reaches one pixel beyond the part.
    expect(found).toEqual(square(29, 71));
  });

  it('are unknown where nothing stands out', () => {
    expect(outstandingPixels(picture((x) => 100 + (x % 3)))).toBeNull();
  });
});

it('withMargin() reaches beyond the part on all sides', () => {
  expect(withMargin(square(30, 70), SIZE)).toEqual(square(28, 72));
});
