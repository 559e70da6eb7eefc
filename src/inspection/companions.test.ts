/** Parts of several models, from enrolment to verdict. */
import { beforeAll, expect, it } from 'vitest';
import { describeOnRuntimes } from '../../test/helpers/runtimes.ts';
import { drawParts, otherModel, smallModel, striped } from '../../test/helpers/small-part.ts';
import { ArgumentRangeError, PartError } from '../errors.ts';
import { CALIBRATION, REVERSE } from '../hyperparameters.ts';
import { resizeBilinear, resizePlane } from '../image/resize.ts';
import type { RgbImage } from '../image/rgb-image.ts';
import { thumbnailOf } from '../image/thumbnail.ts';
import type { Runtime } from '../runtime.ts';
import { calibratePart, scoreConfirmed } from './calibrate-part.ts';
import type { EnrolmentWarning } from './enrolment-warning.ts';
import { enroll } from './enrolment.ts';
import type { EnrolmentOptions, EnrolmentProgress } from './enrolment-options.ts';
import { Inspector, type ScoredPicture } from './inspector.ts';
import type { MemoryEstimate } from './memory-estimate.ts';
import { decodePart, encodePart } from './part-file.ts';
import { isLearnedAlike } from './learned-alike.ts';
import type { Part } from './part.ts';
import type { PictureScore } from './picture-scorer.ts';
import { DEFAULT_SETTINGS } from './settings.ts';

const [model, other] = [smallModel(), otherModel()];
const [next, ...pictures] = drawParts({ count: 4 });
const settings = { augment: ['brightness'], pose: 'fixed', seed: 3, topShare: 0.1 } as const;

const steps: EnrolmentProgress[] = [];
const estimates: MemoryEstimate[] = [];
const onEstimate = (estimate: MemoryEstimate): void => void estimates.push(estimate);

interface Models {
  readonly model: Uint8Array;
  readonly companions?: readonly Uint8Array[];
}

function learn(runtime: Runtime, options: Partial<EnrolmentOptions> = {}): Promise<Part> {
  return enroll(pictures, { runtime, model, companions: [other], settings, ...options });
}

/** The part, and each of its models by itself, under the settings that it has there. */
async function learnAll(runtime: Runtime): Promise<readonly [Part, Part, Part]> {
  const part = await learn(runtime, { onEstimate, onProgress: (step) => steps.push(step) });
  const alone = { companions: [], onEstimate };
  const ofCompanion = { model: other, settings: part.companions[0].settings };
  return [part, await learn(runtime, alone), await learn(runtime, { ...alone, ...ofCompanion })];
}

async function scoreWith(
  part: Part,
  image: RgbImage,
  options: Models & { readonly runtime: Runtime },
): Promise<ScoredPicture> {
  const inspector = await Inspector.create(part, options);
  try {
    return await inspector.score(image);
  } finally {
    await inspector.release();
  }
}

const lackOf = ({ missing }: PictureScore) => [missing?.ratio, missing?.map()];

describeOnRuntimes('a part of several models', (runtime) => {
  let [part, one, two]: Part[] = [];
  beforeAll(async () => {
    steps.length = 0;
    estimates.length = 0;
    [part, one, two] = await learnAll(runtime);
  });

  it('knows with each model what it would alone', () => {
    expect(part.banks).toEqual(one.banks);
    expect(part.companions[0].banks).toEqual(two.banks);
    expect(part.companions[0].copies).toEqual(two.copies);
    expect(part.reverse).toEqual(one.reverse);
    // Whether the part is there is not for a companion to say.
    const { margin } = REVERSE;
    expect(part.companions[0].reverse).toEqual({ ...two.reverse, margin });
    expect([one, two].map(({ scale, companions }) => [scale, companions])).toEqual([
      [1, []],
      [1, []],
    ]);
  });

  it('divides by the median score of plain pictures', () => {
    const medians = [one, two].map(({ calibration: { leaveOneOut } }) => {
      const plain = leaveOneOut.filter(({ name }) => name.endsWith('(identity)'));
      return plain.map(({ score }) => score).toSorted((a, b) => a - b)[1];
    });
    expect([part.scale, part.companions[0].scale]).toEqual(medians);
  });

  it('scores by the mean of the scaled scores, and maps likewise', async () => {
    const [a, b] = [part.scale, part.companions[0].scale];
    for (const image of [next.image, striped(next.image)]) {
      const joined = await scoreWith(part, image, { runtime, model, companions: [other] });
      const first = await scoreWith(one, image, { runtime, model });
      const second = await scoreWith(two, image, { runtime, model: other });
      expect(joined.score).toBeCloseTo((first.score / a + second.score / b) / 2, 12);
      expect(lackOf(joined)).toEqual(lackOf(first));
      const [small, large] = [64, 96].map((side) => ({ width: side, height: side }));
      const resized = resizePlane(second.map(), large, small);
      const mean = first.map().map((value, i) => (value / a + resized[i] / b) / 2);
      for (const [i, value] of joined.map().entries()) expect(value).toBeCloseTo(mean[i], 5);
      const view = first.score / a >= second.score / b ? 0 : 1;
      expect(joined).toMatchObject({ view, hottest: [first, second][view].hottest });
    }
  });

  it('leaves pictures out of all models alike, and finds its threshold by the joined scores', () => {
    const [a, b] = [part.scale, part.companions[0].scale];
    const { leaveOneOut, threshold } = part.calibration;
    expect(leaveOneOut.map(({ name }) => name)).toEqual(
      one.calibration.leaveOneOut.map(({ name }) => name),
    );
    for (const [i, { score }] of leaveOneOut.entries()) {
      const scores = [one, two].map(({ calibration }) => calibration.leaveOneOut[i].score);
      expect(score).toBeCloseTo((scores[0] / a + scores[1] / b) / 2, 12);
    }
    const hashes = [...new Set(leaveOneOut.map(({ sha256 }) => sha256))];
    const largest = hashes.map((hash) =>
      Math.max(...leaveOneOut.filter(({ sha256 }) => sha256 === hash).map(({ score }) => score)),
    );
    const mean = largest.reduce((sum, score) => sum + score, 0) / hashes.length;
    expect(threshold).toBeCloseTo(mean * CALIBRATION.margin, 12);
  });
});

describeOnRuntimes('a part of several models at work', (runtime) => {
  let [part, one]: Part[] = [];
  beforeAll(async () => {
    steps.length = 0;
    estimates.length = 0;
    [part, one] = await learnAll(runtime);
  });

  it("has the user's settings, where the companion says nothing", () => {
    const [companion] = part.companions;
    const own = { size: 96, levels: ['layer1', 'layer2'], metric: 'cosine' } as const;
    expect(companion.settings).toEqual({ ...DEFAULT_SETTINGS, ...settings, ...own });
    expect(part.settings).toMatchObject({ size: 64, metric: 'euclidean', ...settings });
    expect(companion.augmentations).toEqual(part.augmentations);
    expect([part.model.name, companion.model.name]).toEqual(['small', 'other']);
  });

  it('judges, and says whose the hottest patch is, in pixels of the first model', async () => {
    const inspector = await Inspector.create(part, { runtime, model: other, companions: [model] });
    const failed = await inspector.inspect(striped(next.image));
    await inspector.release();
    expect(['small', 'other']).toContain(failed.hottest.model);
    expect(failed.map).toMatchObject({ width: 96, height: 96 });
    const { box } = failed.hottest.nearest;
    expect(box.x + box.width).toBeLessThanOrEqual(64);
    expect(box.y + box.height).toBeLessThanOrEqual(64);
  });

  it('goes through all stages with each model, and estimates the memory of all', () => {
    expect([...new Set(steps.map((step) => `${step.model} ${step.stage}`))]).toEqual(
      ['small', 'other'].flatMap((name) =>
        ['features', 'coreset', 'leave-one-out'].map((stage) => `${name} ${stage}`),
      ),
    );
    const [both, first, second] = estimates;
    expect(both.features).toBe(Math.max(first.features, second.features));
    expect(both.banks).toBe(first.banks + second.banks);
    expect(both.fixed).toBeGreaterThan(Math.max(first.fixed, second.fixed));
    expect(both.total).toBe(both.features + both.banks + both.pictures + both.fixed);
  });

  it('comes back from its file as it was, and scores as it did', async () => {
    const loaded = decodePart(encodePart(part), 'both.part');
    expect(loaded).toEqual(part);
    const models = { runtime, model, companions: [other] };
    const before = await scoreWith(part, next.image, models);
    expect((await scoreWith(loaded, next.image, models)).score).toBe(before.score);
  });

  it('tests itself by the joined score', async () => {
    const [first, ...rest] = part.selfTest;
    expect(first.score).not.toBeCloseTo(one.selfTest[0].score, 6);
    const wrong = { ...part, selfTest: [{ ...first, score: first.score * 1.01 }, ...rest] };
    const work = Inspector.create(wrong, { runtime, model, companions: [other] });
    await expect(work).rejects.toThrow('its self-test scores');
  });
});

describeOnRuntimes('pictures of a part of several models', (runtime) => {
  const quick = { augment: [], pose: 'fixed' } as const;

  it('are looked at, and compared with each other, as the first model sees them', async () => {
    const warnings: EnrolmentWarning[] = [];
    const copy = { name: 'copy.png', image: resizeBilinear(pictures[0].image, 100, 100) };
    const options = { runtime, model, settings: quick };
    const work = { ...options, onWarning: (warning: EnrolmentWarning) => warnings.push(warning) };
    const part = await enroll([...pictures, copy], { ...work, companions: [other] });
    expect(warnings.map(({ code }) => code)).toEqual(['near-copy', 'sizes']);
    expect(part.calibration.pictures).toBe(3);
    const one = await enroll([...pictures, copy], options);
    expect(part.support).toEqual(one.support);

    const dark = { ...next.image, data: next.image.data.map((value) => value * 0.2) };
    const all = { runtime, model: other, companions: [model] };
    const scored = await scoreWith(part, dark, all);
    const { appearance, reasons, square, frame } = await scoreWith(one, dark, options);
    expect(scored).toMatchObject({ appearance, reasons, square, frame });
    expect(reasons.map(({ code }) => code)).toEqual(['too-dark']);
  });

  it('are confirmed with all that is known of them', async () => {
    const part = await learn(runtime, { settings: quick });
    const inspector = await Inspector.create(part, { runtime, model, companions: [other] });
    const candidate = await scoreConfirmed(inspector, next);
    const known = await scoreConfirmed(inspector, pictures[0]);
    const scored = await inspector.score(next.image);
    await inspector.release();
    expect(candidate).toMatchObject({
      score: scored.score,
      appearance: scored.appearance,
      missing: { ratio: scored.missing?.ratio },
      thumbnail: thumbnailOf(scored.square),
    });
    const { part: calibrated, repeated } = calibratePart(part, [candidate, known], {
      accept: true,
    });
    expect(repeated.map(({ is }) => is)).toEqual(['same']);
    expect(decodePart(encodePart(calibrated), 'both.part')).toEqual(calibrated);
    expect(isLearnedAlike(part, calibrated)).toBe(true);
  });
});

describeOnRuntimes('models of a part of several', (runtime) => {
  const quick = { augment: [], pose: 'fixed' } as const;
  const learnQuickly = (options: Partial<EnrolmentOptions> = {}): Promise<Part> =>
    learn(runtime, { settings: quick, ...options });

  it('are each wanted, by hash, and no other', async () => {
    const part = await learnQuickly();
    const open = (models: Models): Promise<Inspector> =>
      Inspector.create(part, { runtime, name: 'both.part', ...models });
    await expect(open({ model })).rejects.toThrow(PartError);
    await expect(open({ model })).rejects.toThrow(
      /the part both\.part: the model at hand is small \([0-9a-f]{12}…\): expected also other \(/,
    );
    await expect(open({ model, companions: [otherModel('changed')] })).rejects.toThrow(
      /at hand is small .* and changed .*: expected also other/,
    );
    const more = [other, otherModel('more')];
    await expect(open({ model, companions: more })).rejects.toThrow(/expected only small .* and/);
  });

  it('differ', async () => {
    const twice = learnQuickly({ companions: [other, other] });
    await expect(twice).rejects.toThrow(ArgumentRangeError);
    await expect(learnQuickly({ companions: [model] })).rejects.toThrow(
      'companions = small: expected',
    );
  });

  it('share the pose that the first one finds', async () => {
    const part = await learnQuickly({ settings: { augment: ['rotation'] } });
    const [companion] = part.companions;
    expect(part.pose?.policy).toBe(part.settings.pose);
    expect(companion.settings.pose).toBe(part.settings.pose);
    expect(companion.augmentations).toEqual(part.augmentations);
    expect(companion.copies?.posed).toEqual(part.copies?.posed);
  });
});
