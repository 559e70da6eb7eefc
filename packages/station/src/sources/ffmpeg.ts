import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { StationDataError } from '../errors.ts';
import { pngFiles } from './png-stream.ts';

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

/** What ffmpeg is told of an input. */
export function inputOf(input: string): readonly string[] {
  if (/^rtsps?:/.test(input)) return ['-rtsp_transport', 'tcp', '-i', input];
  if (input.startsWith('/dev/video')) return ['-f', 'v4l2', '-i', input];
  return ['-i', input];
}

/** An address as logs and histories may have it. */
export function withoutPassword(text: string): string {
  return text.replaceAll(/(?<=:\/\/)[^/@\s]+@/g, '');
}

/** What ffmpeg reads, and who is told. */
export interface FfmpegReading {
  /** As the log has it. */
  readonly name: string;
  /** Input and what becomes of its pictures, as ffmpeg takes it; they are written as PNG. */
  readonly words: readonly string[];
  readonly onPicture: (bytes: Uint8Array) => void;
  /** Told of each line that ffmpeg writes to pipe 3. */
  readonly onLine?: (line: string) => void;
  /** Told why nothing comes any more, or yet. */
  readonly onAway?: (fault: string) => void;
  /** Milliseconds without a picture after which it is begun anew; any time by default. */
  readonly patience?: number;
}

interface ReadingTools {
  readonly log: (line: string) => void;
  readonly signal: AbortSignal;
}

/** Reads a camera until the signal; one that ends or cannot be reached is tried again. */
export async function readByFfmpeg(reading: FfmpegReading, tools: ReadingTools): Promise<void> {
  const { log, signal } = tools;
  let wait = FIRST_PAUSE;
  while (!signal.aborted) {
    let count = 0;
    const onPicture = (bytes: Uint8Array): void => {
      count++;
      reading.onPicture(bytes);
    };
    const fault = await readOnce({ ...reading, onPicture }, signal);
    if (signal.aborted) break;
    reading.onAway?.(fault);
    wait = count > 0 ? FIRST_PAUSE : Math.min(2 * wait, LONGEST_PAUSE);
    log(`${reading.name}: ${fault}; it is tried again in ${wait / 1000} s`);
    await pause(wait, undefined, { signal }).catch(() => undefined);
  }
}

/** Reads until the camera ends; why it did. */
async function readOnce(reading: FfmpegReading, signal: AbortSignal): Promise<string> {
  const { onPicture, patience } = reading;
  const { child, stdout, saidLast } = startFfmpeg(reading);
  // Rejected where it does not even start.
  const ended = once(child, 'close').then(
    () => undefined,
    (error: unknown) => `ffmpeg does not start: ${String(error)}`,
  );
  const stop = (): unknown => child.kill('SIGKILL');
  signal.addEventListener('abort', stop);
  let stalled: string | undefined;
  const stall = (): void => {
    stalled = `no picture for ${(patience ?? 0) / 1000} s`;
    stop();
  };
  const timer = patience === undefined ? undefined : setTimeout(stall, patience);
  try {
    for await (const bytes of pngFiles(stdout, LIMIT)) {
      timer?.refresh();
      onPicture(bytes);
    }
    const fault = await ended;
    return fault ?? stalled ?? saidLast();
  } catch (error) {
    stop();
    return `it sent ${error instanceof Error ? error.message : String(error)}`;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
}

interface StartedFfmpeg {
  readonly child: ChildProcess;
  readonly stdout: Readable;
  /** What it said of its end. */
  readonly saidLast: () => string;
}

function startFfmpeg({ words, onLine }: FfmpegReading): StartedFfmpeg {
  const all = ['-nostdin', '-hide_banner', '-loglevel', 'error', ...words];
  const child = spawn('ffmpeg', [...all, '-f', 'image2pipe', '-'], {
    stdio: ['ignore', 'pipe', 'pipe', onLine === undefined ? 'ignore' : 'pipe'],
  });
  const { stdout, stderr, stdio } = child;
  if (stdout === null || stderr === null) throw new Error('ffmpeg was started without its pipes');
  if (isReadable(stdio[3])) createInterface(stdio[3]).on('line', (line) => onLine?.(line));
  let said = '';
  stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-500);
  });
  const saidLast = (): string => {
    const [last = ''] = said.trim().split('\n').slice(-1);
    return withoutPassword(last === '' ? 'it ended' : last);
  };
  return { child, stdout, saidLast };
}

function isReadable(stream: unknown): stream is Readable {
  return typeof stream === 'object' && stream !== null && 'read' in stream;
}
