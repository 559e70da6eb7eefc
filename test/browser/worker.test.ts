import { beforeAll, expect, it } from 'vitest';
import { decodePart, encodePart } from '../../src/inspection/part-file.ts';
import { encodePng } from '../../src/node/image/image-encoder.ts';
import type { HarnessPage } from '../../studies/browser/harness-page.ts';
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
