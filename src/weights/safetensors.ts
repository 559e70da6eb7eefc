import { strFromU8, strToU8 } from 'fflate';
import * as z from 'zod';
import { ModelError } from '../errors.ts';
import { bytesOf } from '../graph/builder.ts';
import { product } from '../graph/dims.ts';
import { decodeElements, ELEMENT_BYTES } from './elements.ts';
import type { StateDict, StateTensor } from './state-dict.ts';

/** The header: JSON, its length in front of it as 8 bytes (huggingface/safetensors, "Format"). */
const PREFIX_BYTES = 8;

const tensorHeader = z.object({
  dtype: z.enum(['F32', 'F64', 'F16', 'BF16', 'I64']),
  shape: z.array(z.int().nonnegative()),
  data_offsets: z.tuple([z.int().nonnegative(), z.int().nonnegative()]),
});

const fileHeader = z.record(z.string(), z.unknown());

/** Entry of the header that describes the file; the format wants texts only. */
const METADATA = '__metadata__';

const metadataEntry = z.record(z.string(), z.string());

/**
 * Reads a state dict as the `safetensors` package writes it.
 *
 * @param bytes - A .safetensors file, shape [length].
 * @param file - Its name, for messages.
 * @throws {@link ModelError} if it is damaged, or an array has another element type.
 */
export function readSafetensors(bytes: Uint8Array, file: string): StateDict {
  const tensors = new Map<string, StateTensor>();
  const { header, body } = split(bytes, file);
  for (const [key, entry] of Object.entries(header)) {
    if (key === METADATA) continue;
    const parsed = tensorHeader.safeParse(entry);
    if (!parsed.success) throw damaged(file, `"${key}": ${z.prettifyError(parsed.error)}`);

    const { dtype, shape, data_offsets: offsets } = parsed.data;
    const [start, end] = offsets;
    if (end > body.length || end - start !== product(shape) * ELEMENT_BYTES[dtype]) {
      throw damaged(file, `"${key}" lies at bytes ${start} to ${end} of ${body.length}`);
    }
    tensors.set(key, { shape, data: decodeElements(body.subarray(start, end), dtype) });
  }
  return tensors;
}

/**
 * What a .safetensors file says of itself.
 *
 * @param bytes - A .safetensors file, shape [length].
 * @param file - Its name, for messages.
 * @throws {@link ModelError} if it is damaged.
 */
export function readSafetensorsMetadata(
  bytes: Uint8Array,
  file: string,
): Readonly<Record<string, string>> {
  const parsed = metadataEntry.safeParse(split(bytes, file).header[METADATA] ?? {});
  if (parsed.success) return parsed.data;
  throw damaged(file, `its "${METADATA}": ${z.prettifyError(parsed.error)}`, parsed.error);
}

/**
 * Writes a state dict as .safetensors of float32. Equal state dicts give equal bytes, whatever the
 * order of their keys.
 *
 * @param metadata - What the file shall say of itself; nothing by default.
 * @returns The file, shape [length].
 */
export function writeSafetensors(
  state: StateDict,
  metadata?: Readonly<Record<string, string>>,
): Uint8Array {
  const entries = [...state].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const header: Record<string, z.infer<typeof tensorHeader>> = {};
  let size = 0;
  for (const [key, { shape, data }] of entries) {
    const range: [number, number] = [size, size + data.byteLength];
    header[key] = { dtype: 'F32', shape: [...shape], data_offsets: range };
    size += data.byteLength;
  }
  const json = strToU8(JSON.stringify({ ...(metadata && { [METADATA]: metadata }), ...header }));
  const padded = Math.ceil(json.length / PREFIX_BYTES) * PREFIX_BYTES;
  const bytes = new Uint8Array(PREFIX_BYTES + padded + size).fill(0x20, PREFIX_BYTES); // spaces
  new DataView(bytes.buffer).setBigUint64(0, BigInt(padded), true);
  bytes.set(json, PREFIX_BYTES);
  entries.forEach(([key, { data }]) => {
    bytes.set(bytesOf(data), PREFIX_BYTES + padded + header[key].data_offsets[0]);
  });
  return bytes;
}

function split(
  bytes: Uint8Array,
  file: string,
): { header: z.infer<typeof fileHeader>; body: Uint8Array } {
  if (bytes.length < PREFIX_BYTES) throw damaged(file, 'it is too short');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = Number(view.getBigUint64(0, true));
  const end = PREFIX_BYTES + length;
  if (end > bytes.length) throw damaged(file, `its header would have ${length} bytes`);
  try {
    const header = fileHeader.parse(JSON.parse(strFromU8(bytes.subarray(PREFIX_BYTES, end))));
    return { header, body: bytes.subarray(end) };
  } catch (cause) {
    throw damaged(file, 'its header is no JSON object', cause);
  }
}

function damaged(file: string, fault: string, cause?: unknown): ModelError {
  return new ModelError(
    file,
    `${fault}: expected a state dict in .safetensors format`,
    'Save the state dict again, or copy the complete file.',
    { cause },
  );
}
