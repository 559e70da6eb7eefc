import { assertNotCancelled, type CancelSignal } from '../cancellation.ts';
import { ArgumentRangeError, SupportSetError } from '../errors.ts';
import type { FeatureExtractor } from '../features/feature-extractor.ts';
import { createFeatureExtractor } from '../features/feature-extractor.ts';
import { assertInputSize } from '../features/input-size.ts';
import { readModelInfo } from '../features/model-info.ts';
import type { PatchFeatures } from '../features/patch-features.ts';
import { CALIBRATION, REVERSE, SELF_TEST } from '../hyperparameters.ts';
import type { Augmentation } from '../image/augmentation.ts';
import { Frame } from '../image/frame.ts';
import { toPlanar } from '../image/planar.ts';
import { assertRgbImage, type RgbImage } from '../image/rgb-image.ts';
import type { Runtime } from '../runtime.ts';
import { appearanceOf } from './appearance.ts';
import { assertTargetFalseReject, calibrate } from './calibrate.ts';
import type { EnrolmentWarning } from './enrolment-warning.ts';
import { enrolmentWarnings } from './enrolment-warnings.ts';
import { featureOptionsOf } from './feature-options.ts';
import { pictureHash } from './identity.ts';
import type { Learning, StepListener, SupportFeatures } from './learning.ts';
import { type LearnedFeatures, learnFeatures } from './learn.ts';
import {
  assertFits,
  estimateEnrolment,
  type LevelShape,
  type MemoryEstimate,
} from './memory-estimate.ts';
import { nearCopiesIn } from './near-copies.ts';
import { augmentationsOf } from './part-augmentations.ts';
import type { Calibration, NormalScore, Part, SelfTest, SupportPicture } from './part.ts';
import { PictureScorer } from './picture-scorer.ts';
import { halfOutside, presenceMargin } from './presence-limit.ts';
import { DEFAULT_SETTINGS, type PartSettings, parsePartSettings } from './settings.ts';
import { extractVariants } from './support-features.ts';

/** A good picture to learn from. */
export interface NamedImage {
  /** File name or any label; reports show it. */
  readonly name: string;
  /** The picture, of any size. */
  readonly image: RgbImage;
}

/** How far an enrolment is. */
export interface EnrolmentProgress {
  /** What is being done. */
  readonly stage: 'features' | 'coreset' | 'leave-one-out';
  /** Steps done. */
  readonly done: number;
  /** Steps of this stage. */
  readonly total: number;
}

/** What enrolment needs besides the pictures. */
export interface EnrolmentOptions {
  /** ONNX Runtime. */
  readonly runtime: Runtime;
  /** A model file of `fewgood model import`. */
  readonly model: Uint8Array;
  /** Settings that differ from the model's defaults and, for the rest, {@link DEFAULT_SETTINGS}. */
  readonly settings?: Partial<PartSettings>;
  /** Wanted share of good parts that fail, in (0, 1). */
  readonly targetFalseReject?: number;
  /** Refuse to start above this, bytes. */
  readonly memoryLimit?: number;
  /** Told of the memory needed before it is used. */
  readonly onEstimate?: (estimate: MemoryEstimate) => void;
  /** Told of each thing that is doubtful about the pictures, before the work begins. */
  readonly onWarning?: (warning: EnrolmentWarning) => void;
  /** Told of progress. */
  readonly onProgress?: (progress: EnrolmentProgress) => void;
  /** Ends the work at its next step when it is aborted. */
  readonly signal?: CancelSignal;
}

const DEFAULT_MEMORY_LIMIT = 4 * 2 ** 30;

/**
 * Learns a part from good pictures (thesis Algorithm 2): augments them, extracts patch features,
 * thins them to a memory bank a level, and finds a provisional threshold by leave-one-out.
 *
 * @param pictures - The support set, usually 2 to 8 pictures.
 * @returns The part; one picture alone gives a part without a threshold.
 * @throws {@link ArgumentRangeError} if there is no picture or a setting is out of range.
 * @throws {@link SupportSetError} if a picture is there twice.
 * @throws {@link ShapeError} if an image does not hold its pixels.
 * @throws {@link CancelledError} if the signal says so.
 */
export async function enroll(
  pictures: readonly NamedImage[],
  options: EnrolmentOptions,
): Promise<Part> {
  const enrolment = await Enrolment.create(pictures, options);
  try {
    return await enrolment.learn();
  } finally {
    await enrolment.release();
  }
}

/** One support set on its way to a part; its steps are those of {@link Enrolment.learn}, in order. */
class Enrolment implements Learning {
  readonly runtime: Runtime;
  readonly settings: PartSettings;
  readonly levels: readonly string[];
  readonly augmentations: readonly Augmentation[];
  readonly #support: readonly SupportPicture[];
  readonly #extractor: FeatureExtractor;
  readonly #options: EnrolmentOptions;

  private constructor(
    settings: PartSettings,
    support: readonly SupportPicture[],
    extractor: FeatureExtractor,
    options: EnrolmentOptions,
  ) {
    this.runtime = options.runtime;
    this.settings = settings;
    this.levels = extractor.levels;
    this.augmentations = augmentationsOf(settings);
    this.#support = support;
    this.#extractor = extractor;
    this.#options = options;
  }

  /** Checks the pictures and the options, and loads the model. */
  static async create(
    pictures: readonly NamedImage[],
    options: EnrolmentOptions,
  ): Promise<Enrolment> {
    if (pictures.length === 0) throw new ArgumentRangeError('pictures', 0, 'at least one picture');
    const settings = completeSettings(options);
    const { targetFalseReject } = options;
    if (targetFalseReject !== undefined) assertTargetFalseReject(targetFalseReject);
    const support = pictures.map((picture) => toSupport(picture, settings));
    assertDistinct(support);
    const features = featureOptionsOf(settings);
    const extractor = await createFeatureExtractor(options.runtime, options.model, features);
    return new Enrolment(settings, support, extractor, options);
  }

  async learn(): Promise<Part> {
    const warnings = enrolmentWarnings(this.#support, this.settings);
    for (const warning of warnings) this.#options.onWarning?.(warning);
    await this.#checkMemory();
    const features = await this.#extractFeatures();
    const learned = await learnFeatures(this, features, {
      onCoreset: this.#listener('coreset'),
      onScored: this.#listener('leave-one-out'),
    });
    const { scores, reverse: scale, ...rest } = learned;
    const reverse = scale && { ...scale, margin: await this.#presenceMargin(learned) };
    return {
      ...rest,
      reverse,
      model: this.#extractor.model,
      runtime: this.runtime.name,
      support: this.#support,
      calibration: this.#calibrate(scores, reverse?.margin ?? null),
      selfTest: await this.#recordSelfTest(learned),
    };
  }

  release(): Promise<void> {
    return this.#extractor.release();
  }

  async #checkMemory(): Promise<void> {
    const probe = await this.#extractor.extract(toPlanar(this.#support[0].image));
    const shape = { levels: probe.levels.map(shapeOf), coarse: shapeOf(probe.coarse) };
    const [pictures, augmentations] = [this.#support.length, this.augmentations.length];
    const estimate = estimateEnrolment(this.settings, shape, pictures, augmentations);
    this.#options.onEstimate?.(estimate);
    assertFits(estimate, this.#options.memoryLimit ?? DEFAULT_MEMORY_LIMIT);
  }

  async #extractFeatures(): Promise<SupportFeatures[]> {
    const listener = this.#listener('features');
    const total = this.#support.length * this.augmentations.length;
    let done = 0;
    const support: SupportFeatures[] = [];
    for (const picture of this.#support) {
      const { image } = picture;
      const onVariant = (): void => listener(++done, total);
      const variants = await extractVariants(this.#extractor, image, this.augmentations, onVariant);
      support.push({ picture, ...variants });
    }
    return support;
  }

  /** Looks at the first support pictures with half of the part outside. */
  async #presenceMargin(learned: LearnedFeatures): Promise<number> {
    const scorer = new PictureScorer(this.runtime, learned, learned.settings);
    try {
      const halves: number[] = [];
      for (const { image } of this.#support.slice(0, REVERSE.halves)) {
        const half = await this.#extractor.extract(toPlanar(halfOutside(image)));
        halves.push((await scorer.score(half)).missing?.ratio ?? 0);
      }
      return presenceMargin(halves);
    } finally {
      await scorer.release();
    }
  }

  #calibrate(leaveOneOut: readonly NormalScore[], margin: number | null): Calibration {
    return calibrate({
      leaveOneOut,
      supportPictures: this.#support.length - nearCopiesIn(this.#support).length,
      confirmed: [],
      presenceMargin: margin,
      targetFalseReject: this.#options.targetFalseReject ?? CALIBRATION.targetFalseReject,
    });
  }

  /** Scores of the first support pictures against the whole bank. */
  async #recordSelfTest(learned: LearnedFeatures): Promise<SelfTest[]> {
    const scorer = new PictureScorer(this.runtime, learned, learned.settings);
    try {
      const tests: SelfTest[] = [];
      for (const [picture, { image }] of this.#support.slice(0, SELF_TEST.pictures).entries()) {
        const { score } = await scorer.score(await this.#extractor.extract(toPlanar(image)));
        tests.push({ picture, score });
      }
      return tests;
    } finally {
      await scorer.release();
    }
  }

  /** Tells of a step, which is also where the work can be stopped. */
  #listener(stage: EnrolmentProgress['stage']): StepListener {
    return (done, total) => {
      this.#options.onProgress?.({ stage, done, total });
      assertNotCancelled(this.#options.signal, 'enrol', `${done} of ${total} steps of ${stage}`);
    };
  }
}

/** Fills in the model's defaults, and ours for the rest, and checks each setting. */
function completeSettings({ settings = {}, model }: EnrolmentOptions): PartSettings {
  const info = readModelInfo(model);
  const ofModel = { levels: info.defaultLevels, size: info.preprocessing.size, ...info.defaults };
  const complete = parsePartSettings({ ...DEFAULT_SETTINGS, ...ofModel, ...settings });
  assertInputSize(info, complete.size);
  return complete;
}

function shapeOf({ features }: PatchFeatures): LevelShape {
  return { patches: features.rows, width: features.cols };
}

function toSupport({ name, image }: NamedImage, { size, fit }: PartSettings): SupportPicture {
  assertRgbImage(image);
  const frame = new Frame(image, size, fit);
  const square = frame.squareOf(image);
  const appearance = appearanceOf(square, frame);
  return { name, sha256: pictureHash(image), image: square, appearance };
}

function assertDistinct(support: readonly SupportPicture[]): void {
  const names = new Map<string, string>();
  for (const { name, sha256 } of support) {
    const twin = names.get(sha256);
    if (twin !== undefined) {
      throw new SupportSetError(
        'enrol',
        `${name} has the same pixels as ${twin}: expected different pictures`,
        'Leave one of them out; a copy teaches nothing and spoils the leave-one-out scores.',
      );
    }
    names.set(sha256, name);
  }
}
