/**
 * A page that studies and tests drive: it learns and judges in its worker by what lies on its server, and tells
 * numbers. Bundled by `buildPage()`; its server takes part files back.
 *
 * @module
 */
import { FewgoodError } from 'fewgood';
import { BrowserStorage, decodePicture, InspectionClient } from 'fewgood/browser';
import type { Harness } from './harness-types.ts';

const client = new InspectionClient(
  new Worker(new URL('worker.js', import.meta.url), { type: 'module' }),
);

async function bytesOf(path: string): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

/** What drives the page sees all that it sends, and takes no large pieces. */
const PIECE = 2 ** 20;

async function put(path: string, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length; at += PIECE) {
    const body = Uint8Array.from(bytes.subarray(at, at + PIECE));
    await fetch(`${path}?${at === 0 ? 'first' : 'further'}`, { method: 'POST', body });
  }
}

async function picturesOf(paths: readonly string[]) {
  const pictures = [];
  for (const path of paths) pictures.push({ name: path, content: new Blob([await bytesOf(path)]) });
  return pictures;
}

const harness: Harness = {
  start: async ({ model, ...options }) =>
    client.start({
      engine: new URL('engine/', document.baseURI).href,
      ...options,
      model: await bytesOf(model),
    }),
  enrol: async (paths, to, settings) => {
    const pictures = await picturesOf(paths);
    const start = performance.now();
    const part = await client.enrol(pictures, { settings });
    const milliseconds = performance.now() - start;
    await put(to, part);
    return { milliseconds };
  },
  open: async (path) => {
    await client.open(await bytesOf(path), path);
  },
  judge: async (paths) => {
    const judged = [];
    for (const picture of await picturesOf(paths)) {
      const start = performance.now();
      const { inspection, image, decode } = await client.inspect(picture);
      const milliseconds = performance.now() - start;
      const { verdict, score, ratio, timings } = inspection;
      const reasons = inspection.reasons.map(({ code }) => code);
      const pixels = await hexOf(image.data);
      judged.push({ verdict, score, ratio, reasons, pixels, decode, milliseconds, timings });
    }
    return judged;
  },
  decode: async (path, to) => {
    const { width, height, data } = await decodePicture(new Blob([await bytesOf(path)]), path);
    if (to !== undefined) await put(to, data);
    return { width, height };
  },
  faultOf: (work) =>
    work.then(
      () => undefined,
      (error: unknown) => {
        const isOurs = error instanceof FewgoodError;
        const { name, message } = error instanceof Error ? error : new Error(String(error));
        return isOurs
          ? { name, message, code: error.code, remedy: error.remedy }
          : { name, message, code: undefined, remedy: undefined };
      },
    ),
  storage: BrowserStorage,
  client,
};

/** SHA-256 of bytes of shape [length]. */
async function hexOf(bytes: Uint8Array): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', Uint8Array.from(bytes));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

Object.assign(globalThis, { fewgoodPage: harness });
