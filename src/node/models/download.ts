import { statfs } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { CancelledError, DownloadError, FileError } from '../../errors.ts';
import { formatMebibytes, MEBIBYTE } from '../../mebibytes.ts';
import { printable } from '../../printable.ts';
import { type HttpAnswer, type HttpClient, PassingFault, shown } from './http-client.ts';
import type { DownloadState, PartialFile } from './partial-file.ts';

/** How a download tries again after a fault that may pass. */
export interface RetryRule {
  /** Times that it tries in a row without getting on. */
  readonly attempts: number;
  /** Milliseconds before the second attempt; they double with each further one. */
  readonly firstWait: number;
}

/** Gives a line half a minute to come back. */
const RETRY_RULE: RetryRule = { attempts: 6, firstWait: 1000 };

/** No longer than this, whatever a server asks for, milliseconds. */
const LONGEST_WAIT = 60_000;

/** Bytes that are progress: with them the attempts are counted anew. */
const PROGRESS = MEBIBYTE;

/** No weights that can be pulled are larger; more would only fill the disk. */
const MAX_BYTES = 2 ** 31;

/** A file to download. */
export interface DownloadRequest {
  readonly url: string;
  /** Beside those of the download itself. */
  readonly headers: Readonly<Record<string, string>>;
  /** Its size, if that is known. */
  readonly bytes?: number | undefined;
  /** Whether its hash is known, so that a file that was pieced together wrongly would be noticed. */
  readonly isHashKnown: boolean;
}

/** What a download needs of the machine. */
export interface DownloadPorts {
  readonly client: HttpClient;
  readonly signal: AbortSignal;
  /** Told of each piece; `total` is 0 if the server does not tell it. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Told before it tries again. */
  readonly onRetry?: (fault: string, milliseconds: number) => void;
  readonly retry?: RetryRule;
  /** What an answer that refuses access means. */
  readonly accessError?: (status: number) => DownloadError;
}

/** A file that is there as a whole. */
export interface Downloaded {
  /** Hash that its home tells; undefined if it tells none. */
  readonly homeSha256: string | undefined;
  /** Whether some of it was there before. */
  readonly wasResumed: boolean;
}

/**
 * Downloads a file to its end: goes on where an earlier attempt stopped, if the server still has that
 * very content and lets it, and tries again where a fault may pass.
 *
 * @param file - Where it grows.
 * @throws {@link DownloadError} if the server does not give it, `unreachable` among its facts if it could not be asked.
 * @throws {@link FileError} if it cannot be written.
 * @throws {@link CancelledError} if it was asked to stop.
 */
export async function download(
  request: DownloadRequest,
  file: PartialFile,
  ports: DownloadPorts,
): Promise<Downloaded> {
  const { attempts, firstWait } = ports.retry ?? RETRY_RULE;
  const before = file.size;
  for (let attempt = 1, furthest = before; ; attempt++) {
    try {
      const { homeHeaders } = await fetchRest(request, file, ports);
      return { homeSha256: hashOfHome(homeHeaders), wasResumed: before > 0 };
    } catch (error) {
      if (ports.signal.aborted) throw cancelled(request, file);
      if (!(error instanceof PassingFault)) throw error;
      if (file.size >= furthest + PROGRESS) [attempt, furthest] = [1, file.size];
      if (attempt >= attempts) throw unreachable(request, error, attempt);
      const wait = Math.min(error.wait ?? firstWait * 2 ** (attempt - 1), LONGEST_WAIT);
      ports.onRetry?.(error.message, wait);
      await sleep(wait, undefined, { signal: ports.signal }).catch(() => undefined);
      if (ports.signal.aborted) throw cancelled(request, file);
    }
  }
}

/** One request for what is missing. */
async function fetchRest(
  request: DownloadRequest,
  file: PartialFile,
  ports: DownloadPorts,
): Promise<HttpAnswer> {
  const answer = await ports.client.get(
    request.url,
    { ...request.headers, ...rangeOf(request, file) },
    ports.signal,
  );
  try {
    const total = await accept(answer, request, file, ports);
    if (total !== 'complete') await receive(answer, { request, file, total }, ports);
  } finally {
    await answer.discard().catch(() => undefined);
  }
  return answer;
}

/** Asks for what follows, on condition that the content is still the same. */
function rangeOf({ isHashKnown }: DownloadRequest, file: PartialFile): Record<string, string> {
  const { size, validator } = file;
  if (size === 0 || (validator === undefined && !isHashKnown)) return {};
  return { range: `bytes=${size}-`, ...(validator !== undefined && { 'if-range': validator }) };
}

/**
 * Checks what a server answers, and readies the file for it.
 *
 * @returns Bytes of the whole file, 0 if unknown; or that it is complete already.
 */
async function accept(
  answer: HttpAnswer,
  request: DownloadRequest,
  file: PartialFile,
  ports: DownloadPorts,
): Promise<number | 'complete'> {
  const { status, headers } = answer;
  const { from, whole } = contentRange(headers);
  if (status === 416 && file.size > 0 && whole === file.size) return 'complete';
  if (status === 416 || (status === 206 && from !== file.size)) {
    await file.restart({ url: request.url });
    throw new PassingFault('what was begun is of another file', 0);
  }
  if (status !== 200 && status !== 206) throw refusal(answer, request, ports);
  const total = status === 206 ? whole : lengthOf(headers);
  assertSize(total, request);
  if (status === 200) await file.restart({ url: request.url, ...validatorOf(headers) });
  await assertSpace(file.path, Math.max(total, request.bytes ?? 0) - file.size);
  return total;
}

/** Bytes of the answer; 0 if it does not tell. */
function lengthOf(headers: ReadonlyMap<string, string>): number {
  return Number(headers.get('content-length') ?? 0);
}

/** First byte and size of the whole, as `Content-Range` tells them; NaN where it does not. */
function contentRange(headers: ReadonlyMap<string, string>): { from: number; whole: number } {
  const text = headers.get('content-range') ?? '';
  const [, from, whole] = /^bytes (?:(\d+)-\d+|\*)\/(\d+)$/.exec(text) ?? [];
  return { from: Number(from), whole: Number(whole) };
}

interface Reception {
  readonly request: DownloadRequest;
  readonly file: PartialFile;
  readonly total: number;
}

async function receive(
  { body }: HttpAnswer,
  { request, file, total }: Reception,
  { signal, onProgress }: DownloadPorts,
): Promise<void> {
  onProgress?.(file.size, total);
  for await (const chunk of body) {
    if (signal.aborted) throw cancelled(request, file);
    await file.append(chunk);
    const most = request.bytes ?? MAX_BYTES;
    if (file.size > most) throw wrongSize(request, `over ${most}`);
    onProgress?.(file.size, total);
  }
  if (file.size < Math.max(total, request.bytes ?? 0)) {
    throw new PassingFault('the connection was cut');
  }
}

/** A strong mark of the content; a weak one or a date says too little. */
function validatorOf(headers: ReadonlyMap<string, string>): Pick<DownloadState, 'validator'> {
  const tag = headers.get('etag');
  return tag?.startsWith('"') ? { validator: tag } : {};
}

/** Hugging Face tells the SHA-256 of a file in LFS as the mark of what it leads on to. */
function hashOfHome(headers: ReadonlyMap<string, string>): string | undefined {
  return /^"?([0-9a-f]{64})"?$/.exec(headers.get('x-linked-etag') ?? '')?.[1];
}

function refusal(
  { status, headers }: HttpAnswer,
  { url }: DownloadRequest,
  { accessError }: DownloadPorts,
): Error {
  if (status === 401 || status === 403) {
    return (
      accessError?.(status) ??
      new DownloadError(
        shown(url),
        `the server refuses access (HTTP ${status}): expected a file that all may read`,
        'Check the address, or download the file by other means and name it.',
        { facts: { status }, options: ['from'] },
      )
    );
  }
  const isPassing = status === 408 || status === 425 || status === 429 || status >= 500;
  if (isPassing) return new PassingFault(`the server answers HTTP ${status}`, waitOf(headers));
  const isGone = status === 404 || status === 410;
  return new DownloadError(
    shown(url),
    `the server ${isGone ? 'has no such file' : 'gives no file'} (HTTP ${status}): expected the weights`,
    'Check the address; if it is the one on record, download the file by other means and name it.',
    { facts: { status, unreachable: isGone }, options: ['from'] },
  );
}

/** Milliseconds of `Retry-After`, if it tells seconds. */
function waitOf(headers: ReadonlyMap<string, string>): number | undefined {
  const seconds = /^\d+$/.exec(headers.get('retry-after') ?? '')?.[0];
  return seconds === undefined ? undefined : 1000 * Number(seconds);
}

/** Checks the size that a server tells; 0 if it tells none. */
function assertSize(total: number, request: DownloadRequest): void {
  const { bytes } = request;
  const isRight = bytes === undefined ? total <= MAX_BYTES : total === bytes;
  if (total !== 0 && !isRight) throw wrongSize(request, String(total));
}

function wrongSize({ url, bytes }: DownloadRequest, found: string): DownloadError {
  return new DownloadError(
    shown(url),
    `it has ${found} bytes: expected ${bytes ?? `at most ${MAX_BYTES}`}`,
    'The file at this address is another one; name another source.',
    { facts: { isAnother: true }, options: ['from'] },
  );
}

/** Better told now than when the disk is full. */
async function assertSpace(path: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(path);
  const free = bavail * bsize;
  if (bytes <= free) return;
  throw new FileError(
    `write ${printable(path)}`,
    `the disk has ${formatMebibytes(free)} left: expected ${formatMebibytes(bytes)}`,
    'Free some space, or choose another disk.',
    { facts: { freeBytes: free, neededBytes: bytes } },
  );
}

function unreachable(
  { url }: DownloadRequest,
  cause: PassingFault,
  attempts: number,
): DownloadError {
  return new DownloadError(
    shown(url),
    `${cause.message}, ${attempts} times in a row: expected the weights`,
    'Check the connection and the proxy (HTTPS_PROXY) and try again: it goes on where it stopped. Or download the file by other means and name it.',
    { cause, facts: { unreachable: true }, options: ['from'] },
  );
}

function cancelled({ url }: DownloadRequest, file: PartialFile): CancelledError {
  return new CancelledError(`download ${shown(url)}`, formatMebibytes(file.size));
}
