import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** The package from within itself. */
const ALIAS = {
  fewgood: join(ROOT, 'src/index.ts'),
  'fewgood/browser': join(ROOT, 'src/browser/index.ts'),
};

/** A page that is built. */
export interface PageSources {
  /** Scripts, each of which becomes one of its name. */
  readonly scripts: readonly string[];
  /** Files that are copied, such as the page itself. */
  readonly files: readonly string[];
}

/**
 * Builds a page with esbuild, as its users do, and lays the engine's files into its folder `engine`.
 *
 * @param folder - Made if there is none.
 * @returns Bytes of each script that was made, by name.
 */
export async function buildPage(
  folder: string,
  { scripts, files }: PageSources,
): Promise<ReadonlyMap<string, Uint8Array>> {
  await mkdir(join(folder, 'engine'), { recursive: true });
  const { outputFiles } = await build({
    entryPoints: scripts.map((path) => join(ROOT, path)),
    bundle: true,
    format: 'esm',
    minify: true,
    splitting: true,
    alias: ALIAS,
    // Its threads run the file that is laid beside, not the bundle.
    conditions: ['onnxruntime-web-use-extern-wasm'],
    outdir: folder,
    entryNames: '[name]',
    chunkNames: 'chunk-[name]-[hash]',
    write: false,
    logLevel: 'silent',
    absWorkingDir: ROOT,
  });
  const made = new Map<string, Uint8Array>();
  for (const { path, contents } of outputFiles) {
    await writeFile(path, contents);
    made.set(basename(path), contents);
  }
  for (const path of files) await copyFile(join(ROOT, path), join(folder, basename(path)));
  for (const name of await engineNames()) {
    await copyFile(join(engineFolder(), name), join(folder, 'engine', name));
  }
  return made;
}

/** The folder of the engine's files. */
function engineFolder(): string {
  return join(createRequire(import.meta.url).resolve('onnxruntime-web'), '..');
}

/** Files that a page loads: by WebAssembly, and by WebGPU. */
async function engineNames(): Promise<readonly string[]> {
  const builds = ['ort-wasm-simd-threaded', 'ort-wasm-simd-threaded.asyncify'];
  const names = builds.flatMap((name) => [`${name}.mjs`, `${name}.wasm`]);
  // Said here, rather than by a page that finds nothing.
  for (const name of names) await readFile(join(engineFolder(), name));
  return names;
}
