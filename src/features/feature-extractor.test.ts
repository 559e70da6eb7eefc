import { expect, it } from 'vitest';
import { describeOnRuntimes } from '../../test/helpers/runtimes.ts';
import { smallModel } from '../../test/helpers/small-part.ts';
import type { PlanarImage } from '../image/planar.ts';
import { seededRandom } from '../random.ts';
import { createFeatureExtractor, type FeatureExtractor } from './feature-extractor.ts';

describeOnRuntimes('createFeatureExtractor()', (runtime) => {
  const levels = ['layer2', 'layer3'];
  const create = (join: 'unit-concat' | 'apart'): Promise<FeatureExtractor> =>
    createFeatureExtractor(runtime, smallModel(), { levels, neighbourhood: 1, join });

  it.each(['unit-concat', 'apart'] as const)('writes %s into arrays there are', async (join) => {
    const extractor = await create(join);
    const [first, second] = [randomPicture(1, 64), randomPicture(2, 64)];
    const expected = await extractor.extract(second);
    const room = await extractor.extract(first);
    expect(room).not.toEqual(expected);
    expect(await extractor.extract(second, room)).toBe(room);
    expect(room).toEqual(expected);
    await extractor.release();
  });

  it('keeps pictures apart that overlap, and sizes that differ', async () => {
    const extractor = await create('unit-concat');
    const pictures = [64, 96, 64, 64].map((size, seed) => randomPicture(seed, size));
    const alone = [];
    for (const picture of pictures) {
      const fresh = await create('unit-concat');
      alone.push(await fresh.extract(picture));
      await fresh.release();
    }
    const extractAll = (): Promise<unknown> =>
      Promise.all(pictures.map((picture) => extractor.extract(picture)));
    expect(await extractAll()).toEqual(alone);
    expect(await extractAll()).toEqual(alone);
    await extractor.release();
  });
});

function randomPicture(seed: number, size: number): PlanarImage {
  const random = seededRandom(seed);
  const data = Float32Array.from({ length: 3 * size * size }, () => random.uniform());
  return { data, width: size, height: size };
}
