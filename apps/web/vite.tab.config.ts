import { copyFile, mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig, type Plugin } from 'vite';
import { themeCss } from './theme-css.ts';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

/** The folder of the package that `fewgood web` serves. */
const OUT = path('../../dist/web');
/** Files of onnxruntime-web that a page loads. */
const ENGINE = ['ort-wasm-simd-threaded.mjs', 'ort-wasm-simd-threaded.wasm'];

export default defineConfig({
  root: path('tab'),
  publicDir: path('public'),
  // Any folder of any host.
  base: './',
  plugins: [react(), themeCss(), engineFiles()],
  resolve: {
    alias: [
      { find: /^fewgood$/, replacement: path('../../src/index.ts') },
      { find: /^fewgood\/browser$/, replacement: path('../../src/browser/index.ts') },
      {
        find: /^@fewgood\/station\/statistics$/,
        replacement: path('../../packages/station/src/statistics/index.ts'),
      },
    ],
    // Its threads run the file that lies in `engine/`, not the bundle.
    conditions: ['onnxruntime-web-use-extern-wasm', ...defaultClientConditions],
  },
  worker: { format: 'es' },
  build: {
    target: 'es2023',
    outDir: OUT,
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
    // The package carries what is bundled: so it carries its licences.
    license: { fileName: 'licences.md' },
    rolldownOptions: {
      input: {
        index: path('tab/index.html'),
        'service-worker': path('src/tab/service-worker.ts'),
      },
      output: {
        // Its address must stay, so that a new one takes its place.
        entryFileNames: ({ name }) =>
          name === 'service-worker' ? 'service-worker.js' : 'assets/[name]-[hash].js',
      },
    },
  },
});

/** Lays the engine's files beside the page. */
function engineFiles(): Plugin {
  return {
    name: 'engine-files',
    apply: 'build',
    closeBundle: async () => {
      const from = dirname(createRequire(import.meta.url).resolve('onnxruntime-web'));
      const to = join(OUT, 'engine');
      await mkdir(to, { recursive: true });
      for (const name of ENGINE) await copyFile(join(from, name), join(to, name));
    },
  };
}
