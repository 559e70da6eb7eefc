import { ModelError } from '../errors.ts';
import { readNpz } from './npz.ts';
import { readSafetensors } from './safetensors.ts';
import type { StateDict } from './state-dict.ts';

/**
 * Reads a state dict in either of the formats that hold arrays and no code.
 *
 * @param bytes - An .npz or .safetensors file, shape [length].
 * @param file - Its name, for messages; the format is told from the bytes.
 * @throws {@link ModelError} if it is a pickle, damaged, or of another format.
 */
export function readStateDict(bytes: Uint8Array, file: string): StateDict {
  const isZip = bytes[0] === 0x50 && bytes[1] === 0x4b; // "PK"
  const state = isZip ? readNpz(bytes, file) : readSafetensors(bytes, file);
  if (state.size > 0) return state;
  throw new ModelError(
    file,
    'it holds no arrays: expected a state dict',
    'Save the weights again.',
  );
}
