import { describe, expect, it } from 'vitest';
import { confirmedOf } from '../../test/helpers/confirmed-sample.ts';
import { sampleCalibration } from '../../test/helpers/report-sample.ts';
import { drawParts } from '../../test/helpers/small-part.ts';
import { Frame } from '../image/frame.ts';
import { tonesOf } from '../image/picture-statistics.ts';
import { resizeBilinear } from '../image/resize.ts';
import type { RgbImage } from '../image/rgb-image.ts';
import { appearanceOf, contentOf } from './appearance.ts';
import { AppearanceCheck } from './appearance-check.ts';
import type { SupportPicture } from './part.ts';
import type { Reason } from './reason.ts';

const SIZE = 64;
const [good, ...others] = drawParts({ count: 5 }).map(({ image }) => image);
const support = others.map(pictureOf);

function pictureOf(image: RgbImage): SupportPicture {
  const frame = new Frame(image, SIZE, 'stretch');
  const square = frame.squareOf(image);
  const appearance = appearanceOf(contentOf(square, frame), frame.picture);
  return { name: 'good.png', sha256: '', image: square, appearance };
}

/** A check by the support set and pictures confirmed since. */
function checkOf(
  pictures: readonly SupportPicture[],
  { appearance = 'check', confirmed = [] }: CheckOptions = {},
): AppearanceCheck | undefined {
  const settings = { size: SIZE, fit: 'stretch', appearance } as const;
  const scores = confirmed.map((image) =>
    confirmedOf('', 1, { appearance: pictureOf(image).appearance }),
  );
  const calibration = sampleCalibration({ confirmed: scores });
  return AppearanceCheck.create({ settings, support: pictures, calibration });
}

interface CheckOptions {
  readonly appearance?: 'check' | 'none';
  readonly confirmed?: readonly RgbImage[];
}

function reasonsOf(image: RgbImage, check = checkOf(support)): Reason[] {
  const frame = new Frame(image, SIZE, 'stretch');
  const square = frame.squareOf(image);
  const content = contentOf(square, frame);
  return check?.reasonsOf(appearanceOf(content, frame.picture), tonesOf(content)) ?? [];
}

function codes(image: RgbImage, check?: AppearanceCheck): string[] {
  return reasonsOf(image, check).map(({ code }) => code);
}

function map(value: (channel: number, index: number) => number, image = good): RgbImage {
  return { ...image, data: image.data.map((channel, i) => value(channel, i)) };
}

const dark = map((channel) => channel * 0.2);
const blurred = resizeBilinear(resizeBilinear(good, 8, 8), 96, 96);
const stretched = resizeBilinear(good, 192, 96);

describe('AppearanceCheck', () => {
  it('finds nothing against good pictures', () => {
    for (const image of [good, ...others]) expect(codes(image)).toEqual([]);
  });

  it.each<[string, RgbImage, string[]]>([
    ['a third of the light', dark, ['too-dark']],
    ['no light', map(() => 0), ['too-dark']],
    ['nothing but light', map(() => 255), ['overexposed']],
    ['a grey card', map(() => 115), ['low-contrast']],
    ['a soft picture', blurred, ['blurred']],
    ['a negative', map((channel) => 255 - channel), ['negative']],
    ['a stretched picture', stretched, ['aspect-ratio']],
    ['a single pixel', resizeBilinear(good, 1, 1), ['size']],
  ])('tells of %s one thing', (_, image, expected) => {
    expect(codes(image)).toEqual(expected);
  });

  it('tells of two faults that have nothing to do with each other', () => {
    const warm = map((channel, i) => channel * [1, 0.6, 0.3][i % 3], blurred);
    expect(codes(warm)).toEqual(['colour-cast', 'blurred']);
  });

  it('tells what, how much, what to do, and the numbers', () => {
    const [reason] = reasonsOf(dark);
    expect(reason.message).toMatch(
      /^it is 4\.\d times darker than the darkest good picture: mean light 2\d of 255, expected at least \d\d$/,
    );
    expect(reason.remedy).toContain('Check lamp, shutter and exposure');
    expect(reason.facts).toMatchObject({ goodPictures: 4 });
    expect(reason.facts['measured']).toBeLessThan(Number(reason.facts['limit']));
    expect(reason.facts['limit']).toBeLessThan(Number(reason.facts['good']));
  });

  it('tells the cause before its consequence', () => {
    const check = checkOf(support);
    const absent: Reason = { code: 'absent', message: '', remedy: '', facts: {} };
    const told = (image: RgbImage): string[] | undefined => {
      const looks = reasonsOf(image);
      const { appearance } = pictureOf(image);
      if (appearance === undefined) return undefined;
      return check?.withPresence(appearance, looks, [absent]).map(({ code }) => code);
    };
    expect(told(good)).toEqual(['absent']);
    expect(told(dark)).toEqual(['too-dark', 'absent']);
    expect(told(map(() => 0))).toEqual(['too-dark']);
    expect(told(map(() => 255))).toEqual(['overexposed', 'absent']);
    expect(told(resizeBilinear(good, 1, 1))).toEqual(['size']);
    const near = map((channel) => (channel > 100 ? channel - 100 : 0));
    expect(codes(near)).toEqual(['too-dark']);
    expect(told(near)?.[0]).toBe('absent');
  });

  it('takes what confirmed pictures look like', () => {
    expect(codes(dark, checkOf(support, { confirmed: [dark] }))).toEqual([]);
    expect(codes(stretched, checkOf(support, { confirmed: [stretched] }))).toEqual([]);
  });

  it('is none where the part does not ask for it, or is of fewgood 0.1.0', () => {
    expect(checkOf(support, { appearance: 'none' })).toBeUndefined();
    expect(checkOf([...support, { ...support[0], appearance: undefined }])).toBeUndefined();
  });
});
