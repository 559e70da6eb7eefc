import { readMetadata, readStateDict } from '../weights/read-state-dict.ts';
import type { StateDict } from '../weights/state-dict.ts';
import type { InferenceConfig } from './inference-graph.ts';
import { networkOf } from './network-metadata.ts';

/** A state dict, and the network that it is of. */
export interface TrainedWeights {
  /** Weights and statistics. */
  readonly state: StateDict;
  /** The network, if the file tells it. */
  readonly network: InferenceConfig | undefined;
}

/**
 * Reads a state dict and what its file says of the network.
 *
 * @param bytes - An .npz or .safetensors file, shape [length].
 * @param file - Its name, for messages.
 * @throws {@link ModelError} if it is a pickle, damaged, or of another format.
 */
export function readTrainedWeights(bytes: Uint8Array, file: string): TrainedWeights {
  return {
    state: readStateDict(bytes, file),
    network: networkOf(readMetadata(bytes, file), file),
  };
}
