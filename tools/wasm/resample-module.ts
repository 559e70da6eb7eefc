import { readFile } from 'node:fs/promises';
import { format, resolveConfig } from 'prettier';
import wabt from 'wabt';

const SOURCE = 'src/image/resample.wat';

/** The kernel of src/image/resample.wat as a module of src/, which reads no file: its path and content. */
export async function resampleModule(): Promise<[path: string, content: string]> {
  const path = 'src/image/resample-module.ts';
  const toolkit = await wabt();
  const text = await readFile(new URL(`../../${SOURCE}`, import.meta.url), 'utf8');
  const parsed = toolkit.parseWat(SOURCE, text, { simd: true });
  parsed.validate();
  const { buffer } = parsed.toBinary({});
  parsed.destroy();
  const content = `/** Made of ${SOURCE} by \`npx tsx tools/wasm.ts\`. */
export const RESAMPLE_MODULE: Uint8Array<ArrayBuffer> = new Uint8Array([${buffer.join(', ')}]);`;
  return [path, await format(content, { ...(await resolveConfig(path)), filepath: path })];
}
