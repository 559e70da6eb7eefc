import { ModelError } from '../errors.ts';
import { readNpz } from './npz.ts';
import { readSafetensors, readSafetensorsMetadata } from './safetensors.ts';
import type { StateDict } from './state-dict.ts';

/**
 * Reads a state dict in either of the formats that hold arrays and no code.
 *
 * @param bytes - An .npz or .safetensors file, shape [length].
 * @param file - Its name, for messages; the format is told from the bytes.
 * @throws {@link ModelError} if it is a pickle, damaged, or of another format.
 */
export function readStateDict(bytes: Uint8Array, file: string): StateDict {
  const state = isZip(bytes) ? readNpz(bytes, file) : readSafetensors(bytes, file);
  if (state.size > 0) return state;
  throw new ModelError(
    file,
    'it holds no arrays: expected a state dict',
    'Save the weights again.',
  );
}

/**
 * What the file says besides its arrays; only .safetensors says anything.
 *
 * @param bytes - An .npz or .safetensors file, shape [length].
 * @param file - Its name, for messages.
 * @throws {@link ModelError} if it is damaged.
 */
export function readMetadata(bytes: Uint8Array, file: string): Readonly<Record<string, string>> {
  return isZip(bytes) ? {} : readSafetensorsMetadata(bytes, file);
}

function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b; // "PK"
}
