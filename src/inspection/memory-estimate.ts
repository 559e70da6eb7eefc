import { MemoryCeilingError } from '../errors.ts';
import { needsCopies } from './feature-options.ts';
import type { PartSettings } from './settings.ts';

/** Bytes that an enrolment or an inspector will hold at its peak. */
export interface MemoryEstimate {
  /** Patch features of the augmented support set, bytes. */
  readonly features: number;
  /** Memory banks and copies of the support set, with what the search of them adds, bytes. */
  readonly banks: number;
  /** Pictures that are held, and the reading and decoding of the largest one, bytes. */
  readonly pictures: number;
  /** Backbone, runtime and working arrays, bytes. */
  readonly fixed: number;
  /** Sum of all, bytes. */
  readonly total: number;
}

/** Grid and width of one level's patch features. */
export interface LevelShape {
  /** Patches a picture, H · W. */
  readonly patches: number;
  /** Feature width D. */
  readonly width: number;
}

/** Shapes of what is compared of one picture. */
export interface PictureShape {
  /** One a bank. */
  readonly levels: readonly LevelShape[];
  /** Of the coarsest level. */
  readonly coarse: LevelShape;
}

/** Node, ONNX Runtime and a ResNet-18 at 224 px (measured); activations grow with the picture's area. */
const BASE_BYTES = 220 * 2 ** 20;
const ACTIVATION_BYTES_PER_PIXEL = 1200;
const FLOAT_BYTES = 4;
/** The projection of the coreset stands beside the features; so do copies that are matched in reverse, in half precision. */
const SEARCH_COPIES = 2;

/**
 * Computes what an enrolment will need before any of it is allocated.
 *
 * @param pictures - Support pictures K.
 * @param augmentations - Variants a picture, the plain one included.
 */
export function estimateEnrolment(
  settings: PartSettings,
  { levels, coarse }: PictureShape,
  pictures: number,
  augmentations: number,
): MemoryEstimate {
  const copies = pictures * augmentations;
  const ofCopies = copies * coarse.patches * coarse.width * FLOAT_BYTES;
  let features = ofCopies;
  let banks = needsCopies(settings) || settings.pose === 'auto' ? ofCopies : 0;
  for (const { patches, width } of levels) {
    const rows = copies * patches;
    features += rows * width * FLOAT_BYTES;
    const bankRows = Math.min(Math.ceil(rows * settings.samplingRatio), settings.bankCeiling);
    banks += bankRows * width * FLOAT_BYTES * SEARCH_COPIES;
  }
  const fixed = BASE_BYTES + settings.size ** 2 * ACTIVATION_BYTES_PER_PIXEL;
  return { features, banks, pictures: 0, fixed, total: features + banks + fixed };
}

/**
 * What an enrolment of several models will need: the features of one of them at a time, and the banks and
 * the network of each.
 *
 * @param views - Estimates of each model by itself, at least one.
 * @param pictures - Bytes of pictures that are held, and of the reading of the largest one.
 */
export function joinEstimates(views: readonly MemoryEstimate[], pictures = 0): MemoryEstimate {
  const features = Math.max(...views.map((view) => view.features));
  const banks = views.reduce((sum, view) => sum + view.banks, 0);
  const fixed = views.reduce((sum, view) => sum + view.fixed - BASE_BYTES, BASE_BYTES);
  return { features, banks, pictures, fixed, total: features + banks + pictures + fixed };
}

/**
 * Refuses pictures that could not even be read.
 *
 * @param readingBytes - Bytes that reading the largest one takes.
 * @throws {@link MemoryCeilingError} if that is above the ceiling, whatever is learned from them.
 */
export function assertReadable(readingBytes: number, ceilingBytes: number): void {
  const fixed = BASE_BYTES;
  const total = fixed + readingBytes;
  assertFits({ features: 0, banks: 0, pictures: readingBytes, fixed, total }, ceilingBytes);
}

/**
 * Refuses work that would not fit.
 *
 * @throws {@link MemoryCeilingError} if the estimate is above the ceiling.
 */
export function assertFits(estimate: MemoryEstimate, ceilingBytes: number): void {
  if (estimate.total <= ceilingBytes) return;
  throw new MemoryCeilingError(
    'enrol',
    { needed: estimate.total, ceiling: ceilingBytes },
    'Use fewer or smaller pictures, a smaller size, fewer families of augmentation, or raise the memory limit.',
    {
      options: ['pictures', 'size', 'augment', 'memoryLimit'],
      // What does not grow with the number of pictures.
      facts: { fixedBytes: estimate.fixed },
    },
  );
}
