import { beforeAll, expect, it } from 'vitest';
import { SOFTWARE_GPU } from '../../studies/browser/chromium.ts';
import { encodePart } from '../../src/inspection/part-file.ts';
import { Inspector } from '../../src/inspection/inspector.ts';
import { encodePng } from '../../src/node/image/image-encoder.ts';
import type { Part } from '../../src/inspection/part.ts';
import { nodeCpu } from '../helpers/runtimes.ts';
import { drawParts, smallModel, smallPart, striped } from '../helpers/small-part.ts';
import { describeInChromium } from './use-harness.ts';

/** Scores may differ so much from Node's, relatively: sums in another order, on a graphics processor. */
const TOLERANCE = 1e-3;

describeInChromium(
  'WebGPU on a software adapter',
  (harness) => {
    const [next] = drawParts({ seed: 2, count: 1 });
    let part: Part;
    let absence: string | undefined;
    beforeAll(async () => {
      const { files, page } = harness();
      part = await smallPart();
      files.set('/small.onnx', smallModel());
      files.set('/small.part', encodePart(part));
      files.set('/next.png', await encodePng(next.image));
      files.set('/flawed.png', await encodePng(striped(next.image)));
      absence = await page.evaluate(async () => {
        const adapter = 'gpu' in navigator ? await navigator.gpu.requestAdapter() : null;
        return adapter === null ? 'this Chromium gives no adapter for WebGPU' : undefined;
      });
    });

    it('opens a part by its self-test and gives the scores of Node', async ({ skip }) => {
      if (absence !== undefined) skip(absence);
      const { page } = harness();
      const { runtime } = await page.evaluate(() =>
        fewgoodPage.start({ model: '/small.onnx', provider: 'webgpu' }),
      );
      expect(runtime).toMatch(/^onnxruntime-web .* webgpu$/);
      await page.evaluate(() => fewgoodPage.open('/small.part'));
      const there = await page.evaluate(() => fewgoodPage.judge(['/next.png', '/flawed.png']));
      const inspector = await Inspector.create(part, {
        runtime: nodeCpu.create(1),
        model: smallModel(),
      });
      for (const [i, image] of [next.image, striped(next.image)].entries()) {
        const { score, verdict } = await inspector.inspect(image);
        expect(there[i]?.verdict).toBe(verdict);
        expect(Math.abs((there[i]?.score ?? NaN) / score - 1)).toBeLessThan(TOLERANCE);
      }
      await inspector.release();
    });

    it('is tried against WebAssembly, and not used where it is slower', async ({ skip }) => {
      if (absence !== undefined) skip(absence);
      const { runtime, trial } = await harness().page.evaluate(() =>
        fewgoodPage.start({ model: '/small.onnx', provider: 'auto' }),
      );
      expect(trial?.difference).toBeLessThan(TOLERANCE);
      expect(trial?.wasm).toBeGreaterThan(0);
      expect(trial?.webgpu).toBeGreaterThan(0);
      const isFaster = (trial?.webgpu ?? Infinity) * 1.2 <= (trial?.wasm ?? 0);
      expect(runtime.endsWith('webgpu')).toBe(isFaster);
      expect(trial?.refusal === null).toBe(isFaster);
    });
  },
  { args: SOFTWARE_GPU },
);

describeInChromium('a browser without WebGPU', (harness) => {
  it('says so, and goes on by WebAssembly where it is asked to choose', async () => {
    const { files, page } = harness();
    files.set('/small.onnx', smallModel());
    const facts = await page.evaluate(async () => {
      Object.defineProperty(navigator, 'gpu', { value: undefined });
      return fewgoodPage.start({ model: '/small.onnx', provider: 'auto' });
    });
    expect(facts.runtime).toMatch(/wasm$/);
    expect(facts.trial).toMatchObject({ webgpu: null, refusal: expect.stringContaining('WebGPU') });
  });
});
