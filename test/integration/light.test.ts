/** A part that corrects light: other light is forgiven, what is wrong still fails, and the part says how. */
import { describe, expect, it } from 'vitest';
import type { LightRequest } from '../../src/image/light.ts';
import { cornersOf, type LookArea } from '../../src/image/look-area.ts';
import { type RgbImage, rgbImage } from '../../src/image/rgb-image.ts';
import { Inspector } from '../../src/inspection/inspector.ts';
import { lookElsewhere } from '../../src/inspection/look-elsewhere.ts';
import { decodePart, encodePart } from '../../src/inspection/part-file.ts';
import type { Part } from '../../src/inspection/part.ts';
import type { Runtime } from '../../src/runtime.ts';
import { withHeader, refusal } from '../helpers/part-file-sample.ts';
import { describeOnRuntimes } from '../helpers/runtimes.ts';
import { drawParts, otherModel, smallModel, smallPart, striped } from '../helpers/small-part.ts';

const SETTINGS = {
  augment: ['rotation'],
  pose: 'fixed',
  retrieve: 8,
  appearance: 'check',
} as const;
const GOOD = drawParts({ count: 3 });
const [{ image: next }] = drawParts({ seed: 9, count: 1 });

async function learn(
  runtime: Runtime,
  light?: LightRequest,
  others: { companions?: readonly Uint8Array[]; lookArea?: LookArea } = {},
): Promise<Part> {
  return smallPart(GOOD, { runtime, settings: SETTINGS, light, ...others });
}

async function inspectorOf(part: Part, runtime: Runtime): Promise<Inspector> {
  const companions = part.companions.map(() => otherModel());
  return Inspector.create(part, { runtime, model: smallModel(), companions });
}

/** The picture with other levels, by channel and by where across it a pixel lies. */
function under(image: RgbImage, factor: (channel: number, u: number) => number): RgbImage {
  const data = image.data.map((level, i) => {
    const u = (Math.floor(i / 3) % image.width) / image.width;
    return Math.min(Math.round(level * factor(i % 3, u)), 255);
  });
  return { ...image, data };
}

const dark = under(next, () => 0.45);
const warm = under(next, (channel) => [1, 0.7, 0.35][channel]);

describeOnRuntimes('an inspector of a part that corrects light', (_single, create) => {
  const runtime = create(1);

  it('scores a picture under other light as it scores it plain', async () => {
    for (const method of ['grey-world', 'even'] as const) {
      const plain = await inspectorOf(await learn(runtime), runtime);
      const corrected = await inspectorOf(await learn(runtime, { method }), runtime);
      for (const other of [dark, warm]) {
        const apart = async (inspector: Inspector): Promise<number> => {
          const [one, two] = [await inspector.score(next), await inspector.score(other)];
          return Math.abs(two.score / one.score - 1);
        };
        expect(await apart(corrected)).toBeLessThan((await apart(plain)) / 2);
      }
      await plain.release();
      await corrected.release();
    }
  });

  it('takes no light for a fault that it forgives, and any other for one', async () => {
    const reasonsOf = async (part: Part, image: RgbImage): Promise<string[]> => {
      const inspector = await inspectorOf(part, runtime);
      const { reasons } = await inspector.score(image);
      await inspector.release();
      return reasons.map(({ code }) => code);
    };
    const [plain, corrected] = [
      await learn(runtime),
      await learn(runtime, { method: 'grey-world' }),
    ];
    expect(await reasonsOf(plain, warm)).toContain('colour-cast');
    expect(await reasonsOf(corrected, warm)).toEqual([]);
    const black = under(next, () => 0.02);
    expect(await reasonsOf(corrected, black)).toContain('too-dark');
    // Brought to the light of good pictures, what was clipped stays lost.
    const white = under(next, () => 40);
    expect(await reasonsOf(corrected, white)).toContain('overexposed');
  });

  it('still sees what is wrong', async () => {
    const inspector = await inspectorOf(await learn(runtime, { method: 'even' }), runtime);
    const good = await inspector.score(dark);
    const bad = await inspector.score(under(striped(next), () => 0.45));
    expect(bad.score).toBeGreaterThan(good.score);
    await inspector.release();
  });
});

describeOnRuntimes('a part that corrects light', (_single, create) => {
  const runtime = create(1);
  const flat = under(rgbImage(new Uint8Array(96 * 96 * 3).fill(200), 96, 96), (_, u) => 1 - u / 2);

  it.each<[string, LightRequest]>([
    ['grey-world', { method: 'grey-world' }],
    ['even, behind a flat field', { method: 'even', flat }],
    ['a flat field alone', { flat }],
  ])('is the same part once it was saved: %s', async (_, light) => {
    const lookArea = {
      include: cornersOf({ x: 0.1, y: 0, width: 0.9, height: 1 }),
      ignore: [],
      mask: null,
    };
    const part = await learn(runtime, light, { companions: [otherModel()], lookArea });
    const saved = decodePart(encodePart(part), 'saved.part');
    expect(saved.light).toEqual(part.light);
    expect(saved.light?.change.method).toBe(light.method ?? 'none');
    expect(encodePart(saved)).toEqual(encodePart(part));
    // Runs the self-test.
    const [one, two] = [await inspectorOf(saved, runtime), await inspectorOf(part, runtime)];
    expect((await one.score(warm)).score).toBe((await two.score(warm)).score);
    await one.release();
    await two.release();
  });

  it('keeps its good pictures as the model sees them', async () => {
    const [plain, part] = [await learn(runtime), await learn(runtime, { flat })];
    expect(part.support[0].image.data).not.toEqual(plain.support[0].image.data);
    const inspector = await inspectorOf(part, runtime);
    const { square, uncorrected } = await inspector.score(GOOD[0].image);
    expect(square.data).toEqual(part.support[0].image.data);
    expect(uncorrected.data).toEqual(plain.support[0].image.data);
    await inspector.release();
  });

  it('goes on correcting where it looks at less', async () => {
    const part = await learn(runtime, { method: 'grey-world' });
    const ignore = [cornersOf({ x: 0, y: 0, width: 0.4, height: 1 })];
    const lookArea = { include: null, ignore, mask: null };
    const narrowed = await lookElsewhere(part, lookArea, { runtime, model: smallModel() });
    expect(narrowed.light?.change.method).toBe('grey-world');
    expect(narrowed.light).not.toEqual(part.light);
    expect(narrowed.support[0].appearance?.clipped).toBe(part.support[0].appearance?.clipped);
    const inspector = await inspectorOf(narrowed, runtime);
    const [one, two] = [await inspector.score(next), await inspector.score(dark)];
    expect(two.reasons).toEqual([]);
    expect(Math.abs(two.score / one.score - 1)).toBeLessThan(0.5);
    await inspector.release();
  });

  it('refuses what its pictures do not allow', async () => {
    const flatter = rgbImage(new Uint8Array(96 * 48 * 3).fill(200), 96, 48);
    const learning = learn(runtime, { flat: flatter });
    await expect(learning).rejects.toMatchObject({ code: 'ARGUMENT_RANGE', options: ['flat'] });
  });
});

describe('a part that takes light as it is', () => {
  it('says nothing of light in its file', async () => {
    const bytes = encodePart(await smallPart(drawParts({ count: 2 })));
    const header = new TextDecoder().decode(bytes.subarray(0, 20_000));
    expect(header).not.toContain('"light":{');
  });

  it.each([
    ['a correction that none is', { change: { method: 'glow' }, flat: null }, 'at light.change'],
    [
      'a weight that is none',
      { change: { method: 'invariant', alpha: 2 }, flat: null },
      'at light.change.alpha',
    ],
    [
      'a flat field that is not there',
      { change: { method: 'none' }, flat: { width: 64, height: 64 } },
      'its array light/flat is missing',
    ],
  ])('is damaged with %s', (_, light, fault) => {
    expect(refusal(withHeader({ light })).message).toContain(fault);
  });
});
