/**
 * What the page asks of whoever judges: the station's server, or, in a browser tab, the library itself.
 *
 * @module
 */
import type { FileSource } from './file-source.ts';

/** `cannot judge` is never a pass. */
export type Verdict = 'pass' | 'fail' | 'cannot judge';

/** What happened to a picture so far; `error` where it could not be read. */
export type Outcome = Verdict | 'error' | 'waiting';

/** One thing that stands against judging a picture by its score, or is doubtful about it. */
export interface Reason {
  readonly code: string;
  /** In English, from the library; the page's catalogue has its own words for codes that it knows. */
  readonly message: string;
  readonly remedy: string;
  /** Figures of the message, such as `measured` and `limit`. */
  readonly facts?: Readonly<Record<string, unknown>>;
}

/** Pixels of the picture. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A defect. */
export interface DefectRegion extends Box {
  /** Largest value of the map inside, as a ratio to the part's map limit. */
  readonly peak: number;
  readonly kind: 'foreign' | 'missing';
  /** The same in millimetres, and square millimetres; of a part that has a scale. */
  readonly millimetres?: { readonly width: number; readonly height: number; readonly area: number };
  /** There where it is too small to fail a picture by itself. */
  readonly small?: true;
}

/** How a part lies beside the first golden sample. */
export interface Alignment {
  /** Degrees clockwise; null of a part that looks alike at every angle. */
  readonly angle: number | null;
  /** To the right and down, pixels of the picture. */
  readonly dx: number;
  readonly dy: number;
  /** 1 as in the golden sample. */
  readonly scale: number;
}

/** What lists of inspections show. */
export interface InspectionSummary {
  readonly id: string;
  readonly outcome: Outcome;
  readonly partId: string;
  /** Version of the part that judged it; null while it waits. */
  readonly version: number | null;
  /** Name of the picture, such as its file's. */
  readonly name: string;
  /** Where it came from. */
  readonly source: string;
  /** When it was taken in, ISO 8601. */
  readonly time: string;
  /** score / threshold, not clamped; null where it is not known. */
  readonly ratio: number | null;
  readonly score: number | null;
  readonly threshold: number | null;
  /** Address of the picture as it came; null where it is no longer kept. */
  readonly picture: string | null;
  /** Address of a small one for lists; that of the picture where there are no small ones. */
  readonly thumbnail: string | null;
  /** What is wrong with a picture that could not be read or judged. */
  readonly error: Reason | null;
  /** Milliseconds that judging took; null where it is not known. */
  readonly latency: number | null;
}

/** One inspection with all that is known of it. */
export interface InspectionDetail extends InspectionSummary {
  readonly provisional: boolean;
  readonly reasons: readonly Reason[];
  readonly regions: readonly DefectRegion[];
  /** Pixels; null where the picture could not be read, or waits. */
  readonly size: { readonly width: number; readonly height: number } | null;
  /** How the part lies, null where that is not known; left out where nobody asked. */
  readonly alignment?: Alignment | null;
  /** Address of the picture with what is anomalous tinted and its defects outlined; null where there is none. */
  readonly overlay: string | null;
}

/** What a list of inspections is narrowed to. */
export interface InspectionFilter {
  readonly partId?: string | undefined;
  readonly outcome?: Outcome | undefined;
  /** ISO 8601, inclusive. */
  readonly from?: string | undefined;
  /** ISO 8601, exclusive. */
  readonly to?: string | undefined;
  /** Part of the name of a picture. */
  readonly text?: string | undefined;
}

/** A page of a list. */
export interface Page<T> {
  readonly items: readonly T[];
  /** Where the next page begins; null on the last. */
  readonly next: string | null;
}

/** What was judged since a time, by outcome. */
export type Counters = Readonly<Record<Outcome, number>>;

/** Whether results come in as they are made. */
export type Connection = 'connecting' | 'live' | 'lost';

/** Of what changes are told. */
export type LiveChange = 'review' | 'part' | 'connection';

/** Told of what happens as it happens. */
export interface LiveListener {
  readonly onInspection: (inspection: InspectionSummary) => void;
  readonly onConnection: (state: Connection) => void;
  /** Something of a part was decided, another version of it judges, or a connection was lost or is back. */
  readonly onChange: (what: LiveChange) => void;
}

/** A picture to judge. */
export interface NewInspection {
  readonly partId: string;
  readonly picture: Blob;
  readonly name: string;
  readonly source: 'upload' | 'camera';
  /** The same key never judges twice: a repeated request gives the first one's inspection. */
  readonly key: string;
}

/** Judging, and what was judged. */
export interface InspectionApi {
  /** Resolves once the picture is safely kept; its verdict comes by {@link InspectionApi.watch}. */
  readonly submit: (inspection: NewInspection) => Promise<InspectionSummary>;
  readonly one: (id: string, signal?: AbortSignal) => Promise<InspectionDetail>;
  /** The newest first. */
  readonly list: (
    filter: InspectionFilter,
    cursor: string | null,
    signal?: AbortSignal,
  ) => Promise<Page<InspectionSummary>>;
  readonly count: (filter: InspectionFilter, signal?: AbortSignal) => Promise<Counters>;
  /** Tells the listener until the returned function is called. */
  readonly watch: (listener: LiveListener) => () => void;
  /** All that the filter lets through. */
  readonly exportFile: (filter: InspectionFilter, format: 'csv' | 'json') => FileSource;
  /** A report of the newest pictures that the filter lets through, one HTML file; null where nobody writes any. */
  readonly report: ((filter: InspectionFilter) => FileSource) | null;
}
