import { ModelError } from '../errors.ts';
import { unzip } from './archive.ts';
import { readNpz } from './npz.ts';
import { readSafetensors, readSafetensorsMetadata } from './safetensors.ts';
import type { StateDict } from './state-dict.ts';
import { isTorchArchive, isTorchStream, readTorchArchive, readTorchStream } from './torch-file.ts';

/**
 * Reads a state dict. Of a file of PyTorch the arrays are read and nothing else: no code of it runs.
 *
 * @param bytes - An .npz, .safetensors or PyTorch's .pth file, shape [length].
 * @param file - Its name, for messages; the format is told from the bytes.
 * @throws {@link ModelError} if it is damaged, holds something else, or is of another format.
 */
export function readStateDict(bytes: Uint8Array, file: string): StateDict {
  const state = stateIn(bytes, file);
  if (state.size > 0) return state;
  throw new ModelError(
    file,
    'it holds no arrays: expected a state dict',
    'Save the weights again.',
  );
}

function stateIn(bytes: Uint8Array, file: string): StateDict {
  if (isTorchStream(bytes)) return readTorchStream(bytes, file);
  if (!isZip(bytes)) return readSafetensors(bytes, file);
  const entries = entriesOf(bytes, file);
  return isTorchArchive(Object.keys(entries))
    ? readTorchArchive(entries, file)
    : readNpz(entries, file);
}

function entriesOf(bytes: Uint8Array, file: string): Readonly<Record<string, Uint8Array>> {
  try {
    return unzip(bytes);
  } catch (cause) {
    throw new ModelError(
      file,
      `${cause instanceof Error ? cause.message : String(cause)}: expected arrays as numpy.savez or torch.save writes them`,
      'Save the state dict again, or copy the complete file.',
      { cause },
    );
  }
}

/**
 * What the file says besides its arrays; only .safetensors says anything.
 *
 * @param bytes - A file that {@link readStateDict} reads, shape [length].
 * @param file - Its name, for messages.
 * @throws {@link ModelError} if it is damaged.
 */
export function readMetadata(bytes: Uint8Array, file: string): Readonly<Record<string, string>> {
  return isZip(bytes) || isTorchStream(bytes) ? {} : readSafetensorsMetadata(bytes, file);
}

function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b; // "PK"
}
