/**
 * What the station and its threads say to each other.
 *
 * @module
 */
import type {
  EnrolmentProgress,
  EnrolmentWarning,
  Facts,
  InspectionRecord,
  Objection,
  Verdict,
} from 'fewgood';
import type { EnrolmentRequest } from '../api/enrolment.ts';
import type { VersionSummary } from '../api/part.ts';
import type { NamedPicture, PictureCheck, PictureCheckRequest } from '../api/picture.ts';

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

/** A picture that is said to show a good part. */
export interface ConfirmedRequest extends NamedPicture {
  /** When it was said, UTC, ISO 8601. */
  readonly date: string;
  /** Which inspection and review it is from. */
  readonly origin: string;
}

/** Pictures that are to join the calibration of a part. */
export interface CalibrationRequest {
  /** Hash of the part file. */
  readonly part: string;
  readonly partName: string;
  readonly pictures: readonly ConfirmedRequest[];
  readonly accept: boolean;
  readonly distinct: boolean;
}

/** What became of them. */
export interface CalibrationAnswer {
  /** The calibrated part; null where nothing of it changes. */
  readonly learned: LearnedPart | null;
  readonly taken: readonly string[];
  readonly repeated: readonly {
    readonly name: string;
    readonly of: string;
    readonly is: 'same' | 'near-copy';
  }[];
  /** Names of those that wait for a decision, and what stands against each. */
  readonly held: readonly { readonly name: string; readonly objections: readonly Objection[] }[];
}

/** A part that is to have a threshold that a person chose. */
export interface ThresholdRequest {
  /** Hash of the part file. */
  readonly part: string;
  readonly threshold: number;
  /** What is known of the false rejects of that threshold. */
  readonly falseRejectBound: number;
  readonly morePicturesNeeded: number;
  readonly pictures: number;
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
  /** What a part says of a picture, of which nothing is kept. */
  verdict: { request: Omit<JudgeRequest, 'time' | 'acceptedAt'>; answer: Verdict };
  calibrate: { request: CalibrationRequest; answer: CalibrationAnswer };
  threshold: { request: ThresholdRequest; answer: LearnedPart };
  check: { request: PictureCheckRequest; answer: PictureCheck };
  /** A support picture as the model sees it, PNG. */
  support: { request: { readonly sha256: string; readonly index: number }; answer: Uint8Array };
}

export interface Asked {
  readonly id: number;
  readonly call: keyof Calls;
  readonly request: unknown;
}

/** What a thread is sent: work, or that it is to end after what it is at. */
export type Question = Asked | 'end';

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
