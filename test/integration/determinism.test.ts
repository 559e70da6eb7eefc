import { describe, expect, it } from 'vitest';
import { enroll } from '../../src/inspection/enrolment.ts';
import { Inspector } from '../../src/inspection/inspector.ts';
import { encodePart } from '../../src/inspection/part-file.ts';
import type { PartSettings } from '../../src/inspection/settings.ts';
import { encodePng } from '../../src/node/image/image-encoder.ts';
import type { Runtime } from '../../src/runtime.ts';
import { paintMap } from '../../src/page/colour-scale.ts';
import { drawParts, smallModel, striped } from '../helpers/small-part.ts';
import { describeOnRuntimes } from '../helpers/runtimes.ts';

const model = smallModel();
const good = drawParts({ count: 3 });

/** A part file, each time with a runtime and sessions of its own. */
async function partFile(runtime: Runtime, settings: Partial<PartSettings>): Promise<Uint8Array> {
  return encodePart(await enroll(good, { runtime, model, settings }));
}

/** What a part learned anew makes of a picture, in numbers and as a picture. */
async function judge(runtime: Runtime): Promise<object> {
  const part = await enroll(good, { runtime, model, settings: { augment: ['flip'] } });
  const inspector = await Inspector.create(part, { runtime, model });
  const inspection = await inspector.inspect(striped(good[0].image));
  await inspector.release();
  return { inspection, png: await encodePng(paintMap(inspection.map)) };
}

describeOnRuntimes(
  'enrolment',
  (_single, create) => {
    it.each<[string, Partial<PartSettings>]>([
      ['all default augmentations', {}],
      ['random draws', { draws: 3, augment: ['rotation', 'color', 'scaling'] }],
      ['a global coreset', { coreset: 'global', augment: [], pose: 'fixed' }],
      ['a bank a level', { fusion: 'max', augment: [], pose: 'free', storage: 'float16' }],
    ])('gives the same bytes: %s', async (_, settings) => {
      expect(await partFile(create(), settings)).toEqual(await partFile(create(), settings));
    });

    it('depends on the seed where something is drawn', async () => {
      const draws = { draws: 3, augment: ['rotation'] } as const;
      const [one, other] = await Promise.all(
        [1, 2].map((seed) =>
          enroll(good, { runtime: create(), model, settings: { ...draws, seed } }),
        ),
      );
      expect(one.banks[0].bank.data).not.toEqual(other.banks[0].bank.data);
    });
  },
  { isHeavy: true },
);

describeOnRuntimes('inspection', (_single, create) => {
  it('gives the same numbers and pixels with a part learned again', async () => {
    expect(await judge(create())).toEqual(await judge(create()));
  });
});

describe('drawn parts', () => {
  it('are the same pixels for the same seed', () => {
    expect(drawParts({ seed: 5 })).toEqual(drawParts({ seed: 5 }));
    expect(drawParts({ seed: 5 })).not.toEqual(drawParts({ seed: 6 }));
  });
});
