/**
 * What the page asks for studies of agreement: Gauge R&R for attributes.
 *
 * @module
 */
import type { NamedBlob } from './file-source.ts';

/** What an appraiser says of a part, and what it is. */
export type Judgement = 'good' | 'bad';

/** What a study says of somebody. */
export type Capability = 'acceptable' | 'marginal' | 'unacceptable' | 'undetermined';

/** What somebody is judged by. */
export type Criterion = 'effectiveness' | 'missRate' | 'falseAlarmRate';

/** A study as everybody may see it. */
export interface Study {
  readonly id: string;
  readonly partId: string;
  readonly name: string;
  /** That judges as the station; null without it. */
  readonly version: number | null;
  readonly state: 'open' | 'finished' | 'cancelled';
  readonly trials: number;
  readonly parts: number;
  readonly bad: number;
  readonly appraisers: readonly {
    readonly name: string;
    readonly done: number;
    readonly of: number;
  }[];
  /** What it can show at best. */
  readonly best: Readonly<Record<Criterion, number>>;
  readonly warnings: readonly {
    readonly code: string;
    readonly found: number;
    readonly expected: number;
  }[];
  readonly created: string;
  readonly createdBy: string;
  readonly ended: string | null;
  readonly endedBy: string | null;
}

/** A picture of a plan. */
export interface StudyPicture {
  readonly name: string;
  /** Where it comes from. */
  readonly inspection?: string;
  readonly sha256?: string;
  readonly reference: Judgement;
  readonly borderline: boolean;
}

/** A plan. */
export interface NewStudy {
  readonly name: string;
  readonly pictures: readonly StudyPicture[];
  readonly appraisers: readonly string[];
  readonly station: boolean;
  readonly trials: number;
}

/** How far an appraiser is. */
export interface StudySession {
  readonly done: number;
  readonly of: number;
  /** Number of the next picture; null at the end. */
  readonly next: number | null;
}

/** A share with its interval. */
export interface StudyShare {
  readonly count: number;
  readonly of: number;
  readonly share: number | null;
  readonly low: number;
  readonly high: number;
}

/** Agreement beyond chance, with its interval where it is known. */
export interface StudyKappa {
  readonly kappa: number | null;
  readonly interval: { readonly low: number; readonly high: number } | null;
}

/** What a study says of one appraiser. */
export interface AppraiserFigures {
  readonly name: string;
  readonly rates: Readonly<Record<Criterion, StudyShare>>;
  readonly by: Readonly<Record<Criterion, Capability>>;
  readonly observed: Capability;
  readonly shown: Capability;
  readonly withinAppraiser: StudyShare;
  readonly kappaWithin: StudyKappa | null;
  readonly kappaReference: StudyKappa;
  readonly alwaysWrong: readonly string[];
  readonly mixed: readonly string[];
}

/** What a study says. */
export interface StudyFigures {
  readonly criteria: Readonly<
    Record<Criterion, { readonly acceptable: number; readonly marginal: number }>
  >;
  readonly appraisers: readonly AppraiserFigures[];
  readonly pairs: readonly {
    readonly first: string;
    readonly second: string;
    readonly kappa: StudyKappa;
  }[];
  readonly agreed: StudyShare;
  readonly effectiveness: StudyShare;
  readonly kappaBetween: StudyKappa | null;
  readonly observed: Capability;
  readonly shown: Capability;
  /** Of its end in the audit chain. */
  readonly hash: string;
}

/** Studies of agreement. */
export interface StudyApi {
  /** The appraiser that is the station itself. */
  readonly stationName: string;
  readonly list: (partId: string, signal?: AbortSignal) => Promise<readonly Study[]>;
  readonly one: (id: string, signal?: AbortSignal) => Promise<Study>;
  readonly plan: (partId: string, study: NewStudy) => Promise<Study>;
  /** Keeps a picture, and gives its hash and where it is shown. */
  readonly upload: (picture: NamedBlob) => Promise<{ sha256: string; address: string }>;
  readonly session: (id: string, appraiser: string, signal?: AbortSignal) => Promise<StudySession>;
  readonly pictureAddress: (id: string, appraiser: string, number: number) => string;
  readonly judge: (
    id: string,
    appraiser: string,
    said: { readonly number: number; readonly judgement: Judgement },
  ) => Promise<StudySession>;
  /** Lets the station judge its next pictures. */
  readonly judgeByStation: (id: string) => Promise<StudySession>;
  readonly finish: (id: string) => Promise<Study>;
  readonly cancel: (id: string) => Promise<Study>;
  readonly figures: (id: string, signal?: AbortSignal) => Promise<StudyFigures>;
}
