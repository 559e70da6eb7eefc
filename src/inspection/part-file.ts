import { sha256 } from '@noble/hashes/sha2.js';
import { strFromU8, strToU8 } from 'fflate';
import { z } from 'zod';
import { PartError } from '../errors.ts';
import { parseJson } from '../json.ts';
import { modelInfoSchema } from '../features/model-info.ts';
import { decodeFloat16, encodeFloat16 } from '../tensor/float16.ts';
import type { LevelBank, Part, SupportPicture } from './part.ts';
import { partSettingsSchema } from './settings.ts';

/**
 * The part file, version 1, little-endian (docs/part-file.md):
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

const ARRAY_TYPES = {
  float32: Float32Array,
  float16: Uint16Array,
  uint8: Uint8Array,
  uint16: Uint16Array,
  uint32: Uint32Array,
} as const;
type ArrayType = keyof typeof ARRAY_TYPES;
type StoredArray = Float32Array | Uint16Array | Uint8Array | Uint32Array;

const count = z.int().min(0);
const arraySchema = z.object({
  name: z.string(),
  type: z.enum(['float32', 'float16', 'uint8', 'uint16', 'uint32']),
  length: count,
});
const scoreSchema = z.object({
  name: z.string(),
  sha256: z.string(),
  score: z.number(),
  peak: z.number(),
});
const headerSchema = z.object({
  settings: partSettingsSchema,
  model: modelInfoSchema,
  runtime: z.string(),
  support: z.array(z.object({ name: z.string(), sha256: z.string() })).min(1),
  augmentations: z.array(z.string()).min(1),
  banks: z
    .array(
      z.object({
        level: z.string(),
        rows: z.int().min(1),
        width: z.int().min(1),
        gridHeight: z.int().min(1),
        gridWidth: z.int().min(1),
        coveringRadius: z.number(),
        normalScale: z.number().positive(),
      }),
    )
    .min(1),
  calibration: z.object({
    leaveOneOut: z.array(scoreSchema),
    confirmed: z.array(scoreSchema),
    targetFalseReject: z.number(),
    threshold: z.number().nullable(),
    mapLimit: z.number().nullable(),
    provisional: z.boolean(),
    falseRejectBound: z.number(),
    pictures: count,
    morePicturesNeeded: count,
  }),
  selfTest: z.array(z.object({ picture: count, score: z.number() })),
  arrays: z.array(arraySchema),
});
type Header = z.infer<typeof headerSchema>;

/**
 * Serialises a part; the same part gives the same bytes.
 *
 * @returns Bytes of shape [file size].
 */
export function encodePart(part: Part): Uint8Array {
  const { storage } = part.settings;
  const arrays: { name: string; type: ArrayType; data: StoredArray }[] = [];
  for (const [k, { image }] of part.support.entries()) {
    arrays.push({ name: `support/${k}`, type: 'uint8', data: image.data });
  }
  for (const [l, level] of part.banks.entries()) {
    const { data } = level.bank;
    const stored = storage === 'float16' ? encodeFloat16(data) : data;
    arrays.push({ name: `banks/${l}/features`, type: storage, data: stored });
    arrays.push({ name: `banks/${l}/pictures`, type: 'uint16', data: level.pictures });
    arrays.push({ name: `banks/${l}/augmentations`, type: 'uint16', data: level.augmentations });
    arrays.push({ name: `banks/${l}/positions`, type: 'uint32', data: level.positions });
  }
  const header = strToU8(JSON.stringify(toHeader(part, arrays)));
  const start = align(PREFIX_BYTES + header.length);
  const size = arrays.reduce((at, { data }) => align(at + data.byteLength), start);
  const bytes = new Uint8Array(size + HASH_BYTES);
  const view = new DataView(bytes.buffer);
  bytes.set(MAGIC);
  view.setUint32(MAGIC.length, VERSION, true);
  view.setUint32(MAGIC.length + 4, start - PREFIX_BYTES, true);
  bytes.fill(' '.charCodeAt(0), PREFIX_BYTES, start);
  bytes.set(header, PREFIX_BYTES);
  let at = start;
  for (const { data } of arrays) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at = align(at + data.byteLength);
  }
  bytes.set(sha256(bytes.subarray(0, size)), size);
  return bytes;
}

/**
 * Reads a part file, checking every byte by its hash and every field by the schema.
 *
 * @param bytes - Content of the file, shape [file size].
 * @param name - Of the file, for messages.
 * @throws {@link PartError} if it is not a part file, of another version, or damaged.
 */
export function decodePart(bytes: Uint8Array, name: string): Part {
  const header = readHeader(bytes, name);
  const stored = readArrays(bytes, header, name);
  const take = <T extends StoredArray>(key: string, type: new (length: number) => T): T => {
    const found = stored.get(key);
    if (found instanceof type) return found;
    throw damaged(name, `its array ${key} is missing or of another type`);
  };
  const { settings, support, banks, arrays: _, ...rest } = header;
  return {
    ...rest,
    settings,
    support: support.map((picture, k): SupportPicture => {
      const data = take(`support/${k}`, Uint8Array);
      assertLength(name, `support/${k}`, data, settings.size ** 2 * 3);
      return { ...picture, image: { data, width: settings.size, height: settings.size } };
    }),
    banks: banks.map(({ rows, width, ...level }, l): LevelBank => {
      const features = stored.get(`banks/${l}/features`);
      const data =
        features instanceof Uint16Array
          ? decodeFloat16(features)
          : take(`banks/${l}/features`, Float32Array);
      assertLength(name, `banks/${l}/features`, data, rows * width);
      const pictures = take(`banks/${l}/pictures`, Uint16Array);
      const augmentations = take(`banks/${l}/augmentations`, Uint16Array);
      const positions = take(`banks/${l}/positions`, Uint32Array);
      for (const array of [pictures, augmentations, positions])
        assertLength(name, `banks/${l}`, array, rows);
      return { ...level, bank: { data, rows, cols: width }, pictures, augmentations, positions };
    }),
  };
}

function toHeader(
  part: Part,
  arrays: readonly { name: string; type: ArrayType; data: StoredArray }[],
): Header {
  const { settings, model, runtime, augmentations, calibration, selfTest } = part;
  return {
    settings,
    model,
    runtime,
    support: part.support.map(({ name, sha256: hash }) => ({ name, sha256: hash })),
    augmentations: [...augmentations],
    banks: part.banks.map(
      ({ level, bank, gridHeight, gridWidth, coveringRadius, normalScale }) => ({
        level,
        rows: bank.rows,
        width: bank.cols,
        gridHeight,
        gridWidth,
        coveringRadius,
        normalScale,
      }),
    ),
    calibration: {
      ...calibration,
      leaveOneOut: [...calibration.leaveOneOut],
      confirmed: [...calibration.confirmed],
    },
    selfTest: [...selfTest],
    arrays: arrays.map((array) => ({
      name: array.name,
      type: array.type,
      length: array.data.length,
    })),
  };
}

function readHeader(bytes: Uint8Array, name: string): Header {
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
  if (version !== VERSION) {
    throw new PartError(
      name,
      `it has version ${version}: expected ${VERSION}`,
      'Use the fewgood that wrote it, or enrol the part again.',
    );
  }
  const body = bytes.subarray(0, -HASH_BYTES);
  const hash = sha256(body);
  if (!hash.every((byte, i) => byte === bytes[body.length + i])) {
    throw damaged(name, 'its SHA-256 does not match its content');
  }
  const length = view.getUint32(MAGIC.length + 4, true);
  const parsed = parseJson(strFromU8(bytes.subarray(PREFIX_BYTES, PREFIX_BYTES + length)));
  const header = headerSchema.safeParse(parsed);
  if (header.success) return header.data;
  const [issue] = header.error.issues;
  throw damaged(name, `its header is wrong at ${issue.path.join('.')}: ${issue.message}`);
}

function readArrays(bytes: Uint8Array, header: Header, name: string): Map<string, StoredArray> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = PREFIX_BYTES + view.getUint32(MAGIC.length + 4, true);
  const arrays = new Map<string, StoredArray>();
  for (const { name: key, type, length } of header.arrays) {
    const size = length * ARRAY_TYPES[type].BYTES_PER_ELEMENT;
    if (at + size > bytes.length - HASH_BYTES) throw damaged(name, `its array ${key} ends early`);
    // A copy, aligned; not `slice`, which on Node's Buffer would be a view of the file.
    const copy = new Uint8Array(bytes.subarray(at, at + size));
    arrays.set(key, new ARRAY_TYPES[type](copy.buffer, 0, length));
    at = align(at + size);
  }
  return arrays;
}

function assertLength(name: string, key: string, array: StoredArray, length: number): void {
  if (array.length === length) return;
  throw damaged(name, `its array ${key} has ${array.length} values instead of ${length}`);
}

function damaged(name: string, fault: string): PartError {
  return new PartError(
    name,
    `it is damaged: ${fault}`,
    'Restore it from a copy, or enrol the part again.',
  );
}

function align(offset: number): number {
  return Math.ceil(offset / ALIGNMENT) * ALIGNMENT;
}
