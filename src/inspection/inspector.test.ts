import { beforeAll, expect, it } from 'vitest';
import { describeOnRuntimes } from '../../test/helpers/runtimes.ts';
import { drawParts, smallModel, smallPart, striped } from '../../test/helpers/small-part.ts';
import { PartError, ShapeError } from '../errors.ts';
import { resizeBilinear } from '../image/resize.ts';
import type { RgbImage } from '../image/rgb-image.ts';
import type { Runtime } from '../runtime.ts';
import { calibratePart, scoreConfirmed } from './calibrate-part.ts';
import { enroll } from './enrolment.ts';
import type { Inspection } from './inspection.ts';
import { Inspector } from './inspector.ts';
import type { Part } from './part.ts';

const model = smallModel();
const [good, ...support] = drawParts({ count: 4 });
/** Twice as wide, so that the model's square is not the picture's shape. */
const wide = widened(good.image);
const bad = widened(striped(good.image));

describeOnRuntimes('Inspector', (runtime) => {
  const settings = { augment: [], pose: 'fixed', reverse: 0, presence: 'none' } as const;
  let part: Part;
  let letterboxed: Part;
  beforeAll(async () => {
    part = await enroll(support, { runtime, model, settings });
    letterboxed = await enroll(support, {
      runtime,
      model,
      settings: { ...settings, fit: 'letterbox' },
    });
  });

  it('passes what it has learned, and fails what differs, saying where', async () => {
    const passed = await inspect(runtime, part, support[0].image);
    expect(passed).toMatchObject({ verdict: 'pass', regions: [], provisional: true });
    const failed = await inspect(runtime, part, striped(good.image));
    expect(failed.verdict).toBe('fail');
    expect(failed.ratio).toBeCloseTo(failed.score / Number(failed.threshold));
    expect(failed.regions.length).toBeGreaterThan(0);
    const { box } = failed.hottest;
    expect(box.x + box.width / 2).toBeLessThan(60); // the stripes are in the upper left quarter
    expect(box.y + box.height / 2).toBeLessThan(60);
  });

  it('gives the map at the size of the picture, as ratios to the map limit', async () => {
    const { map } = await inspect(runtime, part, bad);
    const inspector = await Inspector.create(part, { runtime, model });
    const { map: square } = await inspector.score(bad);
    await inspector.release();
    expect(map).toMatchObject({ width: 192, height: 96 });
    expect(map.data).toHaveLength(192 * 96);
    expect(map.data).toBe(map.data); // enlarged once
    const limit = Number(part.calibration.mapLimit);
    expect(Math.max(...map.data)).toBeCloseTo(Math.max(...square()) / limit, 1);
  });

  it('places patches in the picture, letterboxed or stretched', async () => {
    for (const one of [part, letterboxed]) {
      const { hottest } = await inspect(runtime, one, bad);
      expect(hottest.level).toBe('layer2+layer3');
      expect(hottest.box.x + hottest.box.width / 2).toBeLessThan(120);
      // 8 patches a side: in a letterbox, four rows of the square hold the whole picture.
      expect(hottest.box.height).toBeCloseTo(one === part ? 12 : 24);
      expect(hottest.nearest.box).toMatchObject({ width: 8, height: 8 });
      expect(support[hottest.nearest.picture]).toBeDefined();
    }
  });
});

describeOnRuntimes('Inspector of what is missing', (runtime) => {
  let part: Part;
  beforeAll(async () => {
    part = await enroll(support, { runtime, model, settings: { augment: [], pose: 'fixed' } });
  });

  /** The part, under another limit of what a picture may lack. */
  const limitedTo = (missingLimit: number, settings: Partial<Part['settings']> = {}): Part => ({
    ...part,
    settings: { ...part.settings, ...settings },
    calibration: { ...part.calibration, missingLimit },
  });

  it('joins the map of what is missing to that of what is foreign', async () => {
    const { map } = await inspect(runtime, part, bad);
    const { missing, data } = map;
    expect(missing).toHaveLength(192 * 96);
    expect(missing).toBe(map.missing); // enlarged once
    expect(data.every((value, i) => value >= Number(missing?.[i]) - 1e-6)).toBe(true);
    const { map: foreign } = await inspect(runtime, { ...part, reverse: null }, bad);
    expect(foreign.missing).toBeNull();
    expect(data.every((value, i) => value >= foreign.data[i] - 1e-6)).toBe(true);
    expect(data).not.toEqual(foreign.data);
  });

  it('cannot judge a part that is not there, and shows what is missing', async () => {
    const { threshold } = part.calibration;
    const absent = await inspect(runtime, limitedTo(0.01), good.image);
    expect(absent.score).toBeLessThan(Number(threshold));
    expect(absent).toMatchObject({ verdict: 'cannot judge', reasons: [{ code: 'absent' }] });
    expect(absent.reasons[0].facts).toMatchObject({ limit: 0.01 });
    expect(absent.regions.length).toBeGreaterThan(0);
    const failed = await inspect(runtime, limitedTo(0.01), striped(good.image));
    expect(failed).toMatchObject({ verdict: 'fail', reasons: [{ code: 'absent' }] });
  });

  it('judges by the score alone what is there, or where nobody asks', async () => {
    const passed = { verdict: 'pass', reasons: [], regions: [] };
    expect(await inspect(runtime, limitedTo(100), good.image)).toMatchObject(passed);
    const unasked = limitedTo(0.01, { presence: 'none' });
    expect(await inspect(runtime, unasked, good.image)).toMatchObject(passed);
  });
});

describeOnRuntimes('Inspector of a picture that looks unlike the good ones', (runtime) => {
  const dark = { ...good.image, data: good.image.data.map((channel) => channel * 0.2) };

  it('cannot judge, says why, and shows score and map all the same', async () => {
    const part = await smallPart(support, { runtime, model });
    const { verdict, reasons, regions, ratio, score } = await inspect(runtime, part, dark);
    expect({ verdict, regions }).toEqual({ verdict: 'cannot judge', regions: [] });
    expect(reasons.map(({ code }) => code)).toEqual(['too-dark']);
    expect(ratio).toBeCloseTo(score / Number(part.calibration.threshold));
    expect((await inspect(runtime, part, good.image)).reasons).toEqual([]);
  });

  it('judges it if the part says so, or such a picture was confirmed', async () => {
    const all = { appearance: 'none', presence: 'none' } as const;
    const settings = { augment: [], pose: 'fixed', ...all } as const;
    const indifferent = await smallPart(support, { runtime, model, settings });
    expect((await inspect(runtime, indifferent, dark)).reasons).toEqual([]);
    const part = await smallPart(support, { runtime, model });
    const inspector = await Inspector.create(part, { runtime, model });
    const confirmed = await scoreConfirmed(inspector, { name: 'dark.png', image: dark });
    await inspector.release();
    expect(confirmed.appearance?.light).toBeLessThan(0.2);
    const { part: calibrated } = calibratePart(part, [confirmed], { accept: true });
    expect(await inspect(runtime, calibrated, dark)).toMatchObject({
      verdict: 'pass',
      reasons: [],
    });
  });
});

describeOnRuntimes('Inspector without a threshold or a clock', (runtime) => {
  it('cannot judge without a threshold, and shows the map all the same', async () => {
    const one = await smallPart(support.slice(0, 1), { runtime, model });
    const image = resizeBilinear(striped(good.image), 64, 64);
    const inspector = await Inspector.create(one, { runtime, model });
    const { verdict, ratio, threshold, regions, map } = await inspector.inspect(image);
    const scored = await inspector.score(image);
    await inspector.release();
    expect({ verdict, ratio, threshold, regions }).toEqual({
      verdict: 'cannot judge',
      ratio: null,
      threshold: null,
      regions: [],
    });
    expect(map.data).toEqual(scored.map()); // there is no limit to divide by
  });

  it('takes its times from the clock that it is given', async () => {
    const part = await smallPart(support, { runtime, model });
    let now = 0;
    const clock = (): number => now++;
    const inspector = await Inspector.create(part, { runtime, model, clock });
    const { timings } = await inspector.inspect(wide);
    await inspector.release();
    // Resizing and looks, the maps of the models and that of the picture: each has two readings.
    expect(timings).toEqual({ preprocess: 2, features: 1, search: 1, map: 2 });
    expect((await inspect(runtime, part, wide)).timings.features).toBe(0);
  });
});

describeOnRuntimes('Inspector.create()', (runtime) => {
  it('refuses another model than the part was learned with', async () => {
    const part = await smallPart(support, { runtime, model });
    const options = { runtime, model: smallModel('another'), name: 'bolt.part' };
    const work = Inspector.create(part, options);
    await expect(work).rejects.toThrow(/the part bolt\.part: the model at hand is another/);
  });

  it('refuses an image that does not hold its pixels', async () => {
    const part = await smallPart(support, { runtime, model });
    const rgba = { width: 8, height: 8, data: new Uint8Array(8 * 8 * 4) };
    await expect(inspect(runtime, part, rgba)).rejects.toThrow(ShapeError);
  });

  it('repeats the self-test, within a thousandth', async () => {
    const part = await smallPart(support, { runtime, model });
    const [first, ...others] = part.selfTest;
    const withScore = (score: number): Part => ({
      ...part,
      selfTest: [{ ...first, score }, ...others],
    });
    const near = await Inspector.create(withScore(first.score * 1.0009), { runtime, model });
    await near.release();
    const far = Inspector.create(withScore(first.score * 1.002), { runtime, model });
    await expect(far).rejects.toThrow(PartError);
  });
});

async function inspect(runtime: Runtime, part: Part, image: RgbImage): Promise<Inspection> {
  const inspector = await Inspector.create(part, { runtime, model });
  try {
    return await inspector.inspect(image);
  } finally {
    await inspector.release();
  }
}

function widened({ data, width, height }: RgbImage): RgbImage {
  const twice = new Uint8Array(2 * data.length);
  for (let p = 0; p < width * height; p++) {
    const pixel = data.subarray(3 * p, 3 * p + 3);
    twice.set(pixel, 6 * p);
    twice.set(pixel, 6 * p + 3);
  }
  return { data: twice, width: 2 * width, height };
}
