import { BrowserError } from '../errors.ts';
import type { WebProvider } from './web-runtime.ts';

/** The two files of a build of onnxruntime-web, from its folder `dist`. */
export interface EngineFiles {
  /** The one that ends in `.mjs`, which threads run too. */
  readonly script: string | URL;
  /** The one that ends in `.wasm`. */
  readonly wasm: string | URL;
}

/** A folder that holds them under their own names, or the two for WebAssembly. */
export type EngineLocation = string | URL | EngineFiles;

/** Their names without suffix. */
const NAMES: Readonly<Record<WebProvider, string>> = {
  wasm: 'ort-wasm-simd-threaded',
  webgpu: 'ort-wasm-simd-threaded.asyncify',
};

/**
 * Where the files of a build lie, as whole addresses.
 *
 * @returns Undefined if nothing says where.
 * @throws {@link BrowserError} if they lie on another host, which this page does not ask.
 */
export function engineFilesOf(
  engine: EngineLocation,
  provider: WebProvider,
): EngineFiles | undefined {
  if (typeof engine === 'object' && !(engine instanceof URL)) {
    return provider === 'wasm' ? onThisHost(engine) : undefined;
  }
  const folder = String(engine).replace(/\/?$/, '/');
  const name = NAMES[provider];
  return onThisHost({ script: `${folder}${name}.mjs`, wasm: `${folder}${name}.wasm` });
}

/** The same as whole addresses, by which a worker finds them from wherever its script lies; as text, which can be sent. */
export function wholeLocation(engine: EngineLocation): EngineLocation {
  if (typeof engine === 'object' && !(engine instanceof URL)) return wholeFiles(engine);
  return new URL(engine, globalThis.location.href).href;
}

/** As {@link wholeLocation}, of two files. */
export function wholeFiles({ script, wasm }: EngineFiles): EngineFiles {
  const { href } = globalThis.location;
  return { script: new URL(script, href).href, wasm: new URL(wasm, href).href };
}

/**
 * Whole addresses of this host.
 *
 * @throws {@link BrowserError} if they lie on another host.
 */
export function onThisHost({ script, wasm }: EngineFiles): EngineFiles {
  return { script: ownAddress(script), wasm: ownAddress(wasm) };
}

function ownAddress(address: string | URL): URL {
  const { href, origin } = globalThis.location;
  const url = new URL(address, href);
  if (url.origin === origin || url.protocol === 'blob:' || url.protocol === 'data:') return url;
  throw new BrowserError(
    'load ONNX Runtime',
    `its file ${url.href} lies on another host: expected one of ${origin}`,
    'Copy the files of onnxruntime-web/dist to the host of the page.',
    { options: ['engine'] },
  );
}
