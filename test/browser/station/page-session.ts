import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Browser } from 'playwright-core';
import type { RgbImage } from '../../../src/image/rgb-image.ts';
import { startChromium } from '../../../studies/browser/chromium.ts';
import type { StationRun } from '../../../packages/station/src/server/run-station.ts';
import { smallModel } from '../../helpers/small-part.ts';
import { cameraVideo } from './camera-video.ts';
import { type PageStation, startPageStation } from './page-station.ts';
import { openPage, type WatchedPage } from './watched-page.ts';

const root = new URL('../../..', import.meta.url).pathname;

/** A station with a small model, a browser with a camera, and its page. */
export interface PageSession {
  /** Folder of the built page. */
  readonly dist: string;
  readonly browser: Browser;
  readonly watched: WatchedPage;
  /** Where the station is. */
  readonly url: string;
  /** The link of the first administrator; undefined where nobody signs in. */
  readonly firstLink: string | undefined;
  /** Ends the station, and starts it again where it was once `meanwhile` is over. */
  readonly restart: (meanwhile: () => Promise<void>) => Promise<void>;
  readonly close: () => Promise<void>;
}

/**
 * Builds the page, starts all, and opens the page.
 *
 * @param seen - What the camera sees.
 * @param login - Whether people sign in.
 * @param onStart - Works on the station while it runs.
 */
export async function openSession(
  seen: RgbImage,
  login = false,
  onStart?: StationRun['onStart'],
): Promise<PageSession> {
  const folder = await mkdtemp(join(tmpdir(), 'fewgood-page-'));
  const model = process.env['FEWGOOD_MODEL'];
  process.env['FEWGOOD_MODEL'] = join(folder, 'small.onnx');
  await writeFile(join(folder, 'small.onnx'), smallModel());
  await writeFile(join(folder, 'camera.y4m'), cameraVideo(seen));
  const dist = await builtPage();
  const data = join(folder, 'data');
  const options = { login, onStart };
  let station: PageStation = await startPageStation(data, dist, options);
  const browser = await startChromium([
    '--use-fake-ui-for-media-stream',
    '--use-fake-device-for-media-stream',
    `--use-file-for-fake-video-capture=${join(folder, 'camera.y4m')}`,
  ]);
  const { url, firstLink } = station;
  const restart = async (meanwhile: () => Promise<void>): Promise<void> => {
    await station.close();
    await meanwhile();
    station = await startPageStation(data, dist, { ...options, port: Number(new URL(url).port) });
  };
  const close = async (): Promise<void> => {
    await browser.close();
    await station.close();
    await rm(folder, { recursive: true });
    if (model === undefined) delete process.env['FEWGOOD_MODEL'];
    else process.env['FEWGOOD_MODEL'] = model;
  };
  const watched = await openPage(browser, url);
  return { dist, browser, url, firstLink, restart, close, watched };
}

/** Folder of the built page: that of FEWGOOD_PAGE, or one that is built first. */
export async function builtPage(): Promise<string> {
  const built = process.env['FEWGOOD_PAGE'];
  if (built !== undefined) return built;
  // Of a test, as which this one would be built otherwise, React is larger and slower.
  const env = { ...process.env, NODE_ENV: 'production' };
  await promisify(execFile)('npm', ['run', '--silent', 'build:web'], { cwd: root, env });
  return join(root, 'apps/web/dist');
}
