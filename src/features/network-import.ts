import type { OnnxImport } from './model-import.ts';

/** The description of a state dict that is imported, and how its weights are stored. */
export interface StateDictImport extends OnnxImport {
  /** How weights are stored; float32 by default. */
  readonly storage?: 'float32' | 'float16';
}

/** A model made from a state dict. */
export interface ImportedStateDict {
  /** The model file, shape [length]. */
  readonly model: Uint8Array;
  /** Keys of the state dict that the network has no use for. */
  readonly unused: readonly string[];
}
