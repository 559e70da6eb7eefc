import { expect, it } from 'vitest';
import { rgbImage } from '../../src/image/rgb-image.ts';
import { enroll, type EnrolmentOptions } from '../../src/inspection/enrolment.ts';
import type { Part } from '../../src/inspection/part.ts';
import type { NamedImage } from '../../src/inspection/support-pictures.ts';
import { findModel } from '../../src/node/runtime/model-lookup.ts';
import { seededRandom } from '../../src/random.ts';
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
