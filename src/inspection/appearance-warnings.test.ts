import { describe, expect, it } from 'vitest';
import { drawParts } from '../../test/helpers/small-part.ts';
import { Frame } from '../image/frame.ts';
import { resizeBilinear } from '../image/resize.ts';
import type { RgbImage } from '../image/rgb-image.ts';
import { appearanceOf, contentOf } from './appearance.ts';
import type { EnrolmentWarning } from './enrolment-warning.ts';
import { enrolmentWarnings } from './enrolment-warnings.ts';
import type { SupportPicture } from './part.ts';

const SIZE = 64;
const goods = drawParts({ count: 4 }).map(({ image }) => image);
const [first, ...others] = goods;

function support(images: readonly RgbImage[]): SupportPicture[] {
  return images.map((image, i) => {
    const frame = new Frame(image, SIZE, 'stretch');
    const square = frame.squareOf(image);
    const appearance = appearanceOf(contentOf(square, frame), frame.picture);
    return { name: `${i}.png`, sha256: '', image: square, appearance };
  });
}

function warningsOf(images: readonly RgbImage[]): EnrolmentWarning[] {
  return enrolmentWarnings(support(images), {
    size: SIZE,
    fit: 'stretch',
    presence: 'check',
    appearance: 'check',
  });
}

function scaled(image: RgbImage, factor: number): RgbImage {
  return { ...image, data: image.data.map((channel) => Math.min(255, channel * factor)) };
}

function blurred(image: RgbImage): RgbImage {
  return resizeBilinear(resizeBilinear(image, 6, 6), 96, 96);
}

describe('enrolmentWarnings()', () => {
  it('has none for good pictures, however many', () => {
    for (const count of [2, 3, 4]) expect(warningsOf(goods.slice(0, count))).toEqual([]);
  });

  it('names the picture that is unlike the others, and says how', () => {
    const [warning, ...more] = warningsOf([...others, scaled(first, 0.25)]);
    expect(more).toEqual([]);
    expect(warning).toMatchObject({
      code: 'unlike-others',
      facts: { picture: '3.png', reason: 'too-dark', goodPictures: 3 },
    });
    expect(warning.message).toMatch(
      /^3\.png is unlike the other good pictures: it is [\d.]+ times darker/,
    );
    expect(warning.remedy).toContain('Take it again');
  });

  it('names both of two that are unlike each other', () => {
    const { data } = others[0];
    const warm = { ...first, data: data.map((value, i) => value * [1, 0.5, 0.1][i % 3]) };
    const warnings = warningsOf([first, warm]);
    expect(warnings.map(({ facts }) => facts['reason'])).toEqual(['colour-cast', 'colour-cast']);
  });

  it.each<[string, readonly RgbImage[]]>([
    ['blurred', goods.map(blurred)],
    ['overexposed', goods.map((image) => scaled(image, 6))],
    ['dark', goods.map((image) => scaled(image, 0.1))],
  ])('warns of pictures that are all %s', (code, images) => {
    const codes = warningsOf(images).map((warning) => warning.code);
    expect(codes).toEqual(Array(4).fill(code));
  });

  it('warns of pictures of several sizes', () => {
    const [copy, warning, ...more] = warningsOf([...goods, resizeBilinear(first, 100, 90)]);
    expect([copy.code, more]).toEqual(['near-copy', []]);
    expect(warning).toMatchObject({
      code: 'sizes',
      message: 'the good pictures have 2 sizes: 4 of 96 × 96, 1 of 100 × 90 pixels',
      facts: { sizes: { '96 × 96': 4, '100 × 90': 1 } },
    });
  });
});
