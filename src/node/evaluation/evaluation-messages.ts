/**
 * What an evaluation and the threads of its engines say to each other.
 *
 * @module
 */
import type {
  CellTask,
  EngineSetup,
  ForegroundTask,
  OutlineTask,
  SupportTask,
  TestTask,
} from '../../evaluation/run/engine.ts';
import type { DatasetDecoding } from '../datasets/dataset-files.ts';

/** Setup and folder that a thread is started with. */
export interface EngineWorkerStart {
  readonly setup: EngineSetup;
  /** Folder for maps that memory does not suffice for. */
  readonly cache: string;
  readonly decoding: DatasetDecoding;
}

/** A call of the engine in a thread, one at a time. */
export type EngineRequest =
  | { readonly call: 'shapes'; readonly task: string }
  | { readonly call: 'findForeground'; readonly task: ForegroundTask }
  | { readonly call: 'isEnlarged'; readonly task: OutlineTask }
  | { readonly call: 'extractTests'; readonly task: TestTask }
  | { readonly call: 'extractSupport'; readonly task: SupportTask }
  | { readonly call: 'evaluate'; readonly task: CellTask }
  | { readonly call: 'release' };
