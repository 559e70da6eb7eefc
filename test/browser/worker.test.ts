import { beforeAll, expect, it } from 'vitest';
import { calibratePart, scoreConfirmed } from '../../src/inspection/calibrate-part.ts';
import { Inspector } from '../../src/inspection/inspector.ts';
import { enrollObjects } from '../../src/inspection/object-enrolment.ts';
import { decodePart, encodePart } from '../../src/inspection/part-file.ts';
import { encodePng } from '../../src/node/image/image-encoder.ts';
import { renderTray } from '../../src/synthetic/index.ts';
import type { HarnessPage } from '../../studies/browser/harness-page.ts';
import { nodeCpu } from '../helpers/runtimes.ts';
import { drawParts, smallModel, smallPart, striped } from '../helpers/small-part.ts';
import { describeInChromium, type GetHarness } from './use-harness.ts';

const good = drawParts().map((_, i) => `/good${i}.png`);

describeInChromium('InspectionClient in Chromium', (harness) => {
  beforeAll(() => layFiles(harness()));

  it('says that no part is open', async () => {
    const early = harness().page.evaluate(() => fewgoodPage.judge(['/next.png']));
    await expect(early).rejects.toThrow('Cannot judge a picture: no part is open');
  });

  testParts(harness);
  testLearning(harness);
  testCalibration(harness);
  testObjects(harness);
  testFrames(harness);
});

/** Lays the small model, a part of it and pictures onto the server, and starts the worker. */
async function layFiles({ files, page }: HarnessPage): Promise<void> {
  for (const [i, { image }] of drawParts().entries())
    files.set(`/good${i}.png`, await encodePng(image));
  const [next] = drawParts({ seed: 2, count: 1 });
  files.set('/next.png', await encodePng(next.image));
  files.set('/flawed.png', await encodePng(striped(next.image)));
  files.set('/small.onnx', smallModel());
  files.set('/small.part', encodePart(await smallPart()));
  await page.evaluate(() => fewgoodPage.start({ model: '/small.onnx' }));
}

function testParts(harness: GetHarness): void {
  it('refuses a part that is damaged, and one of another model, with all that the error carries', async () => {
    const { files, page } = harness();
    const damaged = Uint8Array.from(harness().file('/small.part'));
    const part = decodePart(harness().file('/small.part'), 'small.part');
    damaged[damaged.length - 10] = (damaged[damaged.length - 10] ?? 0) ^ 1;
    files.set('/damaged.part', damaged);
    const selfTest = part.selfTest.map((test) => ({ ...test, score: test.score * 1.02 }));
    files.set('/other.part', encodePart({ ...part, selfTest }));
    const open = (path: string) =>
      page.evaluate((wanted) => fewgoodPage.faultOf(fewgoodPage.open(wanted)), path);
    expect(await open('/damaged.part')).toMatchObject({ name: 'PartError', code: 'PART_UNUSABLE' });
    expect(await open('/other.part')).toMatchObject({
      code: 'PART_UNUSABLE',
      message: expect.stringContaining('its self-test scores'),
      remedy: expect.stringContaining('Enrol the part again'),
    });
    expect(await open('/small.part')).toBeUndefined();
  });
}

function testLearning(harness: GetHarness): void {
  it('learns without holding the page up, telling each stage', async () => {
    const out = await harness().page.evaluate(async (paths) => {
      const pictures = [];
      for (const name of paths) {
        pictures.push({ name, content: await (await fetch(name)).blob() });
      }
      // Longest time in which a timer of the page had no turn, milliseconds.
      let [longest, last] = [0, performance.now()];
      const timer = setInterval(() => {
        longest = Math.max(longest, performance.now() - last);
        last = performance.now();
      }, 5);
      const stages = new Set<string>();
      const start = performance.now();
      const bytes = await fewgoodPage.client.enrol(pictures, {
        onProgress: ({ stage }) => stages.add(stage),
      });
      const took = performance.now() - start;
      clearInterval(timer);
      return { longest, took, stages: [...stages], size: bytes.length };
    }, good);
    expect(out.stages).toEqual(['features', 'coreset', 'leave-one-out']);
    expect(out.size).toBeGreaterThan(10_000);
    // It worked for longer than the page ever waited.
    expect(out.longest).toBeLessThan(out.took / 2);
  });

  it('stops an enrolment in the middle', async () => {
    const out = await harness().page.evaluate(async (paths) => {
      const pictures = [];
      for (const name of paths) {
        pictures.push({ name, content: await (await fetch(name)).blob() });
      }
      const stop = new AbortController();
      let steps = 0;
      const fault = await fewgoodPage.faultOf(
        fewgoodPage.client.enrol(pictures, {
          signal: stop.signal,
          onProgress: () => {
            if (++steps === 2) stop.abort();
          },
        }),
      );
      return { error: fault?.code, steps };
    }, good);
    expect(out.error).toBe('CANCELLED');
  });
}

/** Calibrates a part of the server by pictures of it; the part file is put to `/calibrated.part`. */
async function calibrateBy(
  { page }: HarnessPage,
  paths: readonly string[],
  accept: boolean,
  opened = '/small.part',
) {
  return page.evaluate(
    async ([wanted, isAccepted, part]) => {
      await fewgoodPage.open(part);
      const pictures = [];
      for (const name of wanted) {
        const content = await (await fetch(name)).blob();
        pictures.push({ name, content, origin: 'a test' });
      }
      const { part: made, ...rest } = await fewgoodPage.client.calibrate(pictures, {
        accept: isAccepted,
      });
      if (made !== null) {
        await fetch('/calibrated.part?first', { method: 'POST', body: Uint8Array.from(made) });
      }
      return { isMade: made !== null, ...rest };
    },
    [paths, accept, opened] as const,
  );
}

function testCalibration(harness: GetHarness): void {
  const calibrate = (paths: readonly string[], accept = false) =>
    calibrateBy(harness(), paths, accept);

  it('lets good pictures join the calibration, as Node does', async () => {
    const out = await calibrate(['/next.png', '/good0.png']);
    expect(out).toMatchObject({ isMade: true, taken: ['/next.png'], held: [] });
    expect(out.repeated).toEqual([{ name: '/good0.png', of: drawParts()[0]?.name, is: 'same' }]);
    const { calibration } = decodePart(harness().file('/calibrated.part'), 'the part');
    expect(calibration.confirmed).toMatchObject([{ name: '/next.png', origin: 'a test' }]);
    expect(calibration.threshold).toBe(out.change.to);
    const [next] = drawParts({ seed: 2, count: 1 });
    const part = await smallPart();
    const inspector = await Inspector.create(part, {
      runtime: nodeCpu.create(1),
      model: smallModel(),
    });
    const own = calibratePart(part, [await scoreConfirmed(inspector, next)]).part.calibration;
    await inspector.release();
    expect((calibration.threshold ?? 0) / (own.threshold ?? 1)).toBeCloseTo(1, 4);
  });

  it('takes nothing while something stands against a picture, until somebody accepts it', async () => {
    const out = await calibrate(['/next.png', '/flawed.png']);
    expect(out).toMatchObject({ isMade: false, taken: [], held: [{ name: '/flawed.png' }] });
    expect(out.held[0]?.objections.map(({ code }) => code)).toContain('above-threshold');
    const accepted = await calibrate(['/next.png', '/flawed.png'], true);
    expect(accepted).toMatchObject({ isMade: true, taken: ['/next.png', '/flawed.png'], held: [] });
  });

  it('can be stopped', async () => {
    const code = await harness().page.evaluate(async () => {
      await fewgoodPage.open('/small.part');
      const content = await (await fetch('/next.png')).blob();
      const stop = new AbortController();
      const pictures = Array.from({ length: 200 }, (_, i) => ({ name: `${i}`, content }));
      const fault = fewgoodPage.faultOf(
        fewgoodPage.client.calibrate(pictures, { signal: stop.signal }),
      );
      setTimeout(() => stop.abort(), 50);
      return (await fault)?.code;
    });
    expect(code).toBe('CANCELLED');
  });
}

function testObjects(harness: GetHarness): void {
  it('lets each object of a picture of several join', async () => {
    const { files } = harness();
    const parts = [null, null, null, null];
    const [one, two, next] = [1, 2, 3].map(
      (seed) => renderTray({ kind: 'washer', seed, columns: 2, rows: 2, place: 64, parts }).image,
    );
    const pictures = [one, two].map((image, i) => ({ name: `tray-${i}.png`, image }));
    const settings = { augment: [], pose: 'fixed', presence: 'none' } as const;
    const options = { runtime: nodeCpu.create(1), model: smallModel(), settings, objects: 4 };
    files.set('/tray.part', encodePart(await enrollObjects(pictures, options)));
    files.set('/tray.png', await encodePng(next));
    const out = await calibrateBy(harness(), ['/tray.png'], true, '/tray.part');
    expect(out.taken).toEqual([1, 2, 3, 4].map((n) => `/tray.png #${n}`));
  });
}

function testFrames(harness: GetHarness): void {
  it('judges frames, the newest ones, and counts those that it drops', async () => {
    const out = await harness().page.evaluate(async () => {
      await fewgoodPage.open('/small.part');
      const frames = [];
      for (let i = 0; i < 12; i++) {
        const file = await fetch(i === 11 ? '/flawed.png' : '/next.png');
        frames.push({ name: `frame ${i}`, content: await createImageBitmap(await file.blob()) });
      }
      const verdicts: string[] = [];
      const faults: string[] = [];
      const live = fewgoodPage.client.live({
        onResult: ({ inspection }) => verdicts.push(inspection.verdict),
        onError: (error) => faults.push(String(error)),
      });
      for (const frame of frames) live.offer(frame);
      while (live.done + live.dropped < frames.length)
        await new Promise((resolve) => setTimeout(resolve, 5));
      const widths = frames.map(({ content }) => content.width);
      return { verdicts, faults, done: live.done, dropped: live.dropped, widths };
    });
    // The first was begun when the others came; the last is the newest.
    expect(out).toEqual({
      verdicts: ['pass', 'fail'],
      faults: [],
      done: 2,
      dropped: 10,
      // Those that were dropped were closed, and those that were judged given away.
      widths: Array.from({ length: 12 }, () => 0),
    });
  });
}

describeInChromium(
  'a page that is not cross-origin isolated',
  (harness) => {
    it('computes by one thread, and says why there are no more', async () => {
      const { files, page } = harness();
      files.set('/small.onnx', smallModel());
      const refused = page.evaluate(() => fewgoodPage.start({ model: '/small.onnx', threads: 2 }));
      await expect(refused).rejects.toThrow('the page is not cross-origin isolated');
      const { threads } = await page.evaluate(() => fewgoodPage.start({ model: '/small.onnx' }));
      expect(threads).toBe(1);
    });

    it('loads no engine from another host', async () => {
      const refused = harness().page.evaluate(() =>
        fewgoodPage.client.start({ engine: 'https://cdn.example/ort/', model: new Uint8Array() }),
      );
      await expect(refused).rejects.toThrow(/lies on another host: expected one of http:/);
    });
  },
  { isIsolated: false },
);
