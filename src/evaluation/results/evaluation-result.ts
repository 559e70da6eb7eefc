/**
 * What one run of `fewgood evaluate` or `fewgood ablate` found: plain data, written as one JSON file.
 *
 * @module
 */
import type { DatasetInfo } from '../../datasets/dataset.ts';
import type { LookArea } from '../../image/look-area.ts';
import type { Size } from '../../image/rgb-image.ts';
import type { F1Max } from '../../metrics/precision-recall.ts';
import type { ProCurve } from '../../metrics/region-overlap.ts';

/** Figures of a cell that tables and charts show, each from 0 to 1, the larger the better. */
export const METRIC_NAMES = [
  'imageAuroc',
  'pixelAuroc',
  'aupro',
  'averagePrecision',
  'f1Max',
] as const;
/** One of {@link METRIC_NAMES}. */
export type MetricName = (typeof METRIC_NAMES)[number];

/** Names of the figures for people. */
export const METRIC_LABELS: Readonly<Record<MetricName, string>> = {
  imageAuroc: 'Image AUROC',
  pixelAuroc: 'Pixel AUROC',
  aupro: 'AUPRO at FPR 0.3',
  averagePrecision: 'Average precision',
  f1Max: 'F1-max',
};

/** One run: how it came about, on what, with which methods, and what each cell gave. */
export interface EvaluationResult {
  readonly provenance: Provenance;
  readonly dataset: DatasetInfo;
  /** In the order of the tables' columns. */
  readonly methods: readonly MethodInfo[];
  /** In the order of the tables' rows. */
  readonly categories: readonly CategoryInfo[];
  /** Support set sizes K, ascending. */
  readonly shots: readonly number[];
  /** Of the support sets, ascending. */
  readonly seeds: readonly number[];
  /** `auto` where what is looked at was found in each support set. */
  readonly foreground?: 'auto' | undefined;
  /** At most one for each method, category, shots and seed; fewer while a run is not finished. */
  readonly cells: readonly EvaluationCell[];
}

/** Where the figures come from, so that anyone can get them again. */
export interface Provenance {
  /** The command line. */
  readonly command: string;
  /** Of fewgood. */
  readonly version: string;
  /** Of the source code; null where it is unknown. */
  readonly commit: string | null;
  /** Such as `2 cores, Linux x64, Node 20.19.0`. */
  readonly machine: string;
  /** Of the engine, such as `onnxruntime-node 1.30.0 cpu`. */
  readonly runtime: string;
}

/** A method with its options: a column of the tables. */
export interface MethodInfo {
  /** Unique in the run: the method's name, and in an ablation its variant. */
  readonly id: string;
  /** Of the method, such as `patchcore`. */
  readonly name: string;
  /** What an ablation varies, such as `augment=GFTR`; null elsewhere. */
  readonly variant: string | null;
  readonly backbone: BackboneInfo;
  /** Side S of the square that the backbone sees, pixels; cells of enlarged parts have their own. */
  readonly size: number;
  /** Every option that decides its figures. */
  readonly options: Readonly<Record<string, OptionValue>>;
}

/** Value of an option. */
export type OptionValue = string | number | boolean | null | readonly (string | number)[];

/** The model behind a method. */
export interface BackboneInfo {
  readonly name: string;
  /** Of the model file, hexadecimal. */
  readonly sha256: string;
}

/** A category and its test pictures. */
export interface CategoryInfo {
  readonly name: string;
  /** Good pictures that support sets are drawn from. */
  readonly trainingPictures: number;
  /** In the order of the cells' scores. */
  readonly tests: readonly TestPicture[];
  /** What of its pictures is looked at, and counts in pixel figures; all of them by default. */
  readonly lookArea?: LookAreaInfo | undefined;
}

/** What of pictures is looked at, a mask by its size and pixels. */
export interface LookAreaInfo extends Omit<LookArea, 'mask'> {
  readonly mask: (Size & { readonly sha256: string }) | null;
}

/** A picture that was judged. */
export interface TestPicture {
  /** Relative to the data set. */
  readonly path: string;
  /** Kind of defect; `good` for a normal picture. */
  readonly defect: string;
  readonly anomalous: boolean;
  /** Of a picture that counts as good since its defect lies where nobody looks. */
  readonly outOfSight?: true | undefined;
}

/** Method, category, K and seed of a cell. */
export interface CellAddress {
  /** Id of the method. */
  readonly method: string;
  readonly category: string;
  readonly shots: number;
  readonly seed: number;
}

/** What a method gave on a category with one support set. */
export interface EvaluationCell extends CellAddress {
  /** Side of the square that the backbone saw, pixels, where it is not that of the method. */
  readonly size?: number | undefined;
  /** Of a run that finds where parts lie: what it found in the support set. */
  readonly foreground?: CellForeground | undefined;
  /** Paths of the support set, in the order of drawing. */
  readonly support: readonly string[];
  readonly metrics: CellMetrics;
  /** Image scores, one a test picture of the category. */
  readonly scores: readonly number[];
  /** For plots: thinned out; null without masks. */
  readonly proCurve: ProCurve | null;
  /** The only field that differs when a run is repeated on the same machine. */
  readonly timings: CellTimings;
}

/** Where the part lies in a support set, or why all that the category looks at was looked at. */
export type CellForeground =
  | {
      /** Share of the picture that is looked at. */
      readonly share: number;
      /** Least overlap of a picture's own foreground with the common one, from 0 to 1. */
      readonly agreement: number;
    }
  | { readonly refused: string };

/** A finished cell as it is kept until the run is. */
export interface StoredCell {
  /** Of the pixels of all pictures that it was computed from: SHA-256, hexadecimal. */
  readonly pictures: string;
  readonly cell: EvaluationCell;
}

/** Figures of a cell; null where there is none, for the reason in `missing`. */
export interface CellMetrics {
  readonly imageAuroc: number | null;
  readonly pixelAuroc: number | null;
  readonly aupro: number | null;
  readonly averagePrecision: number | null;
  readonly f1Max: F1Max | null;
  readonly calibrated: CalibratedResult | null;
  /** Why a figure is null, by its name. */
  readonly missing: Readonly<Partial<Record<keyof Omit<CellMetrics, 'missing'>, string>>>;
}

/** What the threshold that was calibrated on the support set alone gets wrong. */
export interface CalibratedResult {
  /** Scores above it fail. */
  readonly threshold: number;
  /** Good pictures that fail. */
  readonly falseRejects: CountedShare;
  /** Defective pictures that pass. */
  readonly escapes: CountedShare;
}

/** A share with its Wilson interval. */
export interface CountedShare {
  readonly count: number;
  readonly of: number;
  /** Lower end of the interval, at the confidence of `CALIBRATION`. */
  readonly low: number;
  /** Upper end. */
  readonly high: number;
}

/** How long a cell took. */
export interface CellTimings {
  /** Building the bank or the model from the support set, seconds. */
  readonly bankSeconds: number;
  /** Judging all test pictures, seconds. */
  readonly inspectionSeconds: number;
  /** Milliseconds a picture by stage, after a warm-up. */
  readonly stages: Readonly<Record<string, Percentiles>>;
}

/** Of the times of many pictures, milliseconds. */
export interface Percentiles {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}
