/**
 * What the station and its threads say to each other.
 *
 * @module
 */
import type { EnrolmentProgress, EnrolmentWarning, Facts, InspectionRecord } from 'fewgood';
import type { EnrolmentRequest } from '../api/enrolment.ts';
import type { VersionSummary } from '../api/part.ts';
import type { NamedPicture, PictureCheck } from '../api/picture.ts';

/** A picture to be judged. */
export interface JudgeRequest {
  /** Hash of the part file. */
  readonly part: string;
  /** What the part is called, in messages and records. */
  readonly partName: string;
  /** Hash of the picture. */
  readonly picture: string;
  readonly name: string;
  /** When it is judged, UTC, ISO 8601. */
  readonly time: string;
  /** When it arrived. */
  readonly acceptedAt: string;
}

/** What became of it. */
export interface Judgement {
  readonly record: InspectionRecord;
  /** Hash of the overlay. */
  readonly overlay: string;
  readonly milliseconds: number;
}

/** A part that was learned. */
export interface LearnedPart {
  /** Hash of the part file. */
  readonly sha256: string;
  readonly bytes: number;
  readonly summary: VersionSummary;
}

/** What is told while a part is learned. */
export type LearningNews =
  { readonly progress: EnrolmentProgress } | { readonly warning: EnrolmentWarning };

/** What a thread can be asked for. */
export interface Calls {
  inspect: { request: JudgeRequest; answer: Judgement };
  enroll: { request: EnrolmentRequest; answer: LearnedPart };
  /** Reads a part file that was sent. */
  read: { request: { readonly sha256: string }; answer: LearnedPart };
  check: { request: readonly NamedPicture[]; answer: PictureCheck };
  /** A support picture as the model sees it, PNG. */
  support: { request: { readonly sha256: string; readonly index: number }; answer: Uint8Array };
}

export interface Question {
  readonly id: number;
  readonly call: keyof Calls;
  readonly request: unknown;
}

export interface ThreadFault {
  readonly name: string;
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
  readonly facts: Facts;
}

export type Answer =
  { readonly value: unknown } | { readonly fault: ThreadFault } | { readonly bug: unknown };

export type Message = { readonly id: number } & (Answer | { readonly news: unknown });
