import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AUGMENTATION } from '../hyperparameters.ts';
import { seededRandom } from '../random.ts';
import {
  allowsPose,
  type AugmentationFamily,
  type AugmentationOptions,
  augmentationDraws,
  augmentationGrid,
  drawAugmentation,
  type PosePolicy,
} from './augmentation.ts';
import { type PlanarImage, toPlanar } from './planar.ts';
import { rgbImage } from './rgb-image.ts';
import { flipHorizontal, rotation, warpAffine } from './warp.ts';

const everyFamily: AugmentationFamily[] = [
  'grayscale',
  'flip',
  'flip-vertical',
  'translation',
  'rotation',
  'brightness',
  'contrast',
  'scaling',
  'color',
  'mirror',
];

describe('augmentationGrid()', () => {
  it('lists the identity first, then each transform in the order of families', () => {
    const grid = augmentationGrid({ families: ['flip', 'rotation', 'brightness'], pose: 'small' });
    expect(grid.map(({ name }) => name)).toEqual([
      'identity',
      'flip',
      'rotation +11.25°',
      'rotation -11.25°',
      'rotation +22.5°',
      'rotation -22.5°',
      'rotation +33.75°',
      'rotation -33.75°',
      'rotation +45°',
      'rotation -45°',
      'brightness 0.8',
      'brightness 1.2',
    ]);
  });

  it.each<[PosePolicy, number[]]>([
    ['fixed', []],
    ['right-angles', [90, 180, 270]],
    ['free', Array.from({ length: 23 }, (_, i) => 15 * (i + 1))],
    [
      [-5, 5, 180],
      [-5, 5, 180],
    ],
  ])('turns as the pose %s allows', (pose, angles) => {
    const grid = augmentationGrid({ families: ['rotation'], pose });
    expect(grid.slice(1).map(({ name }) => Number.parseFloat(name.slice(9)))).toEqual(angles);
  });

  it('turns nothing without the family rotation', () => {
    expect(augmentationGrid({ families: [], pose: 'free' })).toHaveLength(1);
  });

  it.each<[PosePolicy, number]>([
    ['fixed', 15],
    ['small', 23],
  ])('makes of one picture, pose %s, %s by default', (pose, count) => {
    expect(augmentationGrid({ families: AUGMENTATION.families, pose })).toHaveLength(count);
  });

  it('names each once, also when a family is named twice', () => {
    const options = { families: [...everyFamily, ...everyFamily], pose: 'free' } as const;
    const names = augmentationGrid(options).map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  it('gives the picture itself by the identity', () => {
    const image = picture();
    expect(augmentationGrid({ families: [], pose: 'fixed' })[0].apply(image)).toBe(image);
  });

  it.each(augmentationGrid({ families: everyFamily, pose: 'free' }).slice(1))(
    'changes a picture by $name, within [0, 1], the same way every time',
    ({ apply }) => {
      const image = picture();
      const changed = apply(image);
      expect(changed.data).not.toEqual(image.data);
      expect(changed).toMatchObject({ width: image.width, height: image.height });
      expect(changed.data.every((value) => value >= 0 && value <= 1)).toBe(true);
      expect(apply(image).data).toEqual(changed.data);
    },
  );
});

describe('augmentationDraws()', () => {
  const options = { families: everyFamily, pose: 'small' } as const;

  it('repeats for the same seed and differs for another', () => {
    expect(namesOf(options, 1)).toEqual(namesOf(options, 1));
    expect(namesOf(options, 1)).not.toEqual(namesOf(options, 2));
  });

  it.each(everyFamily)('draws %s about as often as any other', (family) => {
    const drawn = augmentationDraws(options, seededRandom(0), 9000);
    const count = drawn.filter(({ name }) => name.split(/[ ,]/)[0] === family).length;
    // Binomial, mean 900, standard deviation 28.
    expect(Math.abs(count - 900)).toBeLessThan(140);
  });

  it.each<[AugmentationFamily, PosePolicy, number, number]>([
    ['rotation', 'small', -45, 45],
    ['rotation', 'free', -180, 180],
    ['translation', 'fixed', -0.2, 0.2],
    ['brightness', 'fixed', 0.8, 1.2],
    ['contrast', 'fixed', 0.8, 1.2],
    ['scaling', 'fixed', 0.9, 1.1],
    ['mirror', 'small', -45, 45],
    ['color', 'fixed', -0.05, 0.05],
  ])('fills the range of %s, pose %s: %s to %s', (family, pose, low, high) => {
    const drawn = augmentationDraws({ families: [family], pose }, seededRandom(3), 500);
    const values = drawn.flatMap(({ name }) => name.match(/[+-]?[\d.]+/g) ?? []).map(Number);
    const slack = 0.05 * (high - low);
    expect(Math.min(...values)).toBeGreaterThanOrEqual(low);
    expect(Math.min(...values)).toBeLessThan(low + slack);
    expect(Math.max(...values)).toBeLessThanOrEqual(high);
    expect(Math.max(...values)).toBeGreaterThan(high - slack);
  });

  it('draws right angles and listed angles only as they are', () => {
    const turns = { families: ['rotation'] } as const;
    expect(new Set(namesOf({ ...turns, pose: 'right-angles' }))).toEqual(
      new Set(['rotation +90°', 'rotation +180°', 'rotation +270°']),
    );
    expect(new Set(namesOf({ ...turns, pose: [10, -10] }))).toEqual(
      new Set(['rotation +10°', 'rotation -10°']),
    );
  });

  it('is the identity where nothing else is allowed', () => {
    const drawn = drawAugmentation({ families: ['rotation'], pose: 'fixed' }, seededRandom(0));
    expect(drawn.name).toBe('identity');
  });
});

describe('the family mirror', () => {
  it('is the mirror image, as it is and under each turn of the pose', () => {
    const grid = augmentationGrid({ families: ['mirror'], pose: [90, -30] });
    expect(grid.map(({ name, degrees, isMirrored }) => [name, degrees, isMirrored])).toEqual([
      ['identity', undefined, undefined],
      ['mirror', 0, true],
      ['mirror, rotation +90°', 90, true],
      ['mirror, rotation -30°', -30, true],
    ]);
    const names = namesOfGrid('mirror', 'fixed');
    expect(names).toEqual(['identity', 'mirror']);
    expect(namesOfGrid('mirror', 'free')).toHaveLength(namesOfGrid('rotation', 'free').length + 1);
  });

  it('turns a square by any angle as one warp does, also into an array there is', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -400, max: 400, noNaN: true }),
        fc.integer(),
        (degrees, seed) => {
          const random = seededRandom(seed);
          const image = { data: new Float32Array(3 * 49), width: 7, height: 7 };
          image.data.forEach((_, i) => (image.data[i] = random.uniform()));
          const [, turned] = augmentationGrid({ families: ['rotation'], pose: [degrees] });
          const expected = warpAffine(image, rotation(degrees)).data;
          const room = new Float32Array(3 * 49);
          for (const { data } of [turned.apply(image), turned.apply(image, room)]) {
            data.forEach((value, i) => expect(Math.abs(value - expected[i])).toBeLessThan(1e-6));
          }
        },
      ),
    );
  });

  it('gives back what it gave, whatever came between', () => {
    const image = picture();
    const grid = augmentationGrid({
      families: ['rotation', 'mirror'],
      pose: Array.from({ length: 40 }, (_, i) => 7 * i),
    });
    const once = grid.map((one) => one.apply(image).data.slice());
    const room = new Float32Array(image.data.length);
    for (const [i, one] of grid.entries()) expect(one.apply(image, room).data).toEqual(once[i]);
  });

  it('mirrors first, then turns', () => {
    const image = picture();
    const [, mirror, turned] = augmentationGrid({ families: ['mirror'], pose: [90] });
    const flipped = warpAffine(image, flipHorizontal);
    expect(mirror.apply(image)).toEqual(flipped);
    expect(turned.apply(image)).toEqual(warpAffine(flipped, rotation(90)));
  });
});

describe('allowsPose()', () => {
  const policies = fc.oneof(
    fc.constantFrom<PosePolicy>('fixed', 'small', 'right-angles', 'free'),
    fc.array(fc.integer({ min: -360, max: 360 }), { minLength: 1, maxLength: 4 }),
  );

  it('allows every turn that the policy lists, and no mirror image', () => {
    fc.assert(
      fc.property(policies, (pose) => {
        const families = everyFamily.filter((family) => !/flip|mirror/.test(family));
        const grid = augmentationGrid({ families, pose });
        expect(grid.filter((one) => !allowsPose(pose, one))).toEqual([]);
        const mirrored = augmentationGrid({ families: ['mirror', 'flip', 'flip-vertical'], pose });
        expect(mirrored.slice(1).filter((one) => allowsPose(pose, one))).toEqual([]);
      }),
    );
  });

  it('knows a turn by where it ends, however it is written', () => {
    fc.assert(
      fc.property(policies, fc.integer({ min: -360, max: 360 }), (pose, degrees) => {
        const turned = { ...augmentationGrid({ families: [], pose })[0], degrees };
        const again = { ...turned, degrees: degrees + 360 };
        expect(allowsPose(pose, turned)).toBe(allowsPose(pose, again));
      }),
    );
  });

  it.each<[PosePolicy, number[]]>([
    ['fixed', [0, 360]],
    ['small', [0, 15, 30, 45, 315, 330, 345, 360]],
    ['right-angles', [0, 90, 180, 270, 360]],
    ['free', Array.from({ length: 25 }, (_, i) => 15 * i)],
    [
      [30, -60],
      [0, 30, 300, 360],
    ],
  ])('of steps of 15°, pose %s: %j', (pose, allowed) => {
    const [turned] = augmentationGrid({ families: [], pose });
    const steps = Array.from({ length: 25 }, (_, i) => 15 * i);
    expect(steps.filter((degrees) => allowsPose(pose, { ...turned, degrees }))).toEqual(allowed);
  });
});

function namesOfGrid(family: AugmentationFamily, pose: PosePolicy): string[] {
  return augmentationGrid({ families: [family], pose }).map(({ name }) => name);
}

function namesOf(options: AugmentationOptions, seed = 5): string[] {
  return augmentationDraws(options, seededRandom(seed), 100).map(({ name }) => name);
}

/** A coloured slope without symmetry, away from 0 and 1. */
function picture(): PlanarImage {
  const bytes = Uint8Array.from({ length: 12 * 12 * 3 }, (_, i) => 60 + ((i * i * 7) % 131));
  return toPlanar(rgbImage(bytes, 12, 12));
}
