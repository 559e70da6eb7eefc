import { execFile, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { StationDataError } from '../errors.ts';
import { pngFiles } from './png-stream.ts';
import type { CameraSource, SourcePicture } from './source.ts';
import { type SourceTools, takePicture } from './take-picture.ts';

/** Between two tries to reach a camera, milliseconds: the first, and the longest. */
const [FIRST_PAUSE, LONGEST_PAUSE] = [1000, 30_000];
/** Bytes that a picture may have, as PNG. */
const LIMIT = 512 * 2 ** 20;

/** @throws {@link StationDataError} if ffmpeg is not installed. */
export async function assertFfmpeg(): Promise<void> {
  try {
    await promisify(execFile)('ffmpeg', ['-version']);
  } catch (cause) {
    throw new StationDataError(
      'read a camera',
      'ffmpeg does not start: expected it among the programs of this machine',
      'Install ffmpeg, or leave the camera out.',
      cause,
    );
  }
}

/**
 * Has pictures of a camera judged, one each few seconds. While one is not taken yet, the newest waits, and those
 * before it are dropped, counted and told. A camera that ends or cannot be reached is tried again.
 */
export async function readCamera(source: CameraSource, tools: SourceTools): Promise<void> {
  const { log, signal } = tools;
  const name = `camera ${withoutPassword(source.input)}`;
  const newest = new Newest(source.part, name, tools);
  let wait = FIRST_PAUSE;
  while (!signal.aborted) {
    const before = newest.count;
    const fault = await readOnce(source, newest, signal);
    if (signal.aborted) break;
    wait = newest.count > before ? FIRST_PAUSE : Math.min(2 * wait, LONGEST_PAUSE);
    log(`${name}: ${fault}; it is tried again in ${wait / 1000} s`);
    await pause(wait, undefined, { signal }).catch(() => undefined);
  }
  await newest.done();
}

/** Reads until the camera ends; why it did. */
async function readOnce(
  { input, every }: CameraSource,
  newest: Newest,
  signal: AbortSignal,
): Promise<string> {
  const output = ['-an', '-vf', `fps=1/${every}`, '-c:v', 'png', '-f', 'image2pipe', '-'];
  const words = ['-nostdin', '-hide_banner', '-loglevel', 'error', ...inputOf(input), ...output];
  const child = spawn('ffmpeg', words, { stdio: ['ignore', 'pipe', 'pipe'] });
  // Rejected where it does not even start.
  const ended = once(child, 'close').then(
    () => undefined,
    (error: unknown) => `ffmpeg does not start: ${String(error)}`,
  );
  const stop = (): unknown => child.kill('SIGKILL');
  signal.addEventListener('abort', stop);
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-500);
  });
  try {
    for await (const bytes of pngFiles(child.stdout, LIMIT)) newest.add(bytes);
    const fault = await ended;
    if (fault !== undefined) return fault;
    const [last = 'it ended'] = said.trim().split('\n').slice(-1);
    return withoutPassword(last === '' ? 'it ended' : last);
  } catch (error) {
    stop();
    return `it sent ${error instanceof Error ? error.message : String(error)}`;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** What ffmpeg is told of an input. */
function inputOf(input: string): readonly string[] {
  if (/^rtsps?:/.test(input)) return ['-rtsp_transport', 'tcp', '-i', input];
  if (input.startsWith('/dev/video')) return ['-f', 'v4l2', '-i', input];
  return ['-i', input];
}

/** An address as logs and histories may have it. */
function withoutPassword(text: string): string {
  return text.replaceAll(/(?<=:\/\/)[^/@\s]+@/g, '');
}

/** Has the newest picture taken, one at a time. */
class Newest {
  readonly #goal: { readonly part: string; readonly source: string };
  readonly #tools: SourceTools;
  #next: SourcePicture | undefined;
  #work: Promise<void> | undefined;
  /** Pictures that came. */
  count = 0;

  constructor(part: string, source: string, tools: SourceTools) {
    this.#goal = { part, source };
    this.#tools = tools;
  }

  add(bytes: Uint8Array): void {
    this.count++;
    const { source } = this.#goal;
    if (this.#next !== undefined) {
      this.#tools.station.metrics.dropped.inc({ source });
      this.#tools.log(
        `${source}: ${this.#next.name} is dropped: a newer one came before it was taken`,
      );
    }
    // The camera gives nothing twice, so that each has a key of its own.
    this.#next = { key: `camera-${randomUUID()}`, name: `${this.count}.png`, bytes };
    this.#work ??= this.#take().finally(() => (this.#work = undefined));
  }

  async done(): Promise<void> {
    await this.#work;
  }

  async #take(): Promise<void> {
    while (this.#next !== undefined) {
      const picture = this.#next;
      this.#next = undefined;
      await takePicture(picture, this.#goal, this.#tools);
    }
  }
}
