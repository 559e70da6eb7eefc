import {
  calibratePart,
  CancelledError,
  decodePart,
  encodePart,
  enroll,
  type EnrolmentProgress,
  Inspector,
  MemoryCeilingError,
  type MemoryEstimate,
  overlayPicture,
  type Part,
  scoreConfirmed,
  SupportSetError,
} from 'fewgood';
import { beforeAll, expect, it } from 'vitest';
import { drawParts, smallModel, striped } from '../helpers/small-part.ts';
import { describeOnRuntimes } from '../helpers/runtimes.ts';

const model = smallModel();
const good = drawParts();
const settings = {
  augment: ['brightness', 'translation'],
  pose: 'fixed',
  // Sixteen patches of random features do not tell what is missing.
  reverse: 0,
  presence: 'none',
} as const;
const [next] = drawParts({ seed: 2, count: 1 });

describeOnRuntimes('enroll()', (runtime) => {
  it('tells its memory, then each stage to its end', async () => {
    const estimates: MemoryEstimate[] = [];
    const reports: EnrolmentProgress[] = [];
    await enroll(good, {
      runtime,
      model,
      settings,
      onEstimate: (estimate) => {
        expect(reports).toEqual([]);
        estimates.push(estimate);
      },
      onProgress: (progress) => reports.push(progress),
    });
    expect(estimates).toHaveLength(1);
    expect([...new Set(reports.map(({ stage }) => stage))]).toEqual([
      'features',
      'coreset',
      'leave-one-out',
    ]);
    for (const stage of ['features', 'coreset', 'leave-one-out']) {
      const ofStage = reports.filter((progress) => progress.stage === stage);
      const { done, total } = ofStage.at(-1) ?? {};
      expect([stage, done]).toEqual([stage, total]);
      // Rows of the bank are chosen copy by copy, all else is done one by one.
      const step = ofStage[0].done;
      expect(ofStage.map((p) => p.done)).toEqual(ofStage.map((_, i) => (i + 1) * step));
      expect(step === 1).toBe(stage !== 'coreset');
    }
  });

  it('ends at the next step when its signal says so, at any stage', async () => {
    for (const stage of ['features', 'coreset', 'leave-one-out']) {
      const stop = new AbortController();
      const work = enroll(good, {
        runtime,
        model,
        settings,
        signal: stop.signal,
        onProgress: (progress) => {
          if (progress.stage === stage) stop.abort();
        },
      });
      await expect(work).rejects.toThrow(CancelledError);
      await expect(work).rejects.toThrow(stage);
    }
  });

  it('refuses more memory than allowed, no picture, and a picture twice', async () => {
    const limited = enroll(good, { runtime, model, settings, memoryLimit: 2 ** 20 });
    await expect(limited).rejects.toThrow(MemoryCeilingError);
    await expect(enroll([], { runtime, model })).rejects.toThrow('at least one picture');
    const twice = [good[0], { ...good[0], name: 'copy.png' }];
    await expect(enroll(twice, { runtime, model })).rejects.toThrow(SupportSetError);
  });
});

describeOnRuntimes('Inspector', (runtime) => {
  let part: Part;
  beforeAll(async () => {
    part = await enroll(good, { runtime, model, settings });
  });

  it('judges pictures of any size, with a map of theirs, above 1 where the defect is', async () => {
    const inspector = await Inspector.create(part, { runtime, model });
    const [large] = drawParts({ seed: 2, count: 1, size: 200 });
    const fine = await inspector.inspect(large.image);
    expect([fine.map.width, fine.map.height, fine.map.data.length]).toEqual([200, 200, 40_000]);
    expect(fine.verdict).toBe('pass');
    expect(fine.regions).toEqual([]);
    const flawed = await inspector.inspect(striped(next.image));
    expect(flawed.verdict).toBe('fail');
    expect(flawed.ratio).toBe(flawed.score / (part.calibration.threshold ?? NaN));
    expect(flawed.map.data[24 * 96 + 24]).toBeGreaterThan(1);
    expect(flawed.map.data[90 * 96 + 90]).toBeLessThan(1);
    expect(overlayPicture(next.image, flawed)).toMatchObject({ width: 96, height: 96 });
    await inspector.release();
  });

  it('keeps nothing from one picture to the next', async () => {
    const inspector = await Inspector.create(part, { runtime, model });
    const first = await inspector.inspect(next.image);
    await inspector.inspect(striped(next.image));
    expect(await inspector.inspect(next.image)).toEqual(first);
    await inspector.release();
  });

  it('judges pictures that are asked for at once as it does one by one', async () => {
    const inspector = await Inspector.create(part, { runtime, model });
    const pictures = [...good.map(({ image }) => image), striped(next.image)];
    const atOnce = await Promise.all(pictures.map((picture) => inspector.inspect(picture)));
    for (const [i, picture] of pictures.entries()) {
      expect(await inspector.inspect(picture)).toEqual(atOnce[i]);
    }
    await inspector.release();
  });

  it('times each step by the clock it is given', async () => {
    let now = 0;
    const clock = (): number => ++now;
    const inspector = await Inspector.create(part, { runtime, model, clock });
    const { timings } = await inspector.inspect(next.image);
    expect(Object.values(timings).every((milliseconds) => milliseconds >= 1)).toBe(true);
    await inspector.release();
  });

  it('refuses another model and a failed self-test', async () => {
    const other = { runtime, model: smallModel('other') };
    await expect(Inspector.create(part, other)).rejects.toThrow('the model at hand is other');
    const selfTest = part.selfTest.map((test) => ({ ...test, score: test.score * 0.98 }));
    const wrong = Inspector.create({ ...part, selfTest }, { runtime, model });
    await expect(wrong).rejects.toThrow('its self-test scores');
  });
});

describeOnRuntimes('a part file', (runtime) => {
  it('judges as the part did, also at half precision', async () => {
    for (const storage of ['float32', 'float16'] as const) {
      const learned = await enroll(good, { runtime, model, settings: { ...settings, storage } });
      const loaded = decodePart(encodePart(learned), 'bolt.part');
      const inspectors = [learned, loaded].map((p) => Inspector.create(p, { runtime, model }));
      const [before, after] = await Promise.all(
        inspectors.map(async (inspector) => (await inspector).inspect(next.image)),
      );
      expect(Math.abs(after.score / before.score - 1)).toBeLessThan(
        storage === 'float32' ? Number.EPSILON : 1e-3,
      );
      for (const inspector of inspectors) await (await inspector).release();
    }
  });
});

describeOnRuntimes('calibratePart()', (runtime) => {
  let part: Part;
  beforeAll(async () => {
    part = await enroll(good, { runtime, model, settings });
  });

  it('leaves the part as it was, and gives one that knows the picture', async () => {
    const inspector = await Inspector.create(part, { runtime, model });
    const from = { date: '2026-11-26', origin: 'line 3' };
    const candidate = await scoreConfirmed(inspector, next, from);
    const { part: calibrated, repeated } = calibratePart(part, [candidate, candidate]);
    const { objections: _, ...confirmed } = candidate;
    expect(confirmed).toMatchObject(from);
    expect(part.calibration.confirmed).toEqual([]);
    expect(calibrated.calibration.confirmed).toEqual([confirmed]);
    expect(repeated).toEqual([{ picture: candidate, of: candidate, is: 'same' }]);
    expect(candidate.score).toBe((await inspector.inspect(next.image)).score);
    await inspector.release();
  });
});
