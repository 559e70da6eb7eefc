import type { BenchmarkName } from '../published/sources.ts';

/** A data set that figures are published for. */
export interface Benchmark {
  readonly name: BenchmarkName;
  /** For people. */
  readonly label: string;
  /** Names of its folder, as it is unpacked or commonly called. */
  readonly folder: RegExp;
  /** All of its categories: published means are over these. */
  readonly categories: readonly string[];
}

/** All data sets that figures are published for. */
export const BENCHMARKS: readonly Benchmark[] = [
  {
    name: 'mvtec',
    label: 'MVTec AD',
    folder: /^mvtec(?:[-_ ]?ad|_anomaly_detection)?$/i,
    categories: [
      'bottle',
      'cable',
      'capsule',
      'carpet',
      'grid',
      'hazelnut',
      'leather',
      'metal_nut',
      'pill',
      'screw',
      'tile',
      'toothbrush',
      'transistor',
      'wood',
      'zipper',
    ],
  },
  {
    name: 'mpdd',
    label: 'MPDD',
    folder: /^mpdd$/i,
    categories: [
      'bracket_black',
      'bracket_brown',
      'bracket_white',
      'connector',
      'metal_plate',
      'tubes',
    ],
  },
  {
    name: 'visa',
    label: 'VisA',
    folder: /^visa(?:_pytorch)?$/i,
    categories: [
      'candle',
      'capsules',
      'cashew',
      'chewinggum',
      'fryum',
      'macaroni1',
      'macaroni2',
      'pcb1',
      'pcb2',
      'pcb3',
      'pcb4',
      'pipe_fryum',
    ],
  },
  { name: 'axiom', label: 'Axiom', folder: /^axiom$/i, categories: ['mc27'] },
];

/** A category of a run that figures are published for. */
export interface KnownCategory {
  readonly benchmark: Benchmark;
  /** As the benchmark names it. */
  readonly name: string;
}

/**
 * Tells which benchmark a category belongs to: by its own name, and by that of a folder above it. A
 * folder of one's own that is called `wood` is not MVTec's.
 *
 * @param dataset - Name of the data set's folder.
 * @param category - Path within it.
 */
export function knownCategory(dataset: string, category: string): KnownCategory | undefined {
  const folders = [dataset, ...category.split('/')];
  const name = (folders.pop() ?? '').toLowerCase();
  const benchmark = BENCHMARKS.find(
    ({ folder, categories }) =>
      categories.includes(name) && folders.some((part) => folder.test(part)),
  );
  return benchmark && { benchmark, name };
}
