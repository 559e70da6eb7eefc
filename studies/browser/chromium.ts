import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';
import { FileError } from '../../src/errors.ts';

/** Where Chromium lies on the systems that tests run on. */
const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** Why suites in a browser are left out. */
export const NO_CHROMIUM =
  'no Chromium on this machine: install it, or name it as FEWGOOD_CHROMIUM';

/** WebGPU by the processor, for correctness alone. */
export const SOFTWARE_GPU: readonly string[] = [
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
  '--enable-features=Vulkan',
];

/** Chromium's program: what FEWGOOD_CHROMIUM names, else one of the usual places; undefined if there is none. */
export function findChromium(): string | undefined {
  const named = process.env['FEWGOOD_CHROMIUM'];
  return [...(named ? [named] : []), ...PLACES].find((path) => existsSync(path));
}

/**
 * Starts Chromium without a window.
 *
 * @param args - Further words of its command line.
 * @throws {@link FileError} if there is none.
 */
export async function startChromium(args: readonly string[] = []): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath !== undefined) return chromium.launch({ executablePath, args: [...args] });
  throw new FileError('start a browser', NO_CHROMIUM, 'Install Chromium.');
}
