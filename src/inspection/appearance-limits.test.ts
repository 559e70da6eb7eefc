import { describe, expect, it } from 'vitest';
import { AUGMENTATION } from '../hyperparameters.ts';
import type { Appearance } from './appearance.ts';
import { excesses, pixelExcess } from './appearance-limits.ts';

const good: Appearance = {
  width: 400,
  height: 300,
  light: 0.4,
  contrast: 0.2,
  clipped: 0.01,
  sharpness: 1.2,
  grain: 0.03,
  flatGrain: 0.02,
  red: 0.36,
  blue: 0.3,
  saturation: 0.2,
};

/** So many good pictures, one like the other. */
function alike(count: number): Appearance[] {
  return Array.from({ length: count }, () => good);
}

/** What of a picture lies beyond so many good ones. */
function codes(changes: Partial<Appearance>, goods: readonly Appearance[] = alike(4)): string[] {
  return excesses({ ...good, ...changes }, goods).map(({ code }) => code);
}

describe('excesses()', () => {
  it('finds nothing beyond in a good picture, however many there are', () => {
    for (const count of [1, 2, 4, 8, 100]) expect(codes({}, alike(count))).toEqual([]);
  });

  it.each<[Partial<Appearance>, string]>([
    [{ light: 0.14 }, 'too-dark'],
    [{ light: 0.9 }, 'too-bright'],
    [{ contrast: 0.05 }, 'low-contrast'],
    [{ clipped: 0.5 }, 'overexposed'],
    [{ sharpness: 0.6 }, 'blurred'],
    [{ grain: 0.09, flatGrain: 0.06 }, 'noisy'],
    [{ red: 0.5 }, 'colour-cast'],
    [{ red: 0.2 }, 'colour-cast'],
    [{ blue: 0.45 }, 'colour-cast'],
    [{ saturation: 0 }, 'saturation'],
    [{ width: 800 }, 'aspect-ratio'],
    [{ width: 300, height: 400 }, 'aspect-ratio'],
  ])('finds %j to be %s', (changes, code) => {
    expect(codes(changes)).toEqual([code]);
  });

  it('tells the colour that is farther beyond, once', () => {
    const [excess, ...others] = excesses({ ...good, red: 0.5, blue: 0.1 }, alike(4));
    expect(others).toEqual([]);
    expect(excess).toMatchObject({ code: 'colour-cast', colour: 'blue', measured: 0.1, good: 0.3 });
    expect(excess.limit).toBeLessThan(0.3);
  });

  it('takes grain for noise only if it is everywhere', () => {
    expect(codes({ grain: 0.5 })).toEqual([]);
    expect(codes({ flatGrain: 0.5 })).toEqual([]);
  });

  it('does not mind what harms nothing: more contrast, more colour, sharper edges', () => {
    expect(codes({ contrast: 0.5, saturation: 0.9, sharpness: 9, clipped: 0 })).toEqual([]);
  });
});

describe('a tolerance', () => {
  it('is never tighter than the light and contrast that the part was learned under', () => {
    const goods = alike(1000);
    for (const factor of [...AUGMENTATION.brightness, ...AUGMENTATION.contrast]) {
      expect(codes({ light: good.light * factor }, goods)).toEqual([]);
      expect(codes({ contrast: good.contrast * factor }, goods)).toEqual([]);
    }
  });

  it('becomes tighter with more good pictures', () => {
    const limits = [1, 2, 4, 8, 300].map((count) => {
      const [excess] = excesses({ ...good, light: 0.02 }, alike(count));
      return excess.limit;
    });
    expect(limits).toEqual(limits.toSorted((a, b) => a - b));
    expect(limits[4]).toBeLessThan(good.light * 0.8);
  });

  it('begins where the good pictures end', () => {
    const dim = { light: 0.2 };
    expect(codes({ light: 0.15 }, alike(8))).toEqual(['too-dark']);
    expect(codes({ light: 0.15 }, [...alike(8), { ...good, ...dim }])).toEqual([]);
    const [excess] = excesses({ ...good, light: 0.02 }, [...alike(8), { ...good, ...dim }]);
    expect(excess.good).toBe(0.2);
  });

  it('of the aspect ratio is wide where good pictures are crops', () => {
    const crops = [...alike(3), { ...good, width: 280, height: 310 }];
    expect(codes({ width: 700 }, crops)).toEqual([]);
    expect(codes({ width: 6000 }, crops)).toEqual(['aspect-ratio']);
  });
});

describe('pixelExcess()', () => {
  const goods = [
    { width: 900, height: 900 },
    { width: 1200, height: 900 },
  ];
  const of = (width: number, height: number) => pixelExcess({ width, height }, goods, 224);

  it('takes every size that the model reduces', () => {
    expect(of(224, 224)).toBeUndefined();
    expect(of(5000, 5000)).toBeUndefined();
  });

  it('finds too few pixels for what the model sees', () => {
    expect(of(124, 124)).toBeUndefined();
    expect(of(111, 111)).toMatchObject({ code: 'size', measured: 111, good: 224 });
    expect(of(111, 111)?.limit).toBeCloseTo(123.2);
    expect(of(1, 1)?.measured).toBe(1);
  });

  it('goes by the file where the good pictures are of one frame, whatever the model sees of it', () => {
    const frames = [goods[0], goods[0]];
    expect(pixelExcess({ width: 500, height: 500 }, frames, 224)).toBeUndefined();
    expect(pixelExcess({ width: 450, height: 450 }, frames, 224)).toMatchObject({
      code: 'size',
      measured: 450,
      good: 900,
      smallest: goods[0],
    });
  });

  it('goes by good pictures that are small themselves', () => {
    const small = [{ width: 60, height: 60 }];
    expect(pixelExcess({ width: 40, height: 40 }, small, 224)).toBeUndefined();
    expect(pixelExcess({ width: 29, height: 29 }, small, 224)?.code).toBe('size');
  });
});
