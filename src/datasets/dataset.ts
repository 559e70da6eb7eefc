/**
 * What a data set is, whatever its layout on disk. Paths are relative to its root, with `/`.
 *
 * @module
 */

/** `validation` holds good pictures that neither train nor test, as MVTec LOCO and AD 2 have. */
export type Split = 'train' | 'validation' | 'test';

/** A picture and what is known of it. */
export interface Sample {
  /** Of the picture. */
  readonly path: string;
  readonly split: Split;
  readonly label: 'normal' | 'anomalous';
  /** Kind of defect, by the name of its folder; `good` for a normal picture. */
  readonly defect: string;
  /** Ground truth: a pixel is defective if any of these marks it. Empty if there is none. */
  readonly masks: readonly string[];
}

/** Orders samples by path, by code units as `Array.prototype.toSorted` orders strings. */
export function byPath(a: Sample, b: Sample): number {
  if (a.path === b.path) return 0;
  return a.path < b.path ? -1 : 1;
}

/** The pictures of one kind of part. */
export interface Category {
  /** Path of its folder, such as `bottle` or `mvtec/bottle`. */
  readonly name: string;
  /** In the order of their paths. */
  readonly samples: readonly Sample[];
  /** Masks that belong to no picture. */
  readonly unpairedMasks: readonly string[];
  /** Folders within it that hold nothing, with a final `/`. */
  readonly emptyFolders: readonly string[];
  /** Files where pictures or masks belong that are none. */
  readonly passedOver: readonly string[];
}

/** Names of the layouts that are understood. */
export type LayoutName = 'mvtec-ad-2' | 'mvtec-loco' | 'visa' | 'mvtec-ad' | 'folder';

/** Everything under one root. */
export interface Dataset {
  readonly layout: LayoutName;
  /** In the order of their paths. */
  readonly categories: readonly Category[];
  /** Pictures, and folders that are empty (with a final `/`), which the layout has no place for. */
  readonly unused: readonly string[];
}

/** What was found under a root. */
export interface DatasetFiles {
  /** Of the root; names a category that is the root itself. */
  readonly name: string;
  /** Files, and folders that are empty (with a final `/`). */
  readonly paths: readonly string[];
  /** Those of the files that are pictures; told by their names unless they were looked at. */
  readonly pictures?: ReadonlySet<string>;
  /** Content of VisA's `split_csv/1cls.csv`, if it is there. */
  readonly visaSplit?: VisaSplitFile;
}

/** A split file of VisA. */
export interface VisaSplitFile {
  readonly path: string;
  readonly text: string;
}

/** A data set, and where its files are. */
export interface LocatedDataset {
  readonly dataset: Dataset;
  /** What stands before paths within it and names of its categories in a run, such as `mvtec/`. */
  readonly prefix: string;
  /** From a path within the data set to one that the platform can read. */
  readonly locate: (path: string) => string;
}

/** What a result says of a data set. */
export interface DatasetInfo {
  /** Name of its folder. */
  readonly name: string;
  readonly layout: LayoutName;
  /** Its licence, and what else a reader of the figures must know, such as "reduced to 512 px". */
  readonly note: string | null;
}
