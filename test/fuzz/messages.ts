/** What a fuzzer and its worker say to each other. */
import type { Answer } from './target.ts';

/** Cases to run, one after the other. */
export interface FuzzOrder {
  readonly seed: number;
  readonly first: number;
  /** The one after the last. */
  readonly end: number;
  readonly targets: readonly string[];
  /** Folder of the worker; exists and is empty. */
  readonly folder: string;
  /** Interpreter with Pillow; undefined for no second opinion. */
  readonly python: string | undefined;
}

/** What a case is about. */
export interface CaseName {
  readonly number: number;
  readonly target: string;
  readonly seed: string;
}

/** What a worker tells. */
export type FuzzMessage =
  | { readonly kind: 'ready'; readonly hasOracle: boolean }
  | ({ readonly kind: 'begun' } & CaseName)
  | ({ readonly kind: 'done'; readonly answer: Answer } & CaseName)
  | ({
      readonly kind: 'found';
      readonly message: string;
      /** Of the file, base64. */
      readonly content: string;
    } & CaseName);
