/** The runtimes that suites run on in a page; stands in for test/helpers/runtimes.ts there. */
import { describe, it } from 'vitest';
import wasmFile from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';
import scriptFile from 'onnxruntime-web/ort-wasm-simd-threaded.mjs?url';
import { browserRuntime } from '../../src/browser/browser-runtime.ts';
import type { Runtime } from '../../src/runtime.ts';

const engine = { script: scriptFile, wasm: wasmFile };
/** Of one thread and of several; an engine keeps the number that it was started with. */
const threads = crossOriginIsolated ? 2 : 1;
const runtime = await browserRuntime({ engine, threads });

/** What suites use for its own sake on Node. */
export const nodeCpu = { name: 'wasm in a page', create: (): Runtime => runtime };

/** As that of test/helpers/runtimes.ts. */
export function describeOnRuntimes(
  name: string,
  body: (runtime: Runtime, create: () => Runtime) => void,
  { isHeavy = false }: { readonly isHeavy?: boolean } = {},
): void {
  describe(`${name} on wasm in a page, ${threads} threads`, { timeout: 300_000 }, () => {
    const reason = 'it takes minutes in a page';
    if (!isHeavy) return body(runtime, () => runtime);
    // oxlint-disable-next-line vitest/expect-expect -- nothing is run
    it(`is left out: ${reason}`, ({ skip }) => skip(reason));
  });
}

it('has threads', ({ expect }) => expect(threads).toBe(2));
