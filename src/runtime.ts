/**
 * The port to ONNX Runtime, the one engine of heavy arithmetic. The core only names its types; the
 * platforms (`node/`, `browser/`) inject onnxruntime-node or onnxruntime-web.
 *
 * @module
 */
import type { InferenceSession, Tensor, TensorConstructor } from 'onnxruntime-common';
import type { Sha256 } from './sha256.ts';

/** A session of ONNX Runtime. */
export type Session = Pick<InferenceSession, 'run' | 'release' | 'inputNames' | 'outputNames'>;

/** A tensor of ONNX Runtime. */
export type RuntimeTensor = Tensor;

/** What the core needs of ONNX Runtime. */
export interface Runtime {
  /** For results and part files, such as `onnxruntime-node 1.30.0 cpu`. */
  readonly name: string;
  /** Threads within an operator; results may differ in the last bits between thread counts. */
  readonly threads: number;
  /** Makes tensors. */
  readonly Tensor: TensorConstructor;
  /** SHA-256 of the platform, for models; the portable one by default. */
  readonly sha256?: Sha256;
  /**
   * Loads a model.
   *
   * @param model - Bytes of an .onnx file.
   */
  createSession(model: Uint8Array): Promise<Session>;
}
