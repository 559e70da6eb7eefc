import { existsSync } from 'node:fs';

/** Where Chromium lies on the systems that tests run on. */
const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** Chromium's program: what FEWGOOD_CHROMIUM names, else one of the usual places; undefined if there is none. */
export function findChromium(): string | undefined {
  const named = process.env['FEWGOOD_CHROMIUM'];
  return [...(named ? [named] : []), ...PLACES].find((path) => existsSync(path));
}

/** Why suites in a browser are left out. */
export const NO_CHROMIUM = 'no Chromium on this machine: install it, or name it as FEWGOOD_CHROMIUM';

/** WebGPU by the processor, for correctness alone. */
export const SOFTWARE_GPU = [
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
  '--enable-features=Vulkan',
];
