import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeOnRuntimes } from '../../../test/helpers/runtimes.ts';
import { createFeatureExtractor, type FeatureExtractor } from '../../features/feature-extractor.ts';
import { importStateDict } from '../../features/state-dict-import.ts';
import type { PatchFeatures } from '../../features/patch-features.ts';
import { type PlanarImage, toPlanar } from '../../image/planar.ts';
import { enroll } from '../../inspection/enrolment.ts';
import { Inspector } from '../../inspection/inspector.ts';
import type { Part } from '../../inspection/part.ts';
import { presetSettings } from '../../inspection/presets.ts';
import { readStateDict } from '../../weights/read-state-dict.ts';
import { renderPart } from '../../synthetic/render.ts';
import type { Method, PictureMaps, SupportMaps } from './method.ts';
import { fewgood } from './fewgood.ts';
import { siamese } from './siamese.ts';

const SIZE = 64;
const weights = new URL('../../../test/fixtures/nn/resnet18-width8.npz', import.meta.url);
const { model } = importStateDict('resnet18', readStateDict(readFileSync(weights), 'fixture'), {
  name: 'ResNet-18 of width 8',
  licence: 'Apache-2.0',
  provenance: 'random',
});
const pictures = [1, 2, 3, 4].map((seed) => ({
  name: `${seed}.png`,
  image: renderPart({ kind: 'washer', seed, size: SIZE }).image,
}));

describeOnRuntimes('bankMethod()', (runtime) => {
  let extractor: FeatureExtractor;
  beforeAll(async () => {
    const levels = ['layer2', 'layer3'];
    const options = { levels, neighbourhood: 1, join: 'apart' as const };
    extractor = await createFeatureExtractor(runtime, model, options);
  });
  afterAll(() => extractor.release());

  const quick = { augment: ['flip', 'brightness'] } as const;
  it.each([
    { entry: fewgood, preset: {}, fusion: 'unit-concat' },
    { entry: fewgood, preset: {}, fusion: 'mean' },
    { entry: siamese, preset: presetSettings('thesis'), fusion: 'max' },
    { entry: siamese, preset: presetSettings('thesis'), fusion: 'concat' },
  ] as const)('is what enrol and inspect do, $entry.name, $fusion', async (one) => {
    const { entry, preset, fusion } = one;
    const settings = { ...preset, ...quick, fusion, size: SIZE, seed: 5 };
    const part = await enroll(pictures.slice(0, 3), { runtime, model, settings });
    const inspector = await Inspector.create(part, { runtime, model });
    const expected = await inspector.score(pictures[3].image);
    await inspector.release();

    const method = entry.create({ ...quick, fusion });
    const support = await supportMaps(part, method);
    const fitted = await method.fit(support, { runtime, model: part.model, size: SIZE, seed: 5 });
    const result = await fitted.score(await mapsOfPicture(toPlanar(pictures[3].image)));
    await fitted.release();

    expect(result.score).toBe(expected.score);
    expect(result.map).toEqual(expected.map());
    expect(fitted.threshold).toBe(part.calibration.threshold);
  });

  async function supportMaps({ support }: Part, { augmentations }: Method) {
    const all: SupportMaps[] = [];
    for (const picture of support) {
      const variants = new Map<string, PictureMaps>();
      for (const { name, apply } of augmentations) {
        variants.set(name, await mapsOfPicture(apply(toPlanar(picture.image))));
      }
      all.push({ picture, variants });
    }
    return all;
  }

  async function mapsOfPicture(image: PlanarImage): Promise<PictureMaps> {
    const { levels } = await extractor.extract(image);
    return new Map(levels.map((patches, i) => [extractor.levels[i], toMap(patches)]));
  }
});

/** Back from a patch a row to a channel a plane. */
function toMap({ features: { data, rows, cols }, height, width }: PatchFeatures) {
  const planes = Float32Array.from(
    data,
    (_, at) => data[(at % rows) * cols + Math.floor(at / rows)],
  );
  return { data: planes, channels: cols, height, width };
}
