/**
 * Text of files and of standard input: UTF-8, or UTF-16 as PowerShell and Excel of Windows write it.
 *
 * @module
 */

/** Of UTF-16, one of two bytes of most characters is zero; in a list that NUL separates far fewer are. */
const MOST = 0.4;

/**
 * Decodes UTF-8 and UTF-16, with a byte order mark or without.
 *
 * @param bytes - Of shape [n].
 * @returns The text without its mark; undefined if it is neither.
 */
export function decodeText(bytes: Uint8Array): string | undefined {
  // UTF-32 begins as UTF-16 does.
  if (startsWith(bytes, [0xff, 0xfe, 0, 0])) return undefined;
  const encoding = utf16Of(bytes) ?? 'utf-8';
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function utf16Of(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  if (startsWith(bytes, [0xff, 0xfe])) return 'utf-16le';
  if (startsWith(bytes, [0xfe, 0xff])) return 'utf-16be';
  let [even, odd] = [0, 0];
  for (const [at, byte] of bytes.entries()) {
    if (byte !== 0) continue;
    if (at % 2 === 0) even++;
    else odd++;
  }
  const isMost = Math.max(even, odd) > (MOST * bytes.length) / 2;
  if (!isMost || Math.min(even, odd) > 0) return undefined;
  return odd > even ? 'utf-16le' : 'utf-16be';
}

function startsWith(bytes: Uint8Array, start: readonly number[]): boolean {
  return start.every((byte, i) => bytes[i] === byte);
}
