import { assertNotCancelled, type CancelSignal } from '../cancellation.ts';
import { ArgumentRangeError, SupportSetError } from '../errors.ts';
import type { FeatureExtractor } from '../features/feature-extractor.ts';
import { createFeatureExtractor } from '../features/feature-extractor.ts';
import { readModelInfo } from '../features/model-info.ts';
import { CALIBRATION, SELF_TEST } from '../hyperparameters.ts';
import type { Augmentation } from '../image/augmentation.ts';
import { Frame } from '../image/frame.ts';
import { toPlanar } from '../image/planar.ts';
import { assertRgbImage, type RgbImage } from '../image/rgb-image.ts';
import type { Runtime } from '../runtime.ts';
import { appearanceOf } from './appearance.ts';
import { buildBanks } from './bank-building.ts';
import { assertTargetFalseReject, calibrate } from './calibrate.ts';
import type { EnrolmentWarning } from './enrolment-warning.ts';
import { enrolmentWarnings } from './enrolment-warnings.ts';
import { pictureHash } from './identity.ts';
import type { Learning, StepListener, SupportFeatures } from './learning.ts';
import { scoreLeaveOneOut } from './leave-one-out.ts';
import { assertFits, estimateEnrolment, type MemoryEstimate } from './memory-estimate.ts';
import { augmentationsOf } from './part-augmentations.ts';
import type {
  Calibration,
  LevelBank,
  NormalScore,
  Part,
  SelfTest,
  SupportPicture,
} from './part.ts';
import { PictureScorer } from './picture-scorer.ts';
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
  /** Settings that differ from {@link DEFAULT_SETTINGS}; levels and size default to the model's. */
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
    const extractor = await createFeatureExtractor(options.runtime, options.model, {
      levels: settings.levels,
      neighbourhood: settings.neighbourhood,
      concat: settings.fusion === 'concat',
    });
    return new Enrolment(settings, support, extractor, options);
  }

  async learn(): Promise<Part> {
    const warnings = enrolmentWarnings(this.#support, this.settings);
    for (const warning of warnings) this.#options.onWarning?.(warning);
    await this.#checkMemory();
    const features = await this.#extractFeatures();
    const unscaled = await buildBanks(this, features, this.#listener('coreset'));
    const onScored = this.#listener('leave-one-out');
    const { banks, scores } = await scoreLeaveOneOut(this, features, unscaled, onScored);
    return {
      settings: this.settings,
      model: this.#extractor.model,
      runtime: this.runtime.name,
      support: this.#support,
      augmentations: this.augmentations.map(({ name }) => name),
      banks,
      calibration: this.#calibrate(scores),
      selfTest: await this.#recordSelfTest(banks),
    };
  }

  release(): Promise<void> {
    return this.#extractor.release();
  }

  async #checkMemory(): Promise<void> {
    const { settings } = this;
    const probe = await this.#extractor.extract(toPlanar(this.#support[0].image));
    const shapes = probe.map(({ features }) => ({ patches: features.rows, width: features.cols }));
    const [pictures, augmentations] = [this.#support.length, this.augmentations.length];
    const estimate = estimateEnrolment(settings, shapes, pictures, augmentations);
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
      const levels = await extractVariants(this.#extractor, image, this.augmentations, onVariant);
      support.push({ picture, levels });
    }
    return support;
  }

  #calibrate(leaveOneOut: readonly NormalScore[]): Calibration {
    return calibrate({
      leaveOneOut,
      supportPictures: this.#support.length,
      confirmed: [],
      targetFalseReject: this.#options.targetFalseReject ?? CALIBRATION.targetFalseReject,
    });
  }

  /** Scores of the first support pictures against the whole bank. */
  async #recordSelfTest(banks: readonly LevelBank[]): Promise<SelfTest[]> {
    const scorer = new PictureScorer(this.runtime, banks, this.settings);
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

/** Fills in defaults and checks each setting. */
function completeSettings({ settings = {}, model }: EnrolmentOptions): PartSettings {
  const { defaultLevels, preprocessing } = readModelInfo(model);
  const ofModel = { levels: defaultLevels, size: preprocessing.size };
  return parsePartSettings({ ...DEFAULT_SETTINGS, ...ofModel, ...settings });
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
