import { MemoryCeilingError } from '../../errors.ts';
import { MEBIBYTE } from '../../mebibytes.ts';
import { type MapShape, mapBytes } from './map-block.ts';

/** What decides the memory of a run: of each kind, the most that is held at once. */
export interface MemoryDemand {
  readonly levels: readonly MapShape[];
  /** Side of the pictures, pixels. */
  readonly size: number;
  /** Test pictures of a category. */
  readonly tests: number;
  /** Support pictures held at once. */
  readonly support: number;
  /** Support pictures that one cell learns from. */
  readonly shots: number;
  /** Augmentations of each. */
  readonly augmentations: number;
}

/** How a run fits its memory. */
export interface MemoryPlan {
  readonly engines: number;
  /** Whether the maps of test pictures lie in files. */
  readonly testsInFiles: boolean;
}

/** Node, ONNX Runtime and a backbone (measured with a ResNet-18), bytes. */
const ENGINE_BYTES = 200 * MEBIBYTE;
/** A cell holds the features that it learns from as patches, stacked, and as the bank is built. */
const LEARNING_COPIES = 3;
/** Anomaly maps of a category for pixel figures and examples, and their ranks; bytes a pixel. */
const PIXEL_BYTES = 12;

/** What a run may take. */
interface MemoryBudget {
  /** Most engines. */
  readonly cores: number;
  /** Bytes. */
  readonly memoryLimit: number;
  /** Bytes that an engine takes to read the largest picture. */
  readonly readingBytes: number;
}

/**
 * Finds how many engines a run can have, and whether maps of test pictures have to lie in files.
 *
 * @throws {@link MemoryCeilingError} if not even one engine fits.
 */
export function planMemory(
  demands: readonly MemoryDemand[],
  { cores, memoryLimit: limit, readingBytes }: MemoryBudget,
): MemoryPlan {
  const largest = (of: (demand: MemoryDemand) => number): number => Math.max(...demands.map(of));
  const tests = largest((demand) => mapBytes(demand.levels, demand.tests));
  const support = largest((demand) =>
    mapBytes(demand.levels, demand.support * demand.augmentations),
  );
  // An engine reads pictures or learns and judges, one after the other.
  const engine = ENGINE_BYTES + Math.max(largest(cellBytes), readingBytes);
  if (support + tests + cores * engine <= limit) return { engines: cores, testsInFiles: false };
  const engines = Math.min(cores, Math.floor((limit - support) / engine));
  if (engines >= 1) return { engines, testsInFiles: true };
  throw new MemoryCeilingError(
    'evaluate',
    { needed: support + engine, ceiling: limit },
    'Use fewer shots, a smaller size, fewer methods, smaller pictures, or raise the memory limit.',
    { options: ['shots', 'size', 'methods', 'memoryLimit'] },
  );
}

function cellBytes({ levels, size, tests, shots, augmentations }: MemoryDemand): number {
  const supportBytes = mapBytes(levels, shots * augmentations) * LEARNING_COPIES;
  return supportBytes + tests * size * size * PIXEL_BYTES;
}
