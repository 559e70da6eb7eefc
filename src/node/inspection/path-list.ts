/**
 * Lists of paths on standard input, one a line or separated by NUL.
 *
 * @module
 */
import { NoPicturesError } from '../../errors.ts';
import { decodeText } from '../files/decode-text.ts';

/**
 * Reads a list of paths: UTF-8 or UTF-16, with a byte order mark or without.
 *
 * @param chunks - The list in pieces; bytes of shape [n], or texts that are decoded already.
 * @throws {@link NoPicturesError} if it is empty, or in another encoding.
 */
export async function readPathList(
  chunks: AsyncIterable<string | Uint8Array> = none(),
): Promise<string[]> {
  const pieces: Uint8Array[] = [];
  for await (const chunk of chunks) {
    pieces.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
  }
  const bytes = Buffer.concat(pieces);
  const text = decodeText(bytes);
  if (text === undefined) throw refused(bytes);
  // Only a list separated by NUL can hold names with newlines (find -print0).
  const paths = text.split(text.includes('\0') ? '\0' : /\r?\n/).filter((path) => path !== '');
  if (paths.length > 0) return paths;
  const fault = 'the list on standard input is empty';
  throw new NoPicturesError('-', fault, 'Pipe in one path a line.');
}

/** Counts the items before the first that is no UTF-8. */
function refused(bytes: Buffer): NoPicturesError {
  const [before = ''] = bytes.toString('utf8').split('\ufffd');
  const item = before.split(before.includes('\0') ? '\0' : '\n').length;
  return new NoPicturesError(
    '-',
    `the list on standard input is neither UTF-8 nor UTF-16, as its item ${item} shows: expected text`,
    'Write the list as UTF-8, and rename files whose names are not.',
  );
}

async function* none(): AsyncGenerator<string> {
  // No list was given: an empty one.
}
