import { createHash } from 'node:crypto';
import { basename, extname } from 'node:path';

/** Bytes of UTF-8 a name may have, so that suffixes of ours still fit every file system. */
const MAX_BYTES = 120;

/** Characters that Windows forbids, control characters, and marks that turn the writing direction. */
const FORBIDDEN = /[<>:"/\\|?*\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/gu;

/** Names of devices on Windows, with any suffix. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/**
 * Makes names for files about pictures (`<name>.overlay.png`): the picture's own name without its
 * suffix, made safe for any file system and told apart by `-2`, `-3`, … where two are equal, also
 * when only in capitals. Letters of any script are kept; a long name ends in a hash of its path.
 *
 * @returns A function from path to name; it never gives a name twice.
 */
export function createOutputNames(): (path: string) => string {
  /** Names given, folded, with the number that was tried last for another of the kind. */
  const taken = new Map<string, number>();
  return (path) => {
    const stem = safeName(path);
    let name = stem;
    let n = taken.get(fold(stem)) ?? 0;
    while (taken.has(fold(name))) name = `${stem}-${++n}`;
    taken.set(fold(stem), Math.max(n, 1));
    taken.set(fold(name), 1);
    return name;
  };
}

/**
 * The name of a file about a picture of that content, as {@link createOutputNames} makes it safe: another
 * content has another name, in this run and in every later one.
 *
 * @param sha256 - Of the picture's file, hexadecimal.
 */
export function outputName(path: string, sha256: string): string {
  return `${safeName(path)}-${sha256.slice(0, 12)}`;
}

function safeName(path: string): string {
  const own = basename(path, extname(path)).normalize('NFC').replaceAll(FORBIDDEN, '_');
  // Windows drops dots and blanks at the end; a dash in front reads as an option, a
  // dot there hides the file elsewhere.
  const trimmed = own.replace(/[. ]+$/, '').replace(/^[-.]/, '_');
  const name = trimmed === '' || DEVICE.test(trimmed) ? `_${trimmed}` : trimmed;
  if (Buffer.byteLength(name) <= MAX_BYTES) return name;
  const hash = createHash('sha256').update(path).digest('hex').slice(0, 8);
  return `${cut(name, MAX_BYTES - hash.length - 1)}-${hash}`;
}

/** The longest start of `text` of at most `bytes` bytes that splits no character. */
function cut(text: string, bytes: number): string {
  let [start, size] = ['', 0];
  for (const character of text) {
    size += Buffer.byteLength(character);
    if (size > bytes) break;
    start += character;
  }
  return start;
}

/** How file systems without capitals compare names. */
function fold(name: string): string {
  return name.toUpperCase().toLowerCase();
}
