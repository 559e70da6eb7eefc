/** Reads the golden fixtures that `tools/golden/common.py` writes. */
import { readFileSync } from 'node:fs';

/** An array as `common.array()` stores it: little-endian base64. */
export interface StoredArray {
  readonly dtype: 'float32' | 'int32' | 'uint8';
  readonly shape: readonly number[];
  readonly base64: string;
}

/**
 * The content of `test/fixtures/NAME.json`, without a check: a fixture is part of its test.
 *
 * @param name - Such as `image/warp`.
 */
export function readFixture<T>(name: string): T {
  const url = new URL(`./fixtures/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(url, 'utf8')) as T;
}

/** The values of a stored float32 array, flat. */
export function floats(stored: StoredArray): Float32Array {
  return new Float32Array(bytesOf(stored, 'float32').buffer);
}

/** The values of a stored uint8 array, flat. */
export function bytes(stored: StoredArray): Uint8Array {
  return bytesOf(stored, 'uint8');
}

function bytesOf(stored: StoredArray, dtype: StoredArray['dtype']): Uint8Array<ArrayBuffer> {
  if (stored.dtype !== dtype) throw new TypeError(`the fixture holds ${stored.dtype}, not ${dtype}`);
  return Uint8Array.from(Buffer.from(stored.base64, 'base64'));
}
