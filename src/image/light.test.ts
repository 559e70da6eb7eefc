import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ArgumentRangeError } from '../errors.ts';
import { LIGHT } from '../hyperparameters.ts';
import { seededRandom } from '../random.ts';
import { Frame } from './frame.ts';
import { assertLightRequest, correctLight, fitLight, type LightRequest } from './light.ts';
import type { FramedSquare } from './lit-square.ts';
import { type RgbImage, rgbImage } from './rgb-image.ts';

const SIZE = 32;

/** A picture of drawn levels that lies in the square as it is. */
function framed(seed: number, size = SIZE): FramedSquare {
  const random = seededRandom(seed);
  const data = Uint8Array.from({ length: size * size * 3 }, () => 60 + random.below(80));
  const square = rgbImage(data, size, size);
  return { square, frame: new Frame(square, size, 'stretch') };
}

/** The same picture under another light. */
function lit(picture: FramedSquare, factor: (channel: number, u: number) => number): FramedSquare {
  const { square } = picture;
  const data = square.data.map((level, i) => {
    const u = ((Math.floor(i / 3) % square.width) + 0.5) / square.width;
    return Math.min(Math.round(level * factor(i % 3, u)), 255);
  });
  return { ...picture, square: { ...square, data } };
}

function corrected(picture: FramedSquare, request: LightRequest, good = picture): RgbImage {
  const light = fitLight(request, [good]);
  return light === undefined ? picture.square : correctLight(picture, light);
}

/** Mean and largest difference of two pictures, levels. */
function difference(a: RgbImage, b: RgbImage): { readonly mean: number; readonly most: number } {
  const differences = Array.from(a.data, (level, i) => Math.abs(level - b.data[i]));
  const mean = differences.reduce((sum, one) => sum + one, 0) / differences.length;
  return { mean, most: Math.max(...differences) };
}

/** Light that falls off to the left. */
function fallOff(_: number, u: number): number {
  return 0.6 + 0.7 * u;
}

function greyPicture(level: number): RgbImage {
  return rgbImage(new Uint8Array(300).fill(level), 10, 10);
}

describe('correctLight()', () => {
  it('gives good pictures back, as far as the light of one is that of all', () => {
    for (const method of ['grey-world', 'even'] as const) {
      const picture = framed(1);
      expect(difference(corrected(picture, { method }), picture.square).most).toBeLessThan(2);
    }
  });

  it('forgives what multiplies channels, up to rounding', () => {
    const factor = fc.integer({ min: 50, max: 170 }).map((percent) => percent / 100);
    fc.assert(
      fc.property(fc.nat(), fc.tuple(factor, factor, factor), (seed, factors) => {
        const good = framed(seed);
        const other = lit(good, (channel) => factors[channel]);
        const { most } = difference(corrected(other, { method: 'grey-world' }, good), good.square);
        expect(most).toBeLessThanOrEqual(2);
      }),
      { numRuns: 30 },
    );
  });

  it('knows that a brighter picture is clipped: the rest of it comes back', () => {
    const { square, frame } = framed(7);
    const data = square.data.map((level, i) => (i % 4 === 0 ? 200 : level));
    const good = { frame, square: { ...square, data } };
    const bright = lit(good, () => 1.6);
    const { data: levels } = corrected(bright, { method: 'grey-world' }, good);
    const apart = Array.from(data, (level, i) => (level < 150 ? Math.abs(levels[i] - level) : 0));
    expect(Math.max(...apart)).toBeLessThanOrEqual(2);
  });

  it('evens out a slope of light, which grey-world leaves', () => {
    for (const slope of [0.3, -0.4]) {
      const good = framed(2, 64);
      const other = lit(good, (_, u) => Math.exp(slope * (u - 0.5)));
      const even = difference(corrected(other, { method: 'even' }, good), good.square).mean;
      const grey = difference(corrected(other, { method: 'grey-world' }, good), good.square).mean;
      expect(even).toBeLessThan(grey / 2);
    }
  });
});

describe('a picture whose light is corrected', () => {
  it('raises no light by more than its limit, so that the dark stays dark', () => {
    const good = framed(3);
    const dark = lit(good, () => 0.02);
    const light = Math.max(...corrected(dark, { method: 'even' }, good).data);
    expect(light).toBeLessThan(1.5 * LIGHT.mostGain * Math.max(...dark.square.data));
    const black = lit(good, () => 0);
    expect(corrected(black, { method: 'even' }, good).data).toEqual(black.square.data);
  });

  it('makes of a picture what no light changes, up to rounding', () => {
    const good = framed(4);
    const request = { method: 'invariant', peaks: [620, 540, 470] } as const;
    const once = corrected(good, request);
    const darker = corrected(
      lit(good, () => 0.7),
      request,
      good,
    );
    expect(difference(once, darker).mean).toBeLessThan(2);
    // And not of nothing.
    expect(new Set(once.data).size).toBeGreaterThan(50);
  });

  it('leaves what the frame adds and what is not looked at as it is', () => {
    const { square } = framed(5);
    const whole = { width: 40, height: 20 };
    const mask = { data: Uint8Array.of(1, 0), width: 2, height: 1 };
    const area = { include: null, ignore: [], mask };
    const frame = new Frame(whole, SIZE, 'letterbox', area);
    const light = fitLight({ method: 'grey-world' }, [{ square, frame }]);
    const dark = lit({ square, frame }, () => 0.5);
    if (light === undefined) throw new Error('no light');
    const { data } = correctLight(dark, light);
    const changed = (isShown: boolean): number =>
      data.filter((level, i) => {
        return (
          (frame.looked?.[Math.floor(i / 3)] === 1) === isShown && level !== dark.square.data[i]
        );
      }).length;
    expect(changed(false)).toBe(0);
    expect(changed(true)).toBeGreaterThan(0);
  });

  it('divides by the flat field before anything else', () => {
    const good = framed(6, 64);
    const data = new Uint8Array(64 * 64 * 3).fill(180);
    const background = lit({ ...good, square: { ...good.square, data } }, fallOff);
    const uneven = lit(good, fallOff);
    const { mean } = difference(corrected(uneven, { flat: background.square }), good.square);
    // The mean light of the slope is 0.95.
    expect(mean).toBeLessThan(0.06 * 100);
    expect(mean).toBeLessThan(difference(uneven.square, good.square).mean / 2);
  });
});

describe('fitLight()', () => {
  it('is nothing where nothing is asked for', () => {
    expect(fitLight({}, [framed(1)])).toBeUndefined();
    expect(fitLight({ method: 'none' }, [framed(1)])).toBeUndefined();
  });

  it('refuses grey pictures, of which the picture without light shows nothing', () => {
    const { square, frame } = framed(1);
    const data = square.data.map((_, i) => square.data[i - (i % 3)]);
    const grey = [{ square: { ...square, data }, frame }];
    expect(() => fitLight({ method: 'invariant' }, grey)).toThrow(ArgumentRangeError);
    expect(() => fitLight({ method: 'invariant' }, grey)).toThrow('grey pictures');
    expect(fitLight({ method: 'even' }, grey)).toBeDefined();
  });

  it('refuses a flat field of other proportions', () => {
    const flat = rgbImage(new Uint8Array(60 * 30 * 3).fill(128), 60, 30);
    expect(() => fitLight({ flat }, [framed(1)])).toThrow('60 × 30 pixels');
  });
});

describe('assertLightRequest()', () => {
  it.each<[LightRequest, string]>([
    [{ peaks: [620, 540, 470] }, 'expected no peaks, which none does not go by'],
    [{ method: 'invariant', peaks: [470, 540, 620] }, 'Cannot use peaks = 470,540,620'],
    [{ method: 'invariant', peaks: [620, 540, 47] }, 'from 1200 down to 300 nm'],
    [{ flat: greyPicture(3) }, 'darkest colour has a mean of 3.0'],
    [{ flat: greyPicture(255) }, 'clipped in 100.0 % of its pixels'],
  ])('refuses %j', (request, message) => {
    expect(() => assertLightRequest(request)).toThrow(message);
  });

  it('takes what can be done', () => {
    const peaks = [620, 540, 470] as const;
    expect(() =>
      assertLightRequest({ method: 'invariant', peaks, flat: greyPicture(90) }),
    ).not.toThrow();
  });
});
