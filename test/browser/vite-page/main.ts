/** The least page, as Vite builds it: the engine's files are assets of the page, and nothing is copied. */
import { InspectionClient } from 'fewgood/browser';
import script from 'onnxruntime-web/ort-wasm-simd-threaded.mjs?url';
import wasm from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';

const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
const client = new InspectionClient(worker);
const response = await fetch('model.onnx');
const { runtime, threads } = await client.start({
  engine: { script, wasm },
  model: new Uint8Array(await response.arrayBuffer()),
  provider: 'wasm',
});
const status = document.querySelector('#status');
if (status !== null) status.textContent = `${runtime}, ${threads} threads`;
