/**
 * Names of files as disks hold them: bytes, which need not be UTF-8. Node makes of others a text that
 * is the name of no file.
 *
 * @module
 */
import type { Fault } from './files.ts';

/** A name as a text. */
export interface FileName {
  /** Bytes that are no UTF-8 are `\xNN`, so that no two names become one. */
  readonly text: string;
  readonly isUtf8: boolean;
}

/** What is wrong with a name that is no UTF-8. */
export const NOT_UTF8: Fault = {
  fault: 'its name is not UTF-8: expected a name of UTF-8',
  remedy: 'Rename it, all of a folder by: convmv -f latin1 -t utf8 -r --notest FOLDER.',
};

/**
 * Makes a text of the bytes of a name.
 *
 * @param bytes - Of shape [n].
 */
export function decodeFileName(bytes: Uint8Array): FileName {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return { text, isUtf8: true };
  } catch {
    const text = Array.from(bytes, (byte) =>
      byte < 0x80 ? String.fromCharCode(byte) : String.raw`\x${byte.toString(16)}`,
    ).join('');
    return { text, isUtf8: false };
  }
}
