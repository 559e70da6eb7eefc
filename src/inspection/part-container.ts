import { strFromU8, strToU8 } from 'fflate';
import * as z from 'zod';
import { PartError } from '../errors.ts';
import { parseJson } from '../json.ts';
import { portableSha256, type Sha256 } from '../sha256.ts';

/**
 * How a part file holds a header and arrays: version 1, little-endian (docs/part-file.md):
 *
 *     8 bytes  magic "FEWGOOD\n"
 *     u32      version
 *     u32      length of the header
 *     …        header: JSON, UTF-8, padded with spaces so that the arrays start at a multiple of 8
 *     …        arrays, each at a multiple of 8, in the order of the header's list
 *     32 bytes SHA-256 of all before
 */
const MAGIC = strToU8('FEWGOOD\n');
const VERSION = 1;
const PREFIX_BYTES = MAGIC.length + 8;
const HASH_BYTES = 32;
const ALIGNMENT = 8;

/** What the items of an array are. */
export type ArrayType = 'float32' | 'float16' | 'uint8' | 'uint16' | 'uint32';

/** An array as a file holds it; halves as the numbers of their bits. */
export type StoredArray = Float32Array | Uint16Array | Uint8Array | Uint32Array;

const ARRAY_TYPES = {
  float32: Float32Array,
  float16: Uint16Array,
  uint8: Uint8Array,
  uint16: Uint16Array,
  uint32: Uint32Array,
} as const satisfies Record<ArrayType, unknown>;

/** An array of a file. */
export interface NamedArray {
  readonly name: string;
  readonly type: ArrayType;
  readonly data: StoredArray;
}

/** What a file holds. */
export interface PartContent {
  /** The header without its list of arrays, as JSON has it. */
  readonly header: unknown;
  /** By name. */
  readonly arrays: ReadonlyMap<string, StoredArray>;
}

const listSchema = z.object({
  arrays: z.array(
    z.object({
      name: z.string(),
      type: z.enum(['float32', 'float16', 'uint8', 'uint16', 'uint32']),
      length: z.int().min(0),
    }),
  ),
});
type ArrayList = z.infer<typeof listSchema>['arrays'];

/**
 * Whether a file begins as part files of every version do.
 *
 * @param head - Its first bytes, shape [n].
 */
export function isPartHead(head: Uint8Array): boolean {
  return MAGIC.every((byte, i) => head[i] === byte);
}

/**
 * Puts a header and arrays together; the same content gives the same bytes.
 *
 * @param header - Plain data; the list of arrays is added to it.
 * @param sha256 - Of the platform, where it has one.
 * @returns Bytes of shape [file size].
 */
export function packPart(
  header: object,
  arrays: readonly NamedArray[],
  sha256: Sha256 = portableSha256,
): Uint8Array {
  const list: ArrayList = arrays.map(({ name, type, data }) => ({
    name,
    type,
    length: data.length,
  }));
  const text = strToU8(JSON.stringify({ ...header, arrays: list }));
  const start = align(PREFIX_BYTES + text.length);
  const size = arrays.reduce((at, { data }) => align(at + data.byteLength), start);
  const bytes = new Uint8Array(size + HASH_BYTES);
  const view = new DataView(bytes.buffer);
  bytes.set(MAGIC);
  view.setUint32(MAGIC.length, VERSION, true);
  view.setUint32(MAGIC.length + 4, start - PREFIX_BYTES, true);
  bytes.fill(' '.charCodeAt(0), PREFIX_BYTES, start);
  bytes.set(text, PREFIX_BYTES);
  let at = start;
  for (const { data } of arrays) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at = align(at + data.byteLength);
  }
  bytes.set(sha256(bytes.subarray(0, size)), size);
  return bytes;
}

/**
 * Takes a file apart, checking every byte by its hash.
 *
 * @param bytes - Content of the file, shape [file size]; the arrays are views of it where they can be,
 *   so it must not change any more.
 * @param name - Of the file, for messages.
 * @param sha256 - Of the platform, where it has one.
 * @throws {@link PartError} if it is not a part file, of another version, or damaged.
 */
export function unpackPart(
  bytes: Uint8Array,
  name: string,
  sha256: Sha256 = portableSha256,
): PartContent {
  assertVersion(bytes, name);
  assertWhole(bytes, name, sha256);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = PREFIX_BYTES + view.getUint32(MAGIC.length + 4, true);
  const header = parseJson(strFromU8(bytes.subarray(PREFIX_BYTES, start)));
  const { arrays } = checkHeader(listSchema, header, name);
  return { header, arrays: readArrays(bytes, start, arrays, name) };
}

/**
 * What a header says, as far as a schema asks.
 *
 * @param name - Of the file, for messages.
 * @throws {@link PartError} if the schema does not allow it.
 */
export function checkHeader<T>(schema: z.ZodType<T>, header: unknown, name: string): T {
  const parsed = schema.safeParse(header);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const place = issue.path.length === 0 ? '' : ` at ${issue.path.join('.')}`;
  throw damagedPart(name, `its header is wrong${place}: expected ${expectation(issue.message)}`);
}

/** Messages of our own complete "expected …"; zod's own sentences are shortened to do so too. */
function expectation(message: string): string {
  return message.replace(/^Invalid input: expected |^Too (?:small|big): expected /, '');
}

/** Tells that a file is not as it was written. */
export function damagedPart(name: string, fault: string): PartError {
  return new PartError(
    name,
    `it is damaged: ${fault}`,
    'Restore it from a copy, or enrol the part again.',
  );
}

/** Tells that a file is of a version that is yet to come here. */
export function newerPart(name: string, fault: string): PartError {
  return new PartError(
    name,
    `${fault}: a newer fewgood wrote it`,
    'Update fewgood, or enrol the part again.',
  );
}

function assertVersion(bytes: Uint8Array, name: string): void {
  if (bytes.length < PREFIX_BYTES + HASH_BYTES || !MAGIC.every((byte, i) => bytes[i] === byte)) {
    throw new PartError(
      name,
      `it starts with other bytes (${bytes.length} in all): expected a part file`,
      'Name a part file, as an enrolment writes it.',
      { action: 'enrol a part' },
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = view.getUint32(MAGIC.length, true);
  const fault = `it has version ${version}: expected ${VERSION}`;
  if (version > VERSION) throw newerPart(name, fault);
  if (version < VERSION) throw damagedPart(name, fault);
}

function assertWhole(bytes: Uint8Array, name: string, sha256: Sha256): void {
  const body = bytes.subarray(0, -HASH_BYTES);
  const hash = sha256(body);
  if (hash.every((byte, i) => byte === bytes[body.length + i])) return;
  throw damagedPart(name, 'its SHA-256 does not match its content');
}

function readArrays(
  bytes: Uint8Array,
  start: number,
  list: ArrayList,
  name: string,
): Map<string, StoredArray> {
  let at = start;
  const arrays = new Map<string, StoredArray>();
  for (const { name: key, type, length } of list) {
    const size = length * ARRAY_TYPES[type].BYTES_PER_ELEMENT;
    if (at + size > bytes.length - HASH_BYTES) {
      throw damagedPart(name, `its array ${key} ends early`);
    }
    const { buffer, byteOffset } = aligned(bytes.subarray(at, at + size));
    arrays.set(key, new ARRAY_TYPES[type](buffer, byteOffset, length));
    at = align(at + size);
  }
  return arrays;
}

/** As it is; copied where arrays of it would not be aligned, or in memory that ONNX Runtime does not take. */
function aligned(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const { buffer, byteOffset, length } = bytes;
  const isUsable = byteOffset % ALIGNMENT === 0 && buffer instanceof ArrayBuffer;
  // Not `slice`, which on Node's Buffer would be a view of the file.
  return isUsable ? new Uint8Array(buffer, byteOffset, length) : new Uint8Array(bytes);
}

function align(offset: number): number {
  return Math.ceil(offset / ALIGNMENT) * ALIGNMENT;
}
