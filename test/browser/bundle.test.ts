import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build, type Metafile } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { build as buildByVite } from 'vite';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const alias = {
  fewgood: join(ROOT, 'src/index.ts'),
  'fewgood/browser': join(ROOT, 'src/browser/index.ts'),
};

/**
 * Kilobytes, compressed, of all that a page may use; without the engine and a model. `import { z } from 'zod'`
 * in place of `import * as z` alone takes 65 more: its messages in all languages.
 */
const BUDGET_KB = 190;

/** Bundles a program as esbuild's users do; the engine stays outside. */
async function bundle(program: string): Promise<{ kilobytes: number; metafile: Metafile }> {
  const { outputFiles, metafile } = await build({
    stdin: { contents: program, resolveDir: ROOT, loader: 'ts' },
    bundle: true,
    format: 'esm',
    minify: true,
    // Of the browser: a module of Node would be an error.
    platform: 'browser',
    external: ['onnxruntime-web/*'],
    alias,
    write: false,
    metafile: true,
  });
  const [file] = outputFiles;
  return { kilobytes: gzipSync(file?.contents ?? '').length / 1000, metafile };
}

describe('a bundle for browsers', () => {
  it('holds everything within its budget, and nothing of Node', async () => {
    const all = "export * from 'fewgood'; export * from 'fewgood/browser';";
    const { kilobytes, metafile } = await bundle(all);
    const inputs = Object.keys(metafile.inputs);
    expect(inputs.length).toBeGreaterThan(150);
    expect(
      inputs.filter((path) => /src\/(node|cli)\/|node_modules\/(sharp|undici)/.test(path)),
    ).toEqual([]);
    expect(kilobytes).toBeLessThan(BUDGET_KB);
    expect(kilobytes).toBeGreaterThan(20);
  });

  it('speaks of no global of Node', async () => {
    const { metafile } = await bundle("export * from 'fewgood'; export * from 'fewgood/browser';");
    const own = Object.keys(metafile.inputs).filter((path) => path.startsWith('src/'));
    expect(own.length).toBeGreaterThan(150);
    for (const path of own) {
      const text = await readFile(join(ROOT, path), 'utf8');
      // Comments may speak of them.
      const code = text.replaceAll(/\/\*[^]*?\*\/|\/\/.*/g, '');
      expect(code, `of ${path}`).not.toMatch(/\bprocess\.|\bBuffer\.|\brequire\(|\b__dirname\b/);
    }
  });

  it('is smaller where less is used', async () => {
    const { kilobytes } = await bundle("export { decodePart } from 'fewgood';");
    const { kilobytes: all } = await bundle("export * from 'fewgood';");
    expect(kilobytes).toBeLessThan(all / 2);
  });
});

describe('Vite', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fewgood-vite-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('builds the example page, its worker and the engine', async () => {
    await buildByVite({
      root: join(ROOT, 'test/browser/vite-page'),
      configFile: false,
      logLevel: 'silent',
      resolve: {
        alias: Object.entries(alias).map(([find, to]) => ({
          find: new RegExp(`^${find}$`),
          replacement: to,
        })),
      },
      worker: { format: 'es' },
      build: { outDir: folder, emptyOutDir: true, target: 'es2022' },
    });
    const assets = await readdir(join(folder, 'assets'));
    const kinds = ['worker', 'ort-wasm-simd-threaded'];
    for (const kind of kinds) expect(assets.join(' ')).toContain(kind);
    const engines = assets.filter((name) => name.endsWith('.wasm') && !name.includes('asyncify'));
    expect(engines).toHaveLength(1);
    expect((await stat(join(folder, 'assets', engines[0] ?? ''))).size).toBeGreaterThan(1e6);
  });
});
