import type { InspectionSummary, Page, Reason, Verdict } from './inspection-api.ts';

/** What a person says of a verdict. */
export type Decision = 'right' | 'good' | 'defect';

/** Why an inspection is to be reviewed. */
export type ReviewKind = 'fail' | 'borderline' | 'cannot judge';

/** A stroke of a brush over a defect, pixels of the picture. */
export interface MaskStroke {
  readonly width: number;
  /** x and y of each. */
  readonly points: readonly (readonly [number, number])[];
}

/** An inspection that is to be reviewed. */
export interface ReviewItem {
  readonly kind: ReviewKind;
  readonly inspection: InspectionSummary;
}

/** What somebody decided. */
export interface Review {
  readonly id: string;
  readonly partId: string;
  readonly decision: Decision;
  /** Of a regression picture. */
  readonly name: string | null;
  readonly note: string;
  readonly mask: readonly MaskStroke[] | null;
  /** `applied`: a version that judges has it. */
  readonly state: 'decided' | 'applied' | 'undone';
  readonly version: number | null;
  readonly time: string;
  /** Null where nobody signs in. */
  readonly by: string | null;
  readonly inspection: InspectionSummary;
}

/** How much there is to review, and what waits to be applied. */
export interface ReviewCounts {
  readonly byKind: Readonly<Record<ReviewKind, number>>;
  /** Decided to be good, and not applied yet. */
  readonly good: number;
  readonly regressions: number;
}

/** A decision to be made. */
export interface NewReview {
  readonly inspectionId: string;
  readonly decision: Decision;
  readonly name?: string;
  readonly note?: string;
  readonly mask?: readonly MaskStroke[];
  /** The decision that the page shows; another one that came meanwhile is not overwritten. */
  readonly expected: string | null;
}

/** What of a part is to be changed. */
export type ProposedChange =
  | { readonly kind: 'calibration'; readonly reviews: readonly string[]; readonly accept: boolean }
  | { readonly kind: 'threshold'; readonly threshold: number };

/** A regression picture that stands against a version. */
export interface BrokenRegression {
  readonly id: string;
  readonly name: string;
  readonly verdict: Verdict | null;
  readonly inspection: InspectionSummary;
}

/** What a version would change. */
export interface ProposalFindings {
  readonly from: number | null;
  readonly to: number | null;
  readonly falseRejectBound: number;
  readonly provisional: boolean;
  /** Names of pictures that join the calibration. */
  readonly taken: readonly string[];
  readonly repeated: readonly { readonly name: string; readonly of: string }[];
  /** Pictures that something stands against. */
  readonly held: readonly { readonly name: string; readonly objections: readonly Reason[] }[];
  readonly replayed: number;
  /** Whether they were judged anew; else by the scores that are kept. */
  readonly anew: boolean;
  readonly unknown: number;
  readonly broken: readonly BrokenRegression[];
  readonly regressions: number;
}

/** A version that somebody thinks of making. */
export interface Proposal {
  readonly id: string;
  readonly partId: string;
  readonly base: number;
  readonly change: ProposedChange;
  readonly state:
    | 'waiting'
    | 'running'
    | 'held'
    | 'ready'
    | 'failed'
    | 'cancelled'
    | 'applied'
    | 'undone'
    | 'discarded';
  /** 0 to 1; null where it is not known. */
  readonly progress: number | null;
  readonly findings: ProposalFindings | null;
  readonly flips: number;
  readonly error: Reason | null;
  readonly version: number | null;
}

/** A past verdict that would be another. */
export interface Flip {
  readonly from: Verdict;
  readonly to: Verdict;
  readonly inspection: InspectionSummary;
}

/** How something is applied in spite of what stands against it. */
export interface Application {
  readonly reason: string;
  readonly override: boolean;
}

/** A share, and where the one behind it lies at 95 % confidence. */
export interface Share {
  readonly count: number;
  readonly of: number;
  readonly low: number;
  readonly high: number;
}

/** What a threshold does to pictures of which somebody said what they are. */
export interface ThresholdEffect {
  readonly threshold: number;
  readonly falseRejects: Share;
  readonly escapes: Share;
  /** Upper bounds for a threshold that was chosen after looking at the scores. */
  readonly chosen: { readonly falseRejects: number; readonly escapes: number };
  readonly target: number;
  readonly holds: boolean;
  readonly morePictures: number;
}

/** Scores of pictures of which somebody said what they are. */
export interface KnownScores {
  readonly version: number;
  readonly good: readonly number[];
  readonly bad: readonly number[];
  /** Such pictures whose scores cannot be compared with these. */
  readonly otherVersions: number;
}

/** Reviewing verdicts, and what comes of it. */
export interface ReviewApi {
  /** The oldest first. */
  readonly queue: (
    filter: { readonly partId?: string | undefined; readonly kind?: ReviewKind | undefined },
    cursor: string | null,
    signal?: AbortSignal,
  ) => Promise<Page<ReviewItem>>;
  readonly counts: (partId: string | undefined, signal?: AbortSignal) => Promise<ReviewCounts>;
  /** Decisions that hold or once did, the newest first. */
  readonly list: (
    filter: {
      readonly partId?: string | undefined;
      readonly decision?: Decision | undefined;
      readonly inspectionId?: string | undefined;
      readonly state?: Review['state'] | undefined;
    },
    cursor: string | null,
    signal?: AbortSignal,
  ) => Promise<Page<Review>>;
  readonly decide: (review: NewReview) => Promise<Review>;
  readonly undo: (id: string) => Promise<Review>;
  /** The newest first. */
  readonly proposals: (partId: string, signal?: AbortSignal) => Promise<readonly Proposal[]>;
  readonly propose: (partId: string, base: number, change: ProposedChange) => Promise<Proposal>;
  readonly flips: (id: string, cursor: string | null, signal?: AbortSignal) => Promise<Page<Flip>>;
  readonly cancel: (id: string) => Promise<Proposal>;
  readonly apply: (id: string, application: Application) => Promise<Proposal>;
  readonly takeBack: (id: string, application: Application) => Promise<Proposal>;
  readonly scores: (partId: string, signal?: AbortSignal) => Promise<KnownScores>;
  readonly effect: (
    partId: string,
    threshold: number,
    signal?: AbortSignal,
  ) => Promise<ThresholdEffect>;
}
