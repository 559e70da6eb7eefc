import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** Where Chromium lies on the systems that tests run on. */
const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Chromium's program: what FEWGOOD_CHROMIUM names, else one of the usual places; undefined if there is none. */
export const chromiumPath: string | undefined = [
  ...(process.env['FEWGOOD_CHROMIUM'] === undefined ? [] : [process.env['FEWGOOD_CHROMIUM']]),
  ...PLACES,
].find((path) => existsSync(path));

/**
 * Starts Chromium without a window, with a camera that shows a file.
 *
 * @param video - Path of a Y4M file, shown over and over.
 */
export async function startChromium(video: string): Promise<Browser> {
  if (chromiumPath === undefined) throw new Error('Cannot start a browser: no Chromium here');
  return chromium.launch({
    executablePath: chromiumPath,
    args: [
      // As root, in a container, there is no sandbox to be had.
      '--no-sandbox',
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
      `--use-file-for-fake-video-capture=${video}`,
    ],
  });
}
