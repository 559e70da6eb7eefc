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
/** Milliseconds that a program has to let go of a camera in order. */
const GRACE = 2000;

/** A program that reads a camera, and writes each picture as PNG. */
export interface PictureProgram {
  readonly command: string;
  readonly words: readonly string[];
  /** Descriptor that it writes pictures to; what it tells of them goes to the other one. */
  readonly pictures: 1 | 3;
  /** When a picture was taken, seconds of the camera's clock, where a line tells of one; NaN where that is not known. */
  readonly stampOf: (line: string) => number | undefined;
  /** Whether it has something to give back, and is asked to end. */
  readonly endsInOrder?: boolean;
}

/** What a program reads, and who is told. */
export interface CameraReading {
  /** As the log has it. */
  readonly name: string;
  /** What is started, asked for before each start. @throws {@link Error} that says why there is none now. */
  readonly program: () => Promise<PictureProgram>;
  readonly onPicture: (bytes: Uint8Array) => void;
  /** Told the stamp of each picture, in their order, before or after it. */
  readonly onStamp?: (seconds: number) => void;
  /** Told why nothing comes any more, or yet. */
  readonly onAway?: (fault: string) => void;
  /** Milliseconds without a picture after which it is begun anew; any time by default. */
  readonly patience?: number;
}

interface ReadingTools {
  readonly log: (line: string) => void;
  readonly signal: AbortSignal;
}

/**
 * Looks whether a program is there.
 *
 * @param remedy - What to do where it is not.
 * @throws {@link StationDataError} if it does not start.
 */
export async function assertProgram(
  command: string,
  words: readonly string[],
  remedy: string,
): Promise<void> {
  try {
    await promisify(execFile)(command, [...words]);
  } catch (cause) {
    throw new StationDataError(
      'read a camera',
      `${command} does not start: expected it among the programs of this machine`,
      remedy,
      cause,
    );
  }
}

/** An address as logs and histories may have it. */
export function withoutPassword(text: string): string {
  return text.replaceAll(/(?<=:\/\/)[^/@\s]+@/g, '');
}

/** Reads a camera until the signal; one that ends or cannot be reached is tried again. */
export async function readByProgram(reading: CameraReading, tools: ReadingTools): Promise<void> {
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
async function readOnce(reading: CameraReading, signal: AbortSignal): Promise<string> {
  const { onPicture, onStamp, patience } = reading;
  let program: PictureProgram;
  try {
    program = await reading.program();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  if (signal.aborted) return '';
  const { child, pictures, saidLast } = start(program, onStamp);
  // Rejected where it does not even start.
  const ended = once(child, 'close').then(
    () => undefined,
    (error: unknown) => `${program.command} does not start: ${String(error)}`,
  );
  const stop = (): void => end(child, program);
  signal.addEventListener('abort', stop);
  let stalled: string | undefined;
  const stall = (): void => {
    stalled = `no picture for ${(patience ?? 0) / 1000} s`;
    stop();
  };
  const timer = patience === undefined ? undefined : setTimeout(stall, patience);
  try {
    for await (const bytes of pngFiles(pictures, LIMIT)) {
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

function end(child: ChildProcess, { endsInOrder = false }: PictureProgram): void {
  if (!endsInOrder) {
    child.kill('SIGKILL');
    return;
  }
  child.kill('SIGINT');
  const timer = setTimeout(() => child.kill('SIGKILL'), GRACE);
  child.once('close', () => clearTimeout(timer));
}

interface StartedProgram {
  readonly child: ChildProcess;
  readonly pictures: Readable;
  /** What it said of its end. */
  readonly saidLast: () => string;
}

function start(
  { command, words, pictures, stampOf }: PictureProgram,
  onStamp: CameraReading['onStamp'],
): StartedProgram {
  const lines = pictures === 1 ? 3 : 1;
  const child = spawn(command, [...words], { stdio: ['ignore', 'pipe', 'pipe', 'pipe'] });
  const { stderr, stdio } = child;
  const [source, told] = [stdio[pictures], stdio[lines]];
  if (!isReadable(source) || !isReadable(told) || stderr === null) {
    throw new Error(`${command} was started without its pipes`);
  }
  createInterface(told).on('line', (line) => {
    const stamp = stampOf(line);
    if (stamp !== undefined) onStamp?.(stamp);
  });
  let said = '';
  stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-2000);
  });
  const saidLast = (): string => {
    const all = said.trim().split('\n');
    const last = all.find((line) => line.startsWith('ERROR')) ?? all.at(-1) ?? '';
    return withoutPassword(last === '' ? 'it ended' : last);
  };
  return { child, pictures: source, saidLast };
}

function isReadable(stream: unknown): stream is Readable {
  return typeof stream === 'object' && stream !== null && 'read' in stream;
}
