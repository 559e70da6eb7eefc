/**
 * What the page asks of the worker that looks into part files and draws pictures.
 *
 * @module
 */
import type { ChosenThreshold, InspectionEntry } from 'fewgood';
import type { JudgedPicture } from 'fewgood/browser';
import type { Reason } from '../ports/inspection-api.ts';
import type { PartFacts } from './records.ts';

/** What it is asked for, by kind. */
export interface PartRequests {
  /** A part file, shape [size]. */
  readonly describe: { readonly part: Uint8Array; readonly name: string };
  /** The same with a threshold that somebody chose. */
  readonly threshold: {
    readonly part: Uint8Array;
    readonly name: string;
    readonly chosen: ChosenThreshold;
  };
  readonly overlay: Pick<JudgedPicture, 'image' | 'inspection'>;
  /** The same, to be shown at once. */
  readonly frame: Pick<JudgedPicture, 'image' | 'inspection'>;
  readonly report: {
    readonly part: Uint8Array;
    readonly name: string;
    readonly note: string;
    readonly entries: readonly InspectionEntry[];
  };
}

/** What it answers. */
export interface PartAnswers {
  readonly describe: { readonly facts: PartFacts; readonly support: readonly Blob[] };
  /** A part file, shape [size]. */
  readonly threshold: Uint8Array;
  readonly overlay: Blob;
  readonly frame: ImageBitmap;
  readonly report: Blob;
}

/** A kind of request. */
export type PartCall = keyof PartRequests;

/** From the page. */
export interface PartMessage<C extends PartCall = PartCall> {
  readonly id: number;
  readonly call: C;
  readonly request: PartRequests[C];
}

/** From the worker. */
export type PartReply =
  | { readonly id: number; readonly value: PartAnswers[PartCall] }
  | { readonly id: number; readonly fault: Reason };
