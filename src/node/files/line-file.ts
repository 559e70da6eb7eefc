import { appendFile, stat, truncate } from 'node:fs/promises';
import { printable } from '../../printable.ts';
import { attempt, readFileBytes, systemCode } from './files.ts';

/** A file of lines that grows at its end. */
export interface LineFile {
  /** Its first line when it was opened; undefined if it was not there, or empty. */
  readonly first: string | undefined;
  /** Whether what it ended in, of a program that was killed, was no whole line. */
  readonly isTorn: boolean;
  /** Adds a line: whole, or not at all. */
  append(line: string): Promise<void>;
}

/**
 * Opens a file of lines to add to it; one that is not there is made by the first line. What a program that
 * was killed left of a line is ended there.
 *
 * @param path - Opened for each line, so that it may be moved away meanwhile.
 * @param options - `isCsv`: quotes that a torn line leaves open are closed, or they would swallow what is added.
 * @throws {@link FileError} if it cannot be read, or is no file; `append` if it cannot be written.
 */
export async function openLineFile(
  path: string,
  { isCsv = false }: { readonly isCsv?: boolean } = {},
): Promise<LineFile> {
  const bytes = Buffer.from(await readFileBytes(path).catch(nothingIfMissing));
  const [first] = bytes
    .subarray(0, 2 ** 16)
    .toString()
    .split(/\r?\n/, 1);
  let ending = endingOf(bytes, isCsv);
  return {
    first: bytes.length === 0 ? undefined : first,
    isTorn: ending !== '',
    append: (line) =>
      attempt(`write ${printable(path)}`, async () => {
        const before = await sizeOf(path);
        try {
          await appendFile(path, `${ending}${line}\n`);
          ending = '';
        } catch (error) {
          // Half a line would spoil the next one.
          if (before !== undefined) await truncate(path, before).catch(() => undefined);
          throw error;
        }
      }),
  };
}

/** What ends the last line of a file, shape [size]; nothing if it is ended. */
function endingOf(bytes: Buffer, isCsv: boolean): string {
  // One within quotes stands twice, so that an odd number of them is one that is open.
  if (isCsv && countOf(QUOTE, bytes) % 2 === 1) return '"\n';
  return bytes.length > 0 && bytes.at(-1) !== 0x0a ? '\n' : '';
}

const QUOTE = 0x22;

function countOf(byte: number, bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(byte); at >= 0; at = bytes.indexOf(byte, at + 1)) count++;
  return count;
}

async function sizeOf(path: string): Promise<number | undefined> {
  return stat(path).then(
    (stats) => (stats.isFile() ? stats.size : undefined),
    (error: unknown) => (systemCode(error) === 'ENOENT' ? 0 : undefined),
  );
}

function nothingIfMissing(error: unknown): Uint8Array {
  const cause = error instanceof Error ? error.cause : undefined;
  if (systemCode(cause) === 'ENOENT') return new Uint8Array();
  throw error;
}
