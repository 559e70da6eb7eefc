import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rgbImage } from '../../src/image/rgb-image.ts';
import { enroll } from '../../src/inspection/enrolment.ts';
import type { EnrolmentOptions } from '../../src/inspection/enrolment-options.ts';
import type { EnrolmentWarning } from '../../src/inspection/enrolment-warning.ts';
import type { Part } from '../../src/inspection/part.ts';
import type { NamedImage } from '../../src/inspection/support-pictures.ts';
import { readImage } from '../../src/node/image/image-decoder.ts';
import { findModel } from '../../src/node/runtime/model-lookup.ts';
import { seededRandom } from '../../src/random.ts';
import { dataPath } from '../../studies/data-folders.ts';
import { needsOf } from '../helpers/shared-data.ts';
import { drawParts } from '../helpers/small-part.ts';
import { nodeCpu } from '../helpers/runtimes.ts';

/** Parts in the middle of an even ground. */
const parts = drawParts({ count: 2, size: 224 });

/** Grain that fills the picture. */
const surfaces = [1, 2].map((seed): NamedImage => {
  const random = seededRandom(seed);
  const data = Uint8Array.from({ length: 224 * 224 * 3 }, () => 128 + 40 * random.normal());
  return { name: `${seed}.png`, image: rgbImage(data, 224, 224) };
});

const { bytes: model } = await findModel();

async function learn(
  pictures: readonly NamedImage[],
  settings: EnrolmentOptions['settings'] = {},
  options: Partial<EnrolmentOptions> = {},
): Promise<Part> {
  const quick = { augment: [], pose: 'fixed', ...settings } as const;
  return enroll(pictures, { runtime: nodeCpu.create(1), model, settings: quick, ...options });
}

it('learns parts on a background at more pixels', async () => {
  const totals: number[] = [];
  const onEstimate = ({ total }: { total: number }): void => void totals.push(total);
  const part = await learn(parts, {}, { onEstimate });
  expect(part.settings).toMatchObject({ size: 320, enlarge: 'outlined' });
  expect(part.support.map(({ image }) => image.width)).toEqual([320, 320]);
  const usual = await learn(parts, { enlarge: 'none' }, { onEstimate });
  expect(usual.settings.size).toBe(224);
  expect(totals).toHaveLength(2);
  expect(totals[0]).toBeGreaterThan(totals[1]);
});

it("learns surfaces, one picture alone, and at a named size as the model's size or the name says", async () => {
  expect((await learn(surfaces)).settings.size).toBe(224);
  expect((await learn(parts.slice(0, 1))).settings.size).toBe(224);
  expect((await learn(parts, { size: 224 })).settings.size).toBe(224);
});

describe('hazelnuts of which half of one is as like the others at 320 pixels', () => {
  const folder = dataPath('permissive/hazelnut_toy/train/good');
  const needs = needsOf(folder);
  it.skipIf(needs.areMissing)(
    `are learned at 224, where it is noticed${needs.note}`,
    async () => {
      const pictures = await Promise.all(
        ['20', '18', '02', '09'].map(async (name) => ({
          name,
          image: await readImage(join(folder, `${name}.jpg`)),
        })),
      );
      const codes: string[] = [];
      const onWarning = ({ code }: EnrolmentWarning): void => void codes.push(code);
      const runtime = nodeCpu.create(2);
      const settings = { pose: 'fixed', bankAngles: 'of-pose' } as const;
      const options = { runtime, model, onWarning };
      const part = await enroll(pictures, { ...options, settings });
      expect(part.settings).toMatchObject({ size: 224, enlarge: 'outlined' });
      expect(codes).not.toContain('presence-unseen');
      const large = await enroll(pictures, { ...options, settings: { ...settings, size: 320 } });
      expect(large.settings.size).toBe(320);
      expect(codes).toContain('presence-unseen');
    },
    120_000,
  );
});
