import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleDirections } from '../../test/helpers/learning-sample.ts';
import { describeOnRuntimes, nodeCpu } from '../../test/helpers/runtimes.ts';
import { createFeatureExtractor, type FeatureExtractor } from '../features/feature-extractor.ts';
import { augmentationGrid, type PosePolicy } from '../image/augmentation.ts';
import { toPlanar, toRgb } from '../image/planar.ts';
import { rotation, warpAffine } from '../image/warp.ts';
import { renderPart, type RenderOptions } from '../synthetic/index.ts';
import type { SupportFeatures } from './learning.ts';
import { findPose } from './pose.ts';
import { extractVariants } from './support-features.ts';

/** The plain picture, and every turn of 15°. */
const turns = augmentationGrid({ families: ['rotation'], pose: 'free' });

/**
 * Pictures of a part that looks alike after each n-th of a turn, lying at some angles: what they show
 * is a direction that turns n times as fast as they do.
 */
function partsAt(angles: readonly number[], n = 1): SupportFeatures[] {
  return angles.map((angle, k) => {
    const shown = turns.map(({ degrees = 0 }) => n * (angle + degrees));
    return sampleDirections(`${k}.png`, shown);
  });
}

describeOnRuntimes('findPose()', (runtime) => {
  it.each<[readonly number[], PosePolicy]>([
    [[0, 0], 'fixed'],
    [[30, 30, 30], 'fixed'],
    [[0, 0.1, -0.1], 'fixed'],
    [[0, 20], 'small'],
    [[0, 20, -30], 'small'],
    [[100, 60, 140], 'small'],
    [[0, 70], 'free'],
    [[0, 180], 'free'],
    [[0, 70, 200], 'free'],
    [[0, 0, 90], 'free'],
  ])('of parts at %j is %s', async (angles, policy) => {
    expect((await findPose(runtime, partsAt(angles), turns)).policy).toBe(policy);
  });

  it.each<[number, readonly number[], PosePolicy]>([
    [6, [0, 0, 0], 'fixed'],
    [6, [0, 60, 120], 'fixed'],
    [6, [0, 15, 35], 'free'],
    [4, [0, 20], 'free'],
    [3, [10, 40], 'free'],
    // Half a turn is no angle at which a policy more would reach.
    [2, [0, 20], 'small'],
  ])(
    'of parts that look alike after a %i-th of a turn, at %j, is %s',
    async (n, angles, policy) => {
      expect((await findPose(runtime, partsAt(angles, n), turns)).policy).toBe(policy);
    },
  );

  it.each<[readonly number[], number, RegExp]>([
    [[0, 0], 1, /^the pictures match best as they lie$/],
    [[0, 20], 1, /^parts are turned by up to 45°: .* \d+ % better when turned$/],
    [[0, 70], 1, /^parts lie at any angle: .* \d+ % better turned by more than 45°$/],
    [[0, 15, 35], 6, /^parts lie at any angle: .* the part looks alike turned by (60|120)°$/],
  ])('tells why: of parts at %j that repeat %i times a turn', async (angles, n, evidence) => {
    expect((await findPose(runtime, partsAt(angles, n), turns)).evidence).toMatch(evidence);
  });
});

describe('findPose() that cannot tell', () => {
  const runtime = nodeCpu.create(1);

  it('takes one picture to show a part that is turned a little', async () => {
    expect(await findPose(runtime, partsAt([70]), turns)).toEqual({
      policy: 'small',
      evidence: 'one picture cannot show at what angles parts lie',
    });
  });

  it('does not look where pictures are not turned', async () => {
    const plain = augmentationGrid({ families: ['flip', 'brightness'], pose: 'free' });
    const support = [0, 70].map((angle) => sampleDirections('', [angle, angle, angle, angle]));
    const { policy, evidence } = await findPose(runtime, support, plain);
    expect(policy).toBe('fixed');
    expect(evidence).toContain('rotation is not among');
  });

  it('does not take a mirror image for a turn', async () => {
    const augmentations = augmentationGrid({ families: ['rotation', 'mirror'], pose: 'free' });
    // Every mirror image is just what the other picture shows.
    const support = [0, 5].map((angle, k) => {
      const shown = augmentations.map(({ degrees = 0, isMirrored }) =>
        isMirrored ? 5 - angle : angle + degrees,
      );
      return sampleDirections(`${k}.png`, shown);
    });
    expect((await findPose(runtime, support, augmentations)).policy).toBe('fixed');
  });
});

describe('findPose() of drawn parts', () => {
  const runtime = nodeCpu.create(1);
  let extractor: FeatureExtractor;
  beforeAll(async () => {
    const model = readFileSync(new URL('../../models/fewgood-resnet18.onnx', import.meta.url));
    const options = { levels: ['layer3'], neighbourhood: 3, join: 'concat' } as const;
    extractor = await createFeatureExtractor(runtime, model, options);
  });
  afterAll(() => extractor.release());

  /** Three parts, each turned by one of the angles. */
  async function drawAt(
    angles: readonly number[],
    part: Pick<RenderOptions, 'kind' | 'pose'>,
  ): Promise<SupportFeatures[]> {
    const support: SupportFeatures[] = [];
    for (const [k, angle] of angles.entries()) {
      const { image } = renderPart({ ...part, seed: k + 1, size: 96 });
      const turned = toRgb(warpAffine(toPlanar(image), rotation(angle)));
      const variants = await extractVariants(extractor, turned, turns, () => undefined);
      support.push({ picture: { name: `${k}.png`, sha256: `${k}`, image: turned }, ...variants });
    }
    return support;
  }

  it.each<[readonly number[], PosePolicy]>([
    [[0, 0, 0], 'fixed'],
    [[0, 20, -30], 'small'],
    [[0, 70, 200], 'free'],
  ])('is, of brackets at %j, %s', async (angles, policy) => {
    const support = await drawAt(angles, { kind: 'bracket', pose: 'fixed' });
    expect((await findPose(runtime, support, turns)).policy).toBe(policy);
  });

  it('is free of washers, which hide how far they are turned', async () => {
    const support = await drawAt([0, 0, 0], { kind: 'washer', pose: 'free' });
    const { policy, evidence } = await findPose(runtime, support, turns);
    expect(policy).toBe('free');
    expect(evidence).toContain('the part looks alike turned by');
  });
});
