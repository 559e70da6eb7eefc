import type { Plane, Rectangle } from '../image/rgb-image.ts';
import type { Alignment } from './alignment.ts';
import type { Reason } from './reason.ts';
import type { Extent } from './defect-size.ts';

/** `cannot judge` is never a pass: the picture, or the part, gives no score that says anything. */
export type Verdict = 'pass' | 'fail' | 'cannot judge';

/** A defect: a connected area of the anomaly map above the part's map limit, pixels of the picture. */
export interface Region extends Rectangle {
  /** Pixels above the limit. */
  readonly area: number;
  /** Largest value of the map inside, as a ratio to the part's map limit. */
  readonly peak: number;
  /** Whether something is there that good pictures do not show, or something is missing that they do. */
  readonly kind: 'foreign' | 'missing';
  /** The same in millimetres, and square millimetres; in a part that has a scale. */
  readonly millimetres?: Extent;
  /** There where it is smaller than the least area of the part: it fails no picture by itself. */
  readonly small?: true;
}

/** The most anomalous patch and the support patch that comes nearest to it. */
export interface HottestPatch {
  /** Name of the model whose patch it is, in a part of several. */
  readonly model?: string;
  /** Level whose patch it is. */
  readonly level: string;
  /** Where in the inspected picture, pixels of it. */
  readonly box: Rectangle;
  /** Distance to the nearest bank element, in feature units. */
  readonly distance: number;
  /** The bank element. */
  readonly nearest: {
    /** Number of the support picture, from 0. */
    readonly picture: number;
    /** Name of the augmentation it was seen under. */
    readonly augmentation: string;
    /** Where in the augmented support picture, pixels of the first model's input. */
    readonly box: Rectangle;
  };
}

/** An anomaly map at the size of the inspected picture. */
export interface AnomalyMap extends Plane {
  /** Ratio to the part's map limit: above 1 is a defect; shape [height, width]. */
  readonly data: Float32Array;
  /** What of it good pictures show and this one does not; null without reverse matching. */
  readonly missing: Float32Array | null;
  /** 1 where is looked, else 0, shape [height, width]; undefined where that is everywhere. */
  readonly looked?: Uint8Array | undefined;
}

/** Milliseconds by stage; zeros where the platform gave no clock. */
export interface Timings {
  /** Resizing and normalising. */
  readonly preprocess: number;
  /** The backbone and its patch features. */
  readonly features: number;
  /** Nearest neighbours. */
  readonly search: number;
  /** Score, anomaly map and regions. */
  readonly map: number;
}

/** One object of a picture in which several lie. */
export interface InspectedObject {
  /** What it covers, pixels of the picture; of a grid its cell. */
  readonly box: Rectangle;
  /** Of its longer axis to the right, clockwise, from -90 to 90 degrees; null where it has none, or nobody looks. */
  readonly angle: number | null;
  /** Of the object alone. */
  readonly verdict: Verdict;
  /** What stands against judging it by its score. */
  readonly reasons: readonly Reason[];
  /** Its anomaly score; null where it is not a number. */
  readonly score: number | null;
  /** score / threshold; null if unknown. */
  readonly ratio: number | null;
  /** There where it touches others: next to them it is not judged. */
  readonly touching?: true;
  /** The name of its place, in a part of several kinds; `rest` of what lies beside the places. */
  readonly place?: string | undefined;
  /** What its kind is called, in a part of several kinds. */
  readonly kind?: string | undefined;
}

/** What an inspection found. */
export interface Inspection {
  /** Pass, fail, or cannot judge. */
  readonly verdict: Verdict;
  /** What stands against judging the picture by its score; empty where nothing does. */
  readonly reasons: readonly Reason[];
  /** True while too few confirmed good pictures back the threshold for its false-reject target. */
  readonly provisional: boolean;
  /** Anomaly score of the picture: a distance, not clamped; the larger, the more anomalous. */
  readonly score: number;
  /** Score above which a picture fails; null when the part has none yet. */
  readonly threshold: number | null;
  /** score / threshold, not clamped: above 1 fails, if nothing stands against it; null if unknown. */
  readonly ratio: number | null;
  /** Anomaly of each pixel. */
  readonly map: AnomalyMap;
  /** Defects of a failed picture, or what differs where the part is not there or is too small to fail it, most anomalous first; else empty. */
  readonly regions: readonly Region[];
  /** Where the score comes from. */
  readonly hottest: HottestPatch;
  /** Milliseconds by stage. */
  readonly timings: Timings;
  /** How the part lies beside the first good picture, null where that is not known; of a part that is aligned. */
  readonly alignment?: Alignment | null | undefined;
  /** Of a part that several lie in a picture of: each of them, in reading order; the worst decides all above. */
  readonly objects?: readonly InspectedObject[] | undefined;
  /** How many there should be; null where any number may. */
  readonly expectedObjects?: number | null | undefined;
  /** How many are there; of a grid those cells that show a part. */
  readonly foundObjects?: number | undefined;
}
