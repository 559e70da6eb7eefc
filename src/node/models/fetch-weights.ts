import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { DownloadError, type ErrorDetails, FileError } from '../../errors.ts';
import type { PublishedModel, WeightsFile } from '../../features/published-models.ts';
import { printable } from '../../printable.ts';
import { readFileBytes } from '../files/files.ts';
import { download, type DownloadPorts, type RetryRule } from './download.ts';
import { HttpClient, type HttpTimeouts, shown } from './http-client.ts';
import { PartialFile } from './partial-file.ts';
import { accessError, addressOf, authorization, type HubEnvironment } from './weights-home.ts';

/** Which weights, and from where. */
export interface FetchRequest {
  readonly model: PublishedModel;
  /** A mirror's address or a file, instead of the homes on record. */
  readonly from?: string | undefined;
  /** Hash that the weights must have, instead of those on record. */
  readonly sha256?: string | undefined;
}

/** What fetching needs of the machine. */
export interface FetchPorts {
  readonly hub: HubEnvironment;
  readonly signal: AbortSignal;
  /** Told of each piece; `total` is 0 if the server does not tell it. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Told what a person may want to know. */
  readonly log?: (line: string) => void;
  readonly retry?: RetryRule;
  readonly timeouts?: HttpTimeouts;
}

/** What a hash was compared with: the record, what the request says, what the server says, nothing. */
export type HashCheck = 'record' | 'request' | 'server' | 'none';

/** Weights that are here, and what their hash was compared with. */
export interface CheckedWeights {
  /** The file, shape [length]. */
  readonly bytes: Uint8Array;
  /** Address or path. */
  readonly source: string;
  /** Bytes of the file. */
  readonly size: number;
  readonly sha256: string;
  readonly check: HashCheck;
}

/** Weights, and how to take away what was kept of them beside. */
export interface FetchedWeights {
  readonly weights: CheckedWeights;
  readonly discard: () => Promise<void>;
}

/**
 * Reads weights from a file, a mirror or the first of their homes that gives them, and checks their hash.
 *
 * @param folder - Where a download grows; it stays there after a fault, so that it can be gone on with.
 * @throws {@link DownloadError} if they cannot be had, or are others than expected.
 * @throws {@link FileError} if something cannot be read or written.
 * @throws {@link CancelledError} if it was asked to stop.
 */
export async function fetchWeights(
  request: FetchRequest,
  folder: string,
  ports: FetchPorts,
): Promise<FetchedWeights> {
  const { model, from } = request;
  if (from !== undefined) assertComparable(request, from);
  if (from !== undefined && !isAddress(from)) return readWeights(request, from);
  const homes = from === undefined ? model.files : [{ url: from }];
  const client = await HttpClient.create(ports.timeouts);
  try {
    return await fromFirst(homes, { request, folder, ports: { ...ports, client } });
  } finally {
    await client.close();
  }
}

/**
 * Checks that weights from elsewhere can be told from others: what lies in a file or on a mirror may be
 * anything, and a mirror says of itself what it likes.
 */
function assertComparable({ model, sha256 }: FetchRequest, from: string): void {
  if (/^[a-z][a-z\d+.-]*:\/\//i.test(from) && !isAddress(from) && !isFileAddress(from)) {
    throw new DownloadError(
      printable(from),
      'it is no such address: expected one that begins with https://, http:// or file://, or a file',
      'Name an address or a file of these kinds.',
      { options: ['from'] },
    );
  }
  if (sha256 !== undefined || recordOf(model.files).length > 0) return;
  throw new DownloadError(
    printable(from),
    `no SHA-256 of ${model.name} is on record to compare it with: expected the one that it must have`,
    'State it, if you trust the file.',
    { options: ['sha256'] },
  );
}

interface Download {
  readonly request: FetchRequest;
  readonly folder: string;
  readonly ports: FetchPorts & { readonly client: HttpClient };
}

/** The weights of the first home that can be asked. */
async function fromFirst(homes: readonly WeightsFile[], task: Download): Promise<FetchedWeights> {
  const { hub, log } = task.ports;
  let last: unknown;
  for (const { url, ...home } of homes) {
    if (url === undefined) continue;
    const address = addressOf(url, hub);
    if (last instanceof DownloadError) log?.(`${last.message}; trying ${shown(address)}`);
    try {
      return await fetchChecked({ ...home, address }, task);
    } catch (error) {
      const isAway = error instanceof DownloadError && error.facts['unreachable'] === true;
      if (!isAway) throw error;
      last = error;
    }
  }
  throw last;
}

interface Home extends Omit<WeightsFile, 'url'> {
  readonly address: string;
}

/** Downloads to the end and compares the hash; what was pieced together wrongly is fetched anew once. */
async function fetchChecked(home: Home, task: Download): Promise<FetchedWeights> {
  const { request, folder, ports } = task;
  const { model, sha256: wanted } = request;
  const { address, sha256, bytes } = home;
  const recorded = request.from === undefined ? recordOf([home]) : recordOf(model.files);
  const file = await PartialFile.open(folder, address);
  try {
    const { homeSha256, wasResumed } = await download(
      {
        url: address,
        headers: authorization(address, ports.hub),
        bytes: wanted === undefined ? bytes : undefined,
        isHashKnown: (wanted ?? sha256) !== undefined,
      },
      file,
      { ...ports, ...messagesOf(address, task) },
    );
    await file.close();
    const digest = file.digest();
    const expectation = expectationOf(wanted, recorded, homeSha256);
    if (!isMet(expectation, digest)) {
      await file.discard();
      if (wasResumed) return await fetchChecked(home, task);
      const { fault, remedy, details } = wrongHash(digest, expectation);
      throw new DownloadError(shown(address), fault, remedy, details);
    }
    const content = await readFileBytes(file.path);
    const about = { source: shown(address), size: content.length, sha256: digest };
    return {
      weights: { bytes: content, ...about, check: expectation.check },
      discard: () => file.discard(),
    };
  } catch (error) {
    // What is there stays for the next time, unless it is of another file or the disk is full.
    const isAnother = error instanceof DownloadError && error.facts['isAnother'] === true;
    if (isAnother || error instanceof FileError || file.size === 0) await file.discard();
    throw error;
  } finally {
    await file.close();
  }
}

function messagesOf(
  address: string,
  { request: { model }, ports: { hub, log } }: Download,
): Pick<DownloadPorts, 'onRetry' | 'accessError'> {
  return {
    onRetry: (fault, wait) =>
      log?.(`${shown(address)}: ${fault}; trying again in ${Math.ceil(wait / 1000)} s`),
    accessError: (status) => accessError(address, model, hub, status),
  };
}

/** Weights in a file of the user's. */
async function readWeights(
  { model, sha256: wanted }: FetchRequest,
  from: string,
): Promise<FetchedWeights> {
  const path = isFileAddress(from) ? fileURLToPath(from) : from;
  const bytes = await readFileBytes(path);
  const digest = createHash('sha256').update(bytes).digest('hex');
  const expectation = expectationOf(wanted, recordOf(model.files), undefined);
  const source = printable(path);
  if (!isMet(expectation, digest)) {
    const { fault, remedy, details } = wrongHash(digest, expectation);
    throw new FileError(`use ${source}`, fault, remedy, details);
  }
  const about = { source, size: bytes.length, sha256: digest, check: expectation.check };
  return { weights: { bytes, ...about }, discard: () => Promise.resolve() };
}

function recordOf(files: readonly Pick<WeightsFile, 'sha256'>[]): readonly string[] {
  return files.flatMap(({ sha256 }) => sha256 ?? []);
}

/** Hashes that will do, and where they are from. */
interface Expectation {
  readonly check: HashCheck;
  readonly hashes: readonly string[];
}

function expectationOf(
  wanted: string | undefined,
  recorded: readonly string[],
  ofServer: string | undefined,
): Expectation {
  if (wanted !== undefined) return { check: 'request', hashes: [wanted.toLowerCase()] };
  if (recorded.length > 0) return { check: 'record', hashes: recorded };
  return ofServer === undefined
    ? { check: 'none', hashes: [] }
    : { check: 'server', hashes: [ofServer] };
}

function isMet({ check, hashes }: Expectation, digest: string): boolean {
  return check === 'none' || hashes.includes(digest);
}

function wrongHash(
  digest: string,
  { hashes }: Expectation,
): { readonly fault: string; readonly remedy: string; readonly details: ErrorDetails } {
  return {
    fault: `its SHA-256 is ${digest}: expected ${hashes.join(' or ')}`,
    remedy:
      'Do not use this file: it is damaged, or another one than was published. Try again or take another source; if you trust it, state its hash.',
    details: { facts: { isAnother: true }, options: ['from', 'sha256'] },
  };
}

function isFileAddress(from: string): boolean {
  return /^file:\/\//i.test(from);
}

function isAddress(from: string): boolean {
  return /^https?:\/\//i.test(from);
}
