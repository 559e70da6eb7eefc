import { bytesToHex } from '@noble/hashes/utils.js';
import * as z from 'zod';
import { ModelError } from '../errors.ts';
import { appendMetadata, removeMetadata } from '../graph/extract.ts';
import { ENTRY, MODEL } from '../graph/onnx.ts';
import { decoding, readOnnx } from '../graph/read.ts';
import { Message } from '../graph/wire.ts';
import { portableSha256, type Sha256 } from '../sha256.ts';

/** A feature map that a model puts out. */
export interface Level {
  /** Name of the output. */
  readonly name: string;
  /** Channels C of its shape [B, C, h, w]. */
  readonly channels: number;
}

/** A number for each of red, green and blue. */
export type Rgb = readonly [red: number, green: number, blue: number];

/** How a picture becomes the input of a model: (value in [0, 1] − mean) / std in each channel. */
export interface Preprocessing {
  /** Of R, G, B in [0, 1], whatever the order in which the model takes them. */
  readonly mean: Rgb;
  /** Of R, G, B in [0, 1]. */
  readonly std: Rgb;
  /** Side of the square input that suits the model, pixels. */
  readonly size: number;
  /** Order of the channels in the input. */
  readonly colourOrder: 'rgb' | 'bgr';
  /** The model takes inputs of `size` alone; of any side by default. */
  readonly isSizeFixed?: boolean;
  /** Sides of inputs are multiples of this, the side of a transformer's patches; 1 by default. */
  readonly sizeMultiple?: number;
}

/**
 * Settings of a part that suit a model. They hold where a user says nothing else, and are checked as
 * the user's own.
 */
export interface ModelDefaults {
  /** Side of the average pooling over patches. */
  readonly neighbourhood?: number;
  /** Distance between patch features. */
  readonly metric?: string;
  /** Image score. */
  readonly score?: string;
  /** Angles at which a part may lie, a policy or degrees. */
  readonly pose?: string | readonly number[];
  /** Side of the input, pixels, where parts do better with another than `preprocessing.size`. */
  readonly size?: number;
}

/** What a model file says of itself, in its ONNX metadata. */
export interface ModelInfo {
  /** For people: network, weights. */
  readonly name: string;
  /** Name of the graph's input, of shape [B, 3, H, W]. */
  readonly input: string;
  /** Feature maps that it puts out. */
  readonly levels: readonly Level[];
  /** Names of the levels that a part uses unless it names others. */
  readonly defaultLevels: readonly string[];
  /** What it expects of its input. */
  readonly preprocessing: Preprocessing;
  /** Settings that suit it; none by default. */
  readonly defaults?: ModelDefaults;
  /** Licence of the weights. */
  readonly licence: string;
  /** Where the weights are from. */
  readonly provenance: string;
  /** SHA-256 of the file up to the entry that holds it, hexadecimal: of weights and description. */
  readonly sha256: string;
}

/** A model's description without the hash. */
export type ModelDescription = Omit<ModelInfo, 'sha256'>;

const positiveInteger = z.int().positive();

const defaultsSchema = z.object({
  neighbourhood: positiveInteger.exactOptional(),
  metric: z.string().exactOptional(),
  score: z.string().exactOptional(),
  pose: z.union([z.string(), z.array(z.number())]).exactOptional(),
  size: positiveInteger.exactOptional(),
});

/** Whether a model may have a default for a setting of a part. */
export function hasModelDefault(setting: string): boolean {
  return Object.hasOwn(defaultsSchema.shape, setting);
}

const rgb = z.tuple([z.number(), z.number(), z.number()]);
const positive = z.number().positive();

const descriptionSchema = z.object({
  name: z.string().min(1),
  input: z.string().min(1),
  levels: z.array(z.object({ name: z.string().min(1), channels: z.int().positive() })).min(1),
  defaultLevels: z.array(z.string()).min(1),
  preprocessing: z.object({
    mean: rgb,
    std: z.tuple([positive, positive, positive]),
    size: positiveInteger,
    colourOrder: z.enum(['rgb', 'bgr']),
    isSizeFixed: z.boolean().exactOptional(),
    sizeMultiple: positiveInteger.exactOptional(),
  }),
  defaults: defaultsSchema.exactOptional(),
  licence: z.string(),
  provenance: z.string(),
});

/** Checks a {@link ModelInfo} that was stored as JSON. */
export const modelInfoSchema: z.ZodType<ModelInfo> = descriptionSchema.extend({
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

/** Our entries in `metadata_props`. They stand at the end of the file, the hash as the very last. */
const PREFIX = 'fewgood.';
const VERSION = '1';
const KEYS = {
  version: `${PREFIX}version`,
  description: `${PREFIX}model`,
  sha256: `${PREFIX}sha256`,
} as const;

/**
 * Makes a model file: appends a description to an ONNX model, and then the hash of it all.
 *
 * @param bytes - An .onnx file, shape [length]; a description that it has already is replaced.
 * @returns The model file, shape [length]; still an .onnx file.
 * @throws {@link ModelError} if the description is not a valid one.
 */
export function describeModel(bytes: Uint8Array, description: ModelDescription): Uint8Array {
  const checked = descriptionSchema.safeParse(description);
  if (!checked.success) {
    throw new ModelError(
      description.name,
      `its description is not valid: ${z.prettifyError(checked.error)}`,
      'Correct what is told of the model.',
    );
  }
  const described = appendMetadata(removeMetadata(bytes, PREFIX), {
    [KEYS.version]: VERSION,
    [KEYS.description]: JSON.stringify(checked.data),
  });
  return appendMetadata(described, { [KEYS.sha256]: bytesToHex(portableSha256(described)) });
}

/**
 * Reads a model file's description and checks that not a bit of the file has changed since.
 *
 * @param bytes - A model file, shape [length].
 * @param file - Its name, for messages.
 * @param sha256 - Of the platform, where it has one.
 * @throws {@link ModelError} if it is no ONNX model, has no description or one of another version, or is damaged.
 */
export function readModelInfo(
  bytes: Uint8Array,
  file = 'given',
  sha256: Sha256 = portableSha256,
): ModelInfo {
  const { metadata, outputs } = readOnnx(bytes, file);
  const text = metadata.get(KEYS.description);
  if (text === undefined) {
    throw new ModelError(
      file,
      `it has no fewgood metadata: expected a model file; its outputs are ${outputs.map((info) => info.name).join(', ')}`,
      'Import it as a model file, naming the outputs that are its levels.',
      { action: 'import an ONNX model' },
    );
  }
  const version = metadata.get(KEYS.version);
  if (version !== VERSION) {
    throw new ModelError(
      file,
      `its metadata is of version ${version}: expected ${VERSION}`,
      'Use the version of fewgood that made it, or import the model again.',
    );
  }
  const digest = verifiedDigest(bytes, file, sha256);
  const description = descriptionSchema.safeParse(decoding(file, () => JSON.parse(text)));
  if (description.success) return { ...description.data, sha256: digest };
  throw damaged(file, z.prettifyError(description.error));
}

/** More bytes than the last entry of a model file has. */
export const HASH_ENTRY_BYTES = 128;

/**
 * The hash that a model file says it has; undefined if it says none. {@link readModelInfo} checks it.
 *
 * @param tail - The file or its last {@link HASH_ENTRY_BYTES} bytes, shape [length].
 */
export function storedHash(tail: Uint8Array): string | undefined {
  const text = String.fromCharCode(...tail.subarray(-HASH_ENTRY_BYTES));
  return HASH_ENTRY.exec(text)?.[1];
}

/** A field of 64 bytes (number 2 of type 2) behind the key, and nothing behind it. */
const HASH_ENTRY = new RegExp(`${KEYS.sha256}\\x12@([0-9a-f]{64})$`);

/** The hash that the last entry holds, which is that of all bytes before the entry. */
function verifiedDigest(bytes: Uint8Array, file: string, sha256: Sha256): string {
  const last = new Message(bytes).fields.at(-1);
  if (last?.number !== MODEL.metadataProps || last.message.text(ENTRY.key) !== KEYS.sha256) {
    throw damaged(file, 'its last entry is not its hash');
  }
  const expected = last.message.text(ENTRY.value);
  const digest = bytesToHex(sha256(bytes.subarray(0, last.start)));
  if (digest === expected) return digest;
  throw damaged(file, `its SHA-256 is ${digest}`, expected);
}

function damaged(file: string, fault: string, expected = 'an unchanged file'): ModelError {
  return new ModelError(
    file,
    `it is damaged or was changed; ${fault}: expected ${expected}`,
    'Copy the file again, or import the model again.',
  );
}
