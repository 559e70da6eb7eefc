import { describe, expect, it } from 'vitest';
import { type NamedKind, renderFamily } from '../synthetic/index.ts';
import {
  colourCauseOf,
  exchangedShare,
  likenessToNegatives,
  paletteOf,
} from './picture-palette.ts';
import { type RgbImage, rgbImage } from './rgb-image.ts';

function swapped(image: RgbImage): RgbImage {
  const { data } = image;
  return { ...image, data: data.map((_, i) => data[i + (i % 3 === 0 ? 2 : i % 3 === 2 ? -2 : 0)]) };
}

function negative(image: RgbImage): RgbImage {
  return { ...image, data: image.data.map((channel) => 255 - channel) };
}

/** In all three channels what is in green. */
function grey(image: RgbImage): RgbImage {
  return { ...image, data: image.data.map((_, i) => image.data[i - (i % 3) + 1]) };
}

/** Wood: one hue, and little of it. */
function brown(red: number): RgbImage {
  const data = Uint8Array.from({ length: 64 * 64 * 3 }, (_, i) => [red, 100 + (i % 7), 60][i % 3]);
  return rgbImage(data, 64, 64);
}

function drawn(kind: NamedKind): RgbImage[] {
  return Array.from(renderFamily({ kind, seed: 3, count: 4, size: 96 }), ({ image }) => image);
}

const kinds: NamedKind[] = ['washer', 'circuit-board', 'bottle-cap'];

describe('colourCauseOf()', () => {
  it.each(kinds)('tells of a %s what is exchanged, and light of another colour', (kind) => {
    const [image, ...others] = drawn(kind);
    const goods = others.map(paletteOf);
    const cold = { ...image, data: image.data.map((v, i) => v * [0.4, 0.7, 1][i % 3]) };
    expect(colourCauseOf(paletteOf(swapped(image)), goods).cause).toBe('channel-order');
    expect(colourCauseOf(paletteOf(negative(image)), goods)).toMatchObject({ cause: 'negative' });
    expect(colourCauseOf(paletteOf(cold), goods).cause).toBe('colour-cast');
  });

  it('takes no exchange for sure where the good pictures have one hue', () => {
    const goods = [brown(150), brown(170)].map(paletteOf);
    expect(colourCauseOf(paletteOf(swapped(brown(200))), goods).cause).toBe('colour-cast');
  });
});

describe('exchangedShare()', () => {
  it.each(kinds)('tells a %s from one with red and blue exchanged', (kind) => {
    const [image, ...others] = drawn(kind);
    const goods = others.map(paletteOf);
    expect(exchangedShare(paletteOf(image), goods)).toBeLessThan(-0.3);
    expect(exchangedShare(paletteOf(swapped(image)), goods)).toBeGreaterThan(0.5);
  });

  it('is the same if the good pictures are exchanged, not the picture', () => {
    const [image, other] = drawn('gear');
    const ofPicture = exchangedShare(paletteOf(swapped(image)), [paletteOf(other)]);
    expect(exchangedShare(paletteOf(image), [paletteOf(swapped(other))])).toBeCloseTo(ofPicture);
  });

  it('does not take warmer light for it', () => {
    const [image, ...others] = drawn('washer');
    const warm = { ...image, data: image.data.map((v, i) => v * [1, 0.7, 0.4][i % 3]) };
    expect(exchangedShare(paletteOf(warm), others.map(paletteOf))).toBeLessThan(0.45);
  });

  it('does not take a part of another colour for it', () => {
    const [image, ...others] = drawn('circuit-board');
    const data = image.data.map((value, i) => {
      const pixel = Math.floor(i / 3);
      const isPart = pixel % 96 < 60 && pixel < 96 * 60;
      return isPart ? [150, 60, 20][i % 3] : value;
    });
    const share = exchangedShare(paletteOf({ ...image, data }), others.map(paletteOf));
    expect(share).toBeLessThan(0.45);
  });

  it('abstains in grey', () => {
    const [image, other] = drawn('gear').map((one) => paletteOf(grey(one)));
    expect(exchangedShare(image, [other])).toBe(0);
  });
});

describe('likenessToNegatives()', () => {
  it.each(kinds)('tells a %s from its negative', (kind) => {
    const [image, ...others] = drawn(kind);
    const goods = others.map(paletteOf);
    expect(likenessToNegatives(paletteOf(image), goods)).toBeLessThan(-0.5);
    expect(likenessToNegatives(paletteOf(negative(image)), goods)).toBeGreaterThan(0.5);
  });

  it('does not ask how bright a picture is', () => {
    const [image, ...others] = drawn('washer');
    const dim = { ...image, data: image.data.map((channel) => channel / 2) };
    const goods = others.map(paletteOf);
    expect(likenessToNegatives(paletteOf(dim), goods)).toBeLessThan(-0.5);
  });

  it('says nothing of a flat picture', () => {
    const flat = paletteOf(rgbImage(new Uint8Array(30 * 30 * 3), 30, 30));
    const goods = drawn('washer').map(paletteOf);
    expect(Math.abs(likenessToNegatives(flat, goods))).toBeLessThan(0.3);
  });
});
