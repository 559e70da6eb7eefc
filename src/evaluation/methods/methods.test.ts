import { describe, expect, it } from 'vitest';
import { type MethodMaps, readMethodMaps } from '../../../test/helpers/method-maps.ts';
import { describeOnRuntimes } from '../../../test/helpers/runtimes.ts';
import { ArgumentRangeError } from '../../errors.ts';
import { identity } from '../../image/augmentation.ts';
import type { Method, PictureMaps } from './method.ts';
import { createMethod, methodNames } from './methods.ts';
import { padim } from './padim.ts';
import { siamese } from './siamese.ts';

/** The augmentations that the fixture has. */
const sample = {
  augment: ['rotation', 'translation', 'flip', 'grayscale'],
  pose: 'small',
  bankAngles: 'of-pose',
} as const;

for (const name of methodNames) {
  const isPart = name === 'siamese' || name === 'fewgood';
  const method = createMethod(name, isPart ? sample : {});

  describeOnRuntimes(name, (runtime) => {
    const maps = readMethodMaps(runtime);
    const { support, context } = maps;

    it('goes by its name, has a source and plain options', () => {
      expect(method.name).toBe(name);
      expect(method.source).toMatch(/arXiv:\d{4}\.\d{5}|2024/);
      expect(JSON.parse(JSON.stringify(method.options))).toEqual(method.options);
    });

    it('learns from the plain picture first, each augmentation once', () => {
      expect(method.augmentations[0].name).toBe(identity.name);
      const names = method.augmentations.map((augmentation) => augmentation.name);
      expect(new Set(names).size).toBe(names.length);
    });

    it('gives the same again', async () => {
      expect(await scoreAll(method, maps)).toEqual(await scoreAll(method, maps));
    });

    it('maps the whole square, the picture that differs more scoring higher', async () => {
      const [near, far] = await scoreAll(method, maps);
      expect(near.map).toHaveLength(context.size ** 2);
      expect(far.score).toBeGreaterThan(near.score);
    });

    it('learns from a single picture', async () => {
      const [{ score, map }] = await scoreAll(method, { ...maps, support: support.slice(0, 1) });
      expect(Number.isFinite(score)).toBe(true);
      expect(map.every(Number.isFinite)).toBe(true);
    });

    it('tells what it misses', async () => {
      const plain = support.map(({ picture, variants }) => {
        const { name: first } = method.augmentations[0];
        const firstMaps: PictureMaps = variants.get(first) ?? new Map();
        const fine = new Map([...firstMaps].filter(([level]) => level === 'fine'));
        return { picture, variants: new Map([[first, fine]]) };
      });
      await expect(method.fit(plain, context)).rejects.toThrow(ArgumentRangeError);
    });
  });
}

describeOnRuntimes('siamese()', (runtime) => {
  const maps = readMethodMaps(runtime);
  const { support, context } = maps;
  it('has a threshold, but not from a single picture without copies', async () => {
    const fits = [
      await siamese.create(sample).fit(support, context),
      await siamese.create(sample).fit(support.slice(0, 1), context),
      await siamese.create({ ...sample, augment: [] }).fit(support.slice(0, 1), context),
    ];
    for (const fit of fits) await fit.release();
    const [several, single, plain] = fits.map(({ threshold }) => threshold);
    expect(several).toBeGreaterThan(0);
    expect(single).toBeGreaterThan(0);
    expect(plain).toMatch(/single/);
  });

  it('takes the levels that it is told', async () => {
    const method = siamese.create({ ...sample, levels: ['coarse'] });
    expect(method.levels(context.model)).toEqual(['coarse']);
    const [score] = await scoreAll(method, maps);
    expect(score).not.toEqual((await scoreAll(siamese.create(sample), maps))[0]);
  });
});

describeOnRuntimes('padim()', (runtime) => {
  const maps = readMethodMaps(runtime);
  it('draws its channels by the seed', async () => {
    const method = padim.create({ channels: 4 });
    const [first] = await scoreAll(method, maps);
    const fitted = await method.fit(maps.support, { ...maps.context, seed: 1 });
    const other = await fitted.score(maps.tests[0]);
    await fitted.release();
    expect(other.score).not.toBe(first.score);
  });
});

describe('createMethod()', () => {
  it('names the methods when it knows none such', () => {
    expect(() => createMethod('toString')).toThrow(/siamese, patchcore, padim/);
  });
});

async function scoreAll(method: Method, { support, tests, context }: MethodMaps) {
  const fitted = await method.fit(support, context);
  const scored = [];
  for (const picture of tests) {
    const { score, map } = await fitted.score(picture);
    scored.push({ score, map });
  }
  await fitted.release();
  return scored;
}
