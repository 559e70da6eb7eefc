import { beforeAll, expect, it } from 'vitest';
import { describeOnRuntimes } from '../../test/helpers/runtimes.ts';
import { drawParts, smallModel } from '../../test/helpers/small-part.ts';
import { ArgumentRangeError, CancelledError, MemoryCeilingError, ShapeError } from '../errors.ts';
import { importOnnx, type OnnxImport } from '../features/model-import.ts';
import { enroll } from './enrolment.ts';
import type { EnrolmentOptions, EnrolmentProgress } from './enrolment-options.ts';
import type { EnrolmentWarning } from './enrolment-warning.ts';
import type { MemoryEstimate } from './memory-estimate.ts';
import { encodePart } from './part-file.ts';
import type { Part } from './part.ts';
import { DEFAULT_SETTINGS } from './settings.ts';

const model = smallModel();
const pictures = drawParts({ count: 3 });
const settings = { augment: ['brightness'], pose: 'fixed' } as const;

describeOnRuntimes('enroll()', (runtime) => {
  const learn = (options: Partial<EnrolmentOptions> = {}): Promise<Part> =>
    enroll(pictures, { runtime, model, settings, ...options });
  let part: Part;
  const steps: EnrolmentProgress[] = [];
  const estimates: MemoryEstimate[] = [];
  const warnings: EnrolmentWarning[] = [];
  beforeAll(async () => {
    part = await learn({
      onProgress: (step) => steps.push(step),
      onEstimate: (estimate) => estimates.push(estimate),
      onWarning: (warning) => warnings.push(warning),
    });
  });

  it('warns of nothing but what its small network cannot see', () => {
    expect(warnings.map(({ code }) => code)).toEqual(['presence-unseen']);
  });

  it('goes through its stages in order, each to its end', () => {
    expect([...new Set(steps.map(({ stage }) => stage))]).toEqual([
      'features',
      'coreset',
      'leave-one-out',
    ]);
    for (const stage of ['features', 'coreset', 'leave-one-out']) {
      const counts = steps.filter((step) => step.stage === stage);
      // Rows of the bank are chosen copy by copy, all else is done one by one.
      const step = counts[0].done;
      expect(counts.map(({ done }) => done)).toEqual(counts.map((_, i) => (i + 1) * step));
      expect(counts.at(-1)).toMatchObject({ done: counts.length * step, total: counts[0].total });
      expect(step === 1).toBe(stage !== 'coreset');
    }
    expect(steps.filter(({ stage }) => stage === 'features')).toHaveLength(9); // 3 pictures, plain and twice in other light
    expect(estimates).toHaveLength(1);
  });

  it('holds what the part needs to judge by itself', () => {
    expect(part.settings).toMatchObject({ ...settings, levels: ['layer2', 'layer3'], size: 64 });
    expect(part.support.map(({ name }) => name)).toEqual(pictures.map(({ name }) => name));
    expect(part.support[0].image).toMatchObject({ width: 64, height: 64 });
    expect(part.support[0].appearance).toMatchObject({ width: 96, height: 96 });
    expect(part.augmentations).toHaveLength(3);
    expect(part.banks.map(({ level }) => level)).toEqual(['layer2+layer3']);
    expect(part.banks[0].normalScale).toBeGreaterThan(0);
    expect(part.calibration.leaveOneOut).toHaveLength(9);
    expect(part.calibration).toMatchObject({ provisional: true, pictures: 3, confirmed: [] });
    expect(part.selfTest.map(({ picture }) => picture)).toEqual([0, 1]);
  });

  it('gives the same bytes again', async () => {
    expect(encodePart(await learn())).toEqual(encodePart(part));
  });

  it('learns another bank under another seed', async () => {
    const [one, other] = await Promise.all(
      [0, 1].map((seed) => learn({ settings: { ...settings, coreset: 'per-picture', seed } })),
    );
    expect(other.banks[0].bank.data).not.toEqual(one.banks[0].bank.data);
  });
});

describeOnRuntimes('enroll() of a single picture', (runtime) => {
  it('has no threshold without copies', async () => {
    const single = pictures.slice(0, 1);
    const plain = { ...settings, augment: [] };
    const one = await enroll(single, { runtime, model, settings: plain });
    expect(one.calibration).toMatchObject({ threshold: null, mapLimit: null, pictures: 0 });
    const { calibration } = await enroll(single, { runtime, model, settings });
    expect(calibration).toMatchObject({ provisional: true, pictures: 0, falseRejectBound: 1 });
    expect(calibration.threshold).toBeGreaterThan(0);
  });
});

describeOnRuntimes('enroll() with what a model says of parts', (runtime) => {
  const learn = async (options: Partial<OnnxImport>, own: EnrolmentOptions['settings'] = {}) => {
    const description = { name: 'small', licence: 'CC0-1.0', provenance: 'random' };
    const described = importOnnx(model, {
      ...description,
      preprocessing: { size: 64 },
      ...options,
    });
    const all = { ...settings, ...own };
    const part = await enroll(pictures, { runtime, model: described, settings: all });
    return part.settings;
  };
  const defaults = { neighbourhood: 1, metric: 'cosine', score: 'max', size: 96 } as const;

  it("prefers the user's settings to the model's, and those to ours", async () => {
    expect(await learn({ defaults })).toMatchObject({
      ...DEFAULT_SETTINGS,
      ...settings,
      ...defaults,
    });
    const own = { metric: 'euclidean', size: 64 } as const;
    expect(await learn({ defaults }, own)).toMatchObject({ ...defaults, ...own });
    expect(await learn({})).toMatchObject({ ...DEFAULT_SETTINGS, ...settings, size: 64 });
  });

  it("checks the model's defaults as it does a user's settings", async () => {
    const wrong = learn({ defaults: { score: 'best' } });
    await expect(wrong).rejects.toThrow(ArgumentRangeError);
    await expect(wrong).rejects.toThrow('Cannot use score = best: expected one of reweighted');
  });

  it('refuses a size that the model cannot take, and names the next ones', async () => {
    const patches = { preprocessing: { size: 64, sizeMultiple: 16 } };
    await expect(learn(patches, { size: 72 })).rejects.toThrow(
      'Cannot use size = 72: expected a multiple of 16, such as 64 or 80',
    );
    const only = { preprocessing: { size: 64, isSizeFixed: true } };
    await expect(learn(only, { size: 80 })).rejects.toThrow('expected 64, the only size of');
    expect(await learn(patches, { size: 80 })).toMatchObject({ size: 80 });
  });
});

describeOnRuntimes('enroll() of a support set with a dark picture', (runtime) => {
  it('warns of it before the work begins, and goes on', async () => {
    const [{ image }, ...others] = pictures;
    const dark = { ...image, data: image.data.map((channel) => channel * 0.2) };
    const events: string[] = [];
    const part = await enroll([...others, { name: 'dark.png', image: dark }], {
      runtime,
      model,
      settings,
      onWarning: ({ message }) => events.push(message),
      onEstimate: () => events.push('estimate'),
      onProgress: () => events.push('work'),
    });
    // What the memory says comes first: pictures may wait to be read.
    expect(events[0]).toBe('estimate');
    expect(events[1]).toMatch(
      /^dark\.png is unlike the other good pictures: it is [\d.]+ times darker/,
    );
    expect(events[2]).toBe('work');
    expect(part.support).toHaveLength(3);
  });
});

describeOnRuntimes('enroll() of pictures that wait', (runtime) => {
  const learn = (options: Partial<EnrolmentOptions>): Promise<Part> =>
    enroll(pictures, { runtime, model, settings, ...options });

  it('reads pictures that wait one after another, and learns from them as from those it is given', async () => {
    const events: string[] = [];
    const waiting = pictures.map(({ name, image }) => ({
      name,
      read: () => {
        events.push(name);
        return Promise.resolve(image);
      },
    }));
    const options = { runtime, model, settings, sampleBits: 12, readingBytes: 77 };
    const part = await enroll(waiting, {
      ...options,
      onEstimate: ({ pictures: bytes, total, features, banks, fixed }) => {
        expect([bytes, total]).toEqual([77, 77 + features + banks + fixed]);
        events.push('estimate');
      },
    });
    expect(events).toEqual(['estimate', ...pictures.map(({ name }) => name)]);
    expect(part).toEqual({ ...(await learn({})), sampleBits: 12 });
    const held = pictures.reduce((sum, { image }) => sum + image.data.length, 0);
    await learn({ onEstimate: (estimate) => expect(estimate.pictures).toBe(held) });
  });
});

describeOnRuntimes('enroll() that comes to nothing', (runtime) => {
  const learn = (options: Partial<EnrolmentOptions>): Promise<Part> =>
    enroll(pictures, { runtime, model, settings, ...options });

  it.each([
    ['no picture', [], {}, /pictures = 0/],
    [
      'a setting out of range',
      pictures,
      { settings: { size: 8 } },
      /size = 8: expected an integer/,
    ],
    ['a target that is no share', pictures, { targetFalseReject: 1 }, /targetFalseReject = 1/],
  ])('refuses %s before the model is loaded', async (_, some, options, message) => {
    const lazy = { ...runtime, createSession: () => Promise.reject(new Error('loaded')) };
    const work = enroll(some, { runtime: lazy, model, ...options });
    await expect(work).rejects.toThrow(ArgumentRangeError);
    await expect(enroll(some, { runtime: lazy, model, ...options })).rejects.toThrow(message);
  });

  it.each([
    [{ foo: 1 }, 'Cannot use foo = 1: expected a setting of a part, one of size, tiles'],
    [{ ratio: 0.1 }, 'Cannot use ratio = 0.1: expected its name, samplingRatio'],
    [{ sigma: NaN }, 'Cannot use sigma = NaN: expected a number from 0 to 100'],
    [{ seed: 1n }, 'Cannot use seed = 1: expected an integer'],
    [{ fit: { a: 1 } }, 'Cannot use fit = an object: expected one of stretch, letterbox'],
  ])('says what is wrong with the settings %o', async (wrong, message) => {
    // As a caller in JavaScript may give them.
    const work = enroll(pictures, {
      runtime,
      model,
      settings: { ...settings, ...(wrong as object) },
    });
    await expect(work).rejects.toThrow(message);
  });

  it('refuses an image that does not hold its pixels', async () => {
    const rgba = { ...pictures[0].image, data: new Uint8Array(96 * 96 * 4) };
    const work = enroll([{ name: 'rgba.png', image: rgba }], { runtime, model, settings });
    await expect(work).rejects.toThrow(ShapeError);
  });

  it('refuses a picture that is there twice, whatever it is called', async () => {
    const twice = [...pictures, { ...pictures[0], name: 'copy.png' }];
    const work = enroll(twice, { runtime, model, settings });
    await expect(work).rejects.toThrow(/copy\.png has the same pixels as .*: expected different/);
  });

  it('refuses what would not fit into memory before anything is extracted', async () => {
    const begun: EnrolmentProgress[] = [];
    const work = learn({ memoryLimit: 2 ** 20, onProgress: (step) => begun.push(step) });
    await expect(work).rejects.toThrow(MemoryCeilingError);
    expect(begun).toEqual([]);
  });

  it.each(['features', 'coreset', 'leave-one-out'] as const)('stops within %s', async (stage) => {
    const signal = { aborted: false };
    const onProgress = (step: EnrolmentProgress): void => {
      signal.aborted = step.stage === stage && step.done >= 2;
    };
    const work = learn({ signal, onProgress });
    await expect(work).rejects.toThrow(CancelledError);
    await expect(learn({ signal: { aborted: true } })).rejects.toThrow(
      /Cannot enrol: .* after 0 of \d pictures/,
    );
  });
});
