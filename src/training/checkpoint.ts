import * as z from 'zod';
import { TrainingError } from '../errors.ts';
import { parseJson } from '../json.ts';
import type { InferenceConfig } from '../nn/inference-graph.ts';
import { networkMetadata } from '../nn/network-metadata.ts';
import {
  readSafetensorsMetadata,
  readSafetensors,
  writeSafetensors,
} from '../weights/safetensors.ts';
import type { StateDict } from '../weights/state-dict.ts';

/** A training between two steps. */
export interface Checkpoint {
  /** Steps done. */
  readonly step: number;
  /** Identifies settings and pictures: another training's checkpoint is refused. */
  readonly training: string;
  /** Weights, running statistics and velocities. */
  readonly state: StateDict;
}

/** A checkpoint, and what it is of: `fewgood model import` takes it as it is. */
export interface NewCheckpoint extends Checkpoint {
  /** The network in training. */
  readonly network: InferenceConfig;
}

/** Key of our entry in the metadata. */
const ENTRY = 'fewgood.training';

const schema = z.object({ step: z.int().nonnegative(), training: z.string() });

/**
 * Writes a checkpoint as .safetensors, which PyTorch's users can open too. Equal checkpoints give
 * equal bytes.
 *
 * @returns The file, shape [length].
 */
export function encodeCheckpoint({ step, training, state, network }: NewCheckpoint): Uint8Array {
  const progress = { [ENTRY]: JSON.stringify({ step, training }) };
  return writeSafetensors(state, { ...progress, ...networkMetadata(network) });
}

/**
 * Reads a checkpoint.
 *
 * @param bytes - The file, shape [length].
 * @param file - Its name, for messages.
 * @throws {@link TrainingError} if it is of something else; {@link ModelError} if it is damaged.
 */
export function decodeCheckpoint(bytes: Uint8Array, file: string): Checkpoint {
  const text = readSafetensorsMetadata(bytes, file)[ENTRY];
  const header = schema.safeParse(parseJson(text ?? ''));
  if (header.success) return { ...header.data, state: readSafetensors(bytes, file) };
  throw new TrainingError(
    `${file} is no checkpoint of a training`,
    'Name the folder that a training wrote, or begin anew in another folder.',
    { options: ['out'] },
  );
}
