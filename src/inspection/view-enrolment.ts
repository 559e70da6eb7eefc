import { createFeatureExtractor, type FeatureExtractor } from '../features/feature-extractor.ts';
import type { ModelInfo } from '../features/model-info.ts';
import type { PatchFeatures } from '../features/patch-features.ts';
import type { Augmentation } from '../image/augmentation.ts';
import { Frame } from '../image/frame.ts';
import type { LookArea } from '../image/look-area.ts';
import { toPlanar } from '../image/planar.ts';
import { type RgbImage, rgbImage, type Size } from '../image/rgb-image.ts';
import type { Runtime } from '../runtime.ts';
import { OUTLINE } from '../hyperparameters.ts';
import { featureOptionsOf, squareSide } from './feature-options.ts';
import { type LearnedFeatures, learnFeatures, type LearnOptions } from './learn.ts';
import type { StepListener, SupportFeatures } from './learning.ts';
import { lookAt, lookAtVariants } from './looked-patches.ts';
import { estimateEnrolment, type LevelShape, type MemoryEstimate } from './memory-estimate.ts';
import { type FramedPatches, isOutlined } from './outline.ts';
import { augmentationsOf } from './part-augmentations.ts';
import type { PartView, SupportPicture } from './part.ts';
import type { PartSettings } from './settings.ts';
import { extractVariants } from './support-features.ts';
import { enlargedSize } from './view-settings.ts';

/** A support picture, and what one model sees of it. */
export interface SeenPicture {
  /** As the part keeps it. */
  readonly picture: SupportPicture;
  /** In the model's square, shape [S, S, 3]. */
  readonly square: RgbImage;
  /** How it lies there. */
  readonly frame: Frame;
}

/** How the parts lie that one model has seen, for the others. */
export interface SharedPose {
  /** The policy. */
  readonly pose: PartSettings['pose'];
  /** The augmentations that it leaves. */
  readonly augmentations: readonly Augmentation[];
}

/** What is told while a view is learned. */
interface ViewListeners extends LearnOptions {
  /** Told of copies whose features are extracted. */
  readonly onFeatures: StepListener;
}

/** A part on its way to being seen by one model. */
export class ViewEnrolment {
  /** The model. */
  readonly extractor: FeatureExtractor;
  /** With which it learns; the pose may still be unknown. */
  readonly settings: PartSettings;
  readonly #runtime: Runtime;

  /** What of pictures is looked at; undefined for all of it. */
  readonly lookArea: LookArea | undefined;

  private constructor(
    runtime: Runtime,
    settings: PartSettings,
    extractor: FeatureExtractor,
    lookArea: LookArea | undefined,
  ) {
    this.lookArea = lookArea;
    this.extractor = extractor;
    this.#runtime = runtime;
    this.settings = settings;
  }

  /** Loads a model. */
  static async create(
    runtime: Runtime,
    settings: PartSettings,
    {
      bytes,
      info,
      lookArea,
    }: {
      readonly bytes: Uint8Array;
      readonly info: ModelInfo;
      readonly lookArea?: LookArea | undefined;
    },
  ): Promise<ViewEnrolment> {
    const options = featureOptionsOf(settings);
    const extractor = await createFeatureExtractor(runtime, bytes, options, info);
    return new ViewEnrolment(runtime, settings, extractor, lookArea);
  }

  /** Of the same model at more pixels; null where a part that stands out is seen at no more. */
  enlarged(): ViewEnrolment | null {
    const size = enlargedSize(this.extractor.model, this.settings);
    if (size === null) return null;
    const settings = { ...this.settings, size };
    return new ViewEnrolment(this.#runtime, settings, this.extractor, this.lookArea);
  }

  /** Whether the pictures show parts that stand out from a background. */
  async isOutlined(pictures: readonly SeenPicture[]): Promise<boolean> {
    const framed: FramedPatches[] = [];
    for (const { square, frame } of pictures.slice(0, OUTLINE.pictures)) {
      const features = await this.extractor.extract(toPlanar(square));
      const { coarse } = lookAt(features, frame.looked, frame.size);
      framed.push({ patches: coarse, frame });
    }
    return isOutlined(framed);
  }

  /**
   * Of this model by itself.
   *
   * @param pictures - How many it will learn from; none of them is needed.
   */
  async estimateMemory(pictures: number): Promise<MemoryEstimate> {
    const size = squareSide(this.settings);
    const blank = rgbImage(new Uint8Array(size * size * 3), size, size);
    const probe = await this.extractor.extract(toPlanar(blank));
    const shape = { levels: probe.levels.map(shapeOf), coarse: shapeOf(probe.coarse) };
    const augmentations = augmentationsOf(this.settings).length;
    return estimateEnrolment(this.settings, shape, pictures, augmentations);
  }

  /**
   * Goes through all steps of {@link learnFeatures}.
   *
   * @param shared - What another model has seen; by default this one looks for the pose itself, if it has to.
   */
  async learn(
    pictures: readonly SeenPicture[],
    { onFeatures, ...listeners }: ViewListeners,
    shared?: SharedPose,
  ): Promise<LearnedFeatures> {
    const settings = shared ? { ...this.settings, pose: shared.pose } : this.settings;
    const augmentations = shared?.augmentations ?? augmentationsOf(settings);
    const total = pictures.length * augmentations.length;
    let done = 0;
    const support: SupportFeatures[] = [];
    for (const { picture, square, frame } of pictures) {
      const onVariant = (): void => onFeatures(++done, total);
      const all = await extractVariants(this.extractor, square, augmentations, onVariant);
      const variants = lookAtVariants(all, augmentations, frame.looked, frame.size);
      support.push({ picture, ...variants });
    }
    const { levels } = this.extractor;
    const learning = { runtime: this.#runtime, settings, levels, augmentations };
    return learnFeatures(learning, support, listeners);
  }

  /** The pose that was learned, for {@link learn} of another model. */
  poseOf({ settings, augmentations: names }: LearnedFeatures): SharedPose {
    const all = augmentationsOf(this.settings);
    return {
      pose: settings.pose,
      augmentations: all.filter(({ name }) => names.includes(name)),
    };
  }

  /**
   * What the part keeps of what was learned.
   *
   * @param scale - See {@link PartView.scale}.
   */
  toView(learned: LearnedFeatures, scale: number): PartView {
    const { settings, augmentations, banks, copies, reverse } = learned;
    const { model } = this.extractor;
    return { settings, model, augmentations, banks, copies, reverse, scale };
  }

  /** Frees the model's session. */
  release(): Promise<void> {
    return this.extractor.release();
  }

  /** How a picture of any size lies in the model's square. */
  frameOf(original: Size): Frame {
    return new Frame(original, squareSide(this.settings), this.settings.fit, this.lookArea);
  }
}

function shapeOf({ features }: PatchFeatures): LevelShape {
  return { patches: features.rows, width: features.cols };
}
