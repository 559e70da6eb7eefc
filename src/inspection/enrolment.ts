import { ArgumentRangeError, CancelledError, PartError } from '../errors.ts';
import type { FeatureExtractor } from '../features/feature-extractor.ts';
import { createFeatureExtractor } from '../features/feature-extractor.ts';
import { readModelInfo } from '../features/model-info.ts';
import { CALIBRATION, SELF_TEST } from '../hyperparameters.ts';
import type { Augmentation } from '../image/augmentation.ts';
import { toPlanar } from '../image/planar.ts';
import type { RgbImage } from '../image/rgb-image.ts';
import type { Runtime } from '../runtime.ts';
import { BankScorer } from './bank-scorer.ts';
import { buildBanks } from './bank-building.ts';
import { assertTargetFalseReject, calibrate } from './calibrate.ts';
import { pictureHash } from './identity.ts';
import { scoreLeaveOneOut } from './leave-one-out.ts';
import { assertFits, estimateEnrolment, type MemoryEstimate } from './memory-estimate.ts';
import { augmentationsOf } from './part-augmentations.ts';
import type { LevelBank, Part, SelfTest, SupportPicture } from './part.ts';
import { scoreLevels } from './score-levels.ts';
import { DEFAULT_SETTINGS, type PartSettings, partSettingsSchema } from './settings.ts';
import { extractVariants, type LevelVariants, toModelInput } from './support-features.ts';

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
  /** Told of progress. */
  readonly onProgress?: (progress: EnrolmentProgress) => void;
  /** Ends the work at its next step when it is aborted. */
  readonly signal?: {
    /** True once the work shall stop. */
    readonly aborted: boolean;
  };
}

/** Options whose target is filled in and in range. */
interface CheckedOptions extends EnrolmentOptions {
  readonly targetFalseReject: number;
}

const DEFAULT_MEMORY_LIMIT = 4 * 2 ** 30;

/**
 * Learns a part from good pictures (thesis Algorithm 2): augments them, extracts patch features,
 * thins them to a memory bank a level, and finds a provisional threshold by leave-one-out.
 *
 * @param pictures - The support set, usually 2 to 8 pictures.
 * @returns The part; one picture alone gives a part without a threshold.
 * @throws {@link ArgumentRangeError} if there is no picture or a setting is out of range.
 * @throws {@link PartError} if a picture is there twice.
 * @throws {@link CancelledError} if the signal says so.
 */
export async function enroll(
  pictures: readonly NamedImage[],
  options: EnrolmentOptions,
): Promise<Part> {
  if (pictures.length === 0) throw new ArgumentRangeError('pictures', 0, 'at least one picture');
  const settings = completeSettings(options);
  const { targetFalseReject = CALIBRATION.targetFalseReject } = options;
  assertTargetFalseReject(targetFalseReject);
  const support = pictures.map((picture) => toSupport(picture, settings));
  assertDistinct(support);
  const extractor = await createFeatureExtractor(options.runtime, options.model, {
    levels: settings.levels,
    neighbourhood: settings.neighbourhood,
    concat: settings.fusion === 'concat',
  });
  try {
    return await learn(support, settings, extractor, {
      ...options,
      targetFalseReject,
      onProgress: (progress) => {
        options.onProgress?.(progress);
        assertNotCancelled(options.signal, progress);
      },
    });
  } finally {
    await extractor.release();
  }
}

async function learn(
  support: readonly SupportPicture[],
  settings: PartSettings,
  extractor: FeatureExtractor,
  options: CheckedOptions,
): Promise<Part> {
  const { runtime } = options;
  const augmentations = augmentationsOf(settings);
  await checkMemory(support, augmentations.length, { settings, extractor, options });
  const variants = await extractAll(support, augmentations, { extractor, options });
  const bankOptions = { runtime, settings, levels: extractor.levels };
  const unscaled = await buildBanks(variants, {
    ...bankOptions,
    onProgress: (done, total) => options.onProgress?.({ stage: 'coreset', done, total }),
  });
  const names = augmentations.map(({ name }) => name);
  const { scales, scores } = await scoreLeaveOneOut(variants, unscaled, {
    ...bankOptions,
    support,
    augmentations,
    onProgress: (done, total) => options.onProgress?.({ stage: 'leave-one-out', done, total }),
  });
  const banks = unscaled.map((bank, level) => ({ ...bank, normalScale: scales[level] }));
  return {
    settings,
    model: extractor.model,
    runtime: runtime.name,
    support,
    augmentations: names,
    banks,
    calibration: calibrate({
      leaveOneOut: scores,
      supportPictures: support.length,
      confirmed: [],
      targetFalseReject: options.targetFalseReject,
    }),
    selfTest: await recordSelfTest(support, banks, { settings, extractor, options }),
  };
}

function assertNotCancelled(
  signal: EnrolmentOptions['signal'],
  { stage, done, total }: EnrolmentProgress,
): void {
  if (signal?.aborted) throw new CancelledError('enrol', `${done} of ${total} steps of ${stage}`);
}

/** Fills in defaults and checks each setting. */
function completeSettings({ settings = {}, model }: EnrolmentOptions): PartSettings {
  const { defaultLevels, preprocessing } = readModelInfo(model);
  const ofModel = { levels: defaultLevels, size: preprocessing.size };
  const parsed = partSettingsSchema.safeParse({ ...DEFAULT_SETTINGS, ...ofModel, ...settings });
  if (parsed.success) return parsed.data;
  const [{ path, message }] = parsed.error.issues;
  const [setting] = path.map(String);
  throw new ArgumentRangeError(setting, JSON.stringify(Reflect.get(settings, setting)), message);
}

function toSupport({ name, image }: NamedImage, settings: PartSettings): SupportPicture {
  return { name, sha256: pictureHash(image), image: toModelInput(image, settings) };
}

function assertDistinct(support: readonly SupportPicture[]): void {
  const seen = new Map<string, string>();
  for (const { name, sha256 } of support) {
    const twin = seen.get(sha256);
    if (twin !== undefined) {
      throw new PartError(
        'to be enrolled',
        `${name} has the same pixels as ${twin}: expected different pictures`,
        'Leave one of them out; a copy teaches nothing and spoils the leave-one-out scores.',
      );
    }
    seen.set(sha256, name);
  }
}

/** What the steps of one enrolment share. */
interface Work {
  readonly extractor: FeatureExtractor;
  readonly options: EnrolmentOptions;
}

async function checkMemory(
  support: readonly SupportPicture[],
  augmentations: number,
  { settings, extractor, options }: Work & { settings: PartSettings },
): Promise<void> {
  const probe = await extractor.extract(toPlanar(support[0].image));
  const shapes = probe.map(({ features }) => ({ patches: features.rows, width: features.cols }));
  const estimate = estimateEnrolment(settings, shapes, support.length, augmentations);
  options.onEstimate?.(estimate);
  assertFits(estimate, options.memoryLimit ?? DEFAULT_MEMORY_LIMIT);
}

async function extractAll(
  support: readonly SupportPicture[],
  augmentations: readonly Augmentation[],
  { extractor, options }: Work,
): Promise<LevelVariants[][]> {
  const total = support.length * augmentations.length;
  let done = 0;
  const variants: LevelVariants[][] = [];
  for (const { image } of support) {
    const levels = await extractVariants(extractor, image, augmentations, () => {
      options.onProgress?.({ stage: 'features', done: ++done, total });
    });
    variants.push(levels);
  }
  return variants;
}

/** Scores of the first support pictures against the whole bank. */
async function recordSelfTest(
  support: readonly SupportPicture[],
  banks: readonly LevelBank[],
  { settings, extractor, options }: Work & { settings: PartSettings },
): Promise<SelfTest[]> {
  const scorer = new BankScorer(
    options.runtime,
    banks.map(({ bank }) => bank),
    settings,
  );
  const tests: SelfTest[] = [];
  for (const [picture, { image }] of support.slice(0, SELF_TEST.pictures).entries()) {
    const measures = await scorer.measure(await extractor.extract(toPlanar(image)));
    const scales = banks.map(({ normalScale }) => normalScale);
    tests.push({ picture, score: scoreLevels(measures, scales, settings).score });
  }
  await scorer.release();
  return tests;
}
