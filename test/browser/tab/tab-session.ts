import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Browser } from 'playwright-core';
import type { RgbImage } from '../../../src/image/rgb-image.ts';
import { readTabFiles } from '../../../src/node/web/tab-files.ts';
import { serveTab } from '../../../src/node/web/tab-server.ts';
import { startChromium } from '../../../studies/browser/chromium.ts';
import { smallModel } from '../../helpers/small-part.ts';
import { cameraVideo } from '../station/camera-video.ts';
import { openPage, type WatchedPage } from '../station/watched-page.ts';

const root = new URL('../../..', import.meta.url).pathname;

/** Frames a second of the camera: more than a machine judges of a large picture. */
const RATE = 60;

/** The page of the browser tab with a small model, served, and open in a browser with a camera. */
export interface TabSession {
  readonly browser: Browser;
  readonly watched: WatchedPage;
  /** Where the page is, without a path. */
  readonly origin: string;
  /** Ends the server. */
  readonly cutOff: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/**
 * Builds the page, unless FEWGOOD_TAB names the folder of a built one, serves it and opens it.
 *
 * @param seen - What the camera sees.
 */
export async function openTabSession(seen: RgbImage): Promise<TabSession> {
  const folder = await mkdtemp(join(tmpdir(), 'fewgood-tab-'));
  const video = join(folder, 'camera.y4m');
  await writeFile(video, cameraVideo(seen, RATE));
  const built = process.env['FEWGOOD_TAB'];
  if (built === undefined) {
    // Of a test, as which this one would be built otherwise, React is larger and slower.
    const env = { ...process.env, NODE_ENV: 'production' };
    await promisify(execFile)('npm', ['run', '--silent', 'build:tab'], { cwd: root, env });
  }
  const model = { id: 'usual', path: 'small.onnx', bytes: smallModel() };
  const files = await readTabFiles([model], built);
  const server = await serveTab(files, { host: '127.0.0.1', port: 0 });
  const { origin } = new URL(server.url);
  const browser = await startChromium([
    '--use-fake-ui-for-media-stream',
    '--use-fake-device-for-media-stream',
    `--use-file-for-fake-video-capture=${video}`,
  ]);
  const close = async (): Promise<void> => {
    await browser.close();
    await server.close();
    await rm(folder, { recursive: true });
  };
  const watched = await openPage(browser, origin);
  return { browser, watched, origin, cutOff: server.close, close };
}
