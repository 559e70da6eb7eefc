/** Reads the golden fixtures that `tools/golden/common.py` writes. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** Apart from its use, as the server of suites in a page takes an address with a name in it for a pattern. */
const HERE = import.meta.url;

/**
 * The content of `test/fixtures/NAME.json`.
 *
 * @param name - Such as `image/warp`.
 * @param schema - What the test reads of it; other entries are left away.
 */
export function readFixture<T>(name: string, schema: z.ZodType<T>): T {
  const url = new URL(`../fixtures/${name}.json`, HERE);
  return schema.parse(JSON.parse(readFileSync(url, 'utf8')));
}

/** A float32 array of `common.array()`. */
export const floatArray = stored('float32').transform(({ shape, bytes }) => ({
  shape,
  data: new Float32Array(bytes.buffer),
}));

/** An int32 array of `common.array()`. */
export const intArray = stored('int32').transform(({ shape, bytes }) => ({
  shape,
  data: new Int32Array(bytes.buffer),
}));

/** A uint8 array of `common.array()`. */
export const byteArray = stored('uint8').transform(({ shape, bytes }) => ({ shape, data: bytes }));

function stored(dtype: string) {
  return z
    .object({ dtype: z.literal(dtype), shape: z.array(z.int()), base64: z.base64() })
    .transform(({ shape, base64 }) => ({
      shape,
      bytes: Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)),
    }));
}
