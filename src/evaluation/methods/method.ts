/**
 * What compares methods: each learns from the same feature maps of the same support pictures and
 * scores the same maps of test pictures, so that a backbone sees each picture once.
 *
 * @module
 */
import { ArgumentRangeError } from '../../errors.ts';
import type { ModelInfo } from '../../features/model-info.ts';
import type { FeatureMap } from '../../features/patch-features.ts';
import type { Augmentation } from '../../image/augmentation.ts';
import type { Frame } from '../../image/frame.ts';
import type { SupportPicture } from '../../inspection/part.ts';
import type { Runtime } from '../../runtime.ts';
import type { OptionValue } from '../results/evaluation-result.ts';

/** Feature maps of one picture as the backbone gives them, by name of the level. */
export type PictureMaps = ReadonlyMap<string, FeatureMap>;

/** A support picture, plain and augmented. */
export interface SupportMaps {
  readonly picture: SupportPicture;
  /** By name of the augmentation; may hold more than a method asks for. */
  readonly variants: ReadonlyMap<string, PictureMaps>;
  /** Not zero where the plain picture is looked at, shape [S, S]; null or left out where that is everywhere. */
  readonly looked?: Uint8Array | null;
}

/** Runtime, model, size and seed that a method learns with. */
export interface MethodContext {
  readonly runtime: Runtime;
  /** Of the backbone. */
  readonly model: ModelInfo;
  /** Side S of the square that the backbone saw, pixels. */
  readonly size: number;
  /** Of everything that is drawn. */
  readonly seed: number;
}

/** A way to detect anomalies from feature maps. */
export interface Method {
  /** Such as `patchcore`. */
  readonly name: string;
  /** Paper and section. */
  readonly source: string;
  /** Every option that decides its figures. */
  readonly options: Readonly<Record<string, OptionValue>>;
  /** Augmentations of support pictures that it learns from, the plain picture first. */
  readonly augmentations: readonly Augmentation[];
  /** Of a method that sees some parts at more pixels; absent elsewhere. */
  readonly enlargement?: Enlargement | undefined;
  /** Names of the levels that it takes from a model. */
  levels(model: ModelInfo): readonly string[];
  /**
   * Learns from a support set, which must hold the method's augmentations and levels.
   *
   * @param support - At least one picture.
   */
  fit(support: readonly SupportMaps[], context: MethodContext): Promise<FittedMethod>;
}

/** When a method sees parts at more pixels. */
export interface Enlargement {
  /**
   * How many more.
   *
   * @param size - Side of the square otherwise, pixels.
   * @returns Side of the square; null where it stays as it is.
   */
  sizeOf(model: ModelInfo, size: number): number | null;
  /** Most pictures of a support set that are looked at. */
  readonly pictures: number;
  /** Whether a support set asks for it. */
  isAskedBy(pictures: readonly FramedMaps[], runtime: Runtime): Promise<boolean>;
}

/** The maps of a plain picture, and how it lies in the square. */
export interface FramedMaps {
  readonly maps: PictureMaps;
  readonly frame: Frame;
}

/** A method that has learned. */
export interface FittedMethod {
  /** Image score above which it fails a picture by itself, or why it has none. */
  readonly threshold: number | string;
  /**
   * Scores one picture from the plain maps of the method's levels.
   *
   * @param looked - Not zero where it is looked at, shape [S, S]; everywhere by default. What is not neither
   *   changes the score nor the map elsewhere.
   */
  score(picture: PictureMaps, looked?: Uint8Array | null): Promise<MethodScore>;
  /** Frees the sessions. */
  release(): Promise<void>;
}

/** A method's score and map of a picture. */
export interface MethodScore {
  /** The larger, the more anomalous. */
  readonly score: number;
  /** Anomaly of each pixel, shape [S, S]. */
  readonly map: Float32Array;
}

/** Of a method whose paper gives no threshold from good pictures. */
export const NO_THRESHOLD = 'the method has no threshold of its own';

/** Every level of a model. */
export function levelNames({ levels }: ModelInfo): readonly string[] {
  return levels.map(({ name }) => name);
}

/** The levels that a part of the model uses unless it names others. */
export function defaultLevels(model: ModelInfo): readonly string[] {
  return model.defaultLevels;
}

/**
 * The maps of some levels, each of shape [C, H, W], in their order.
 *
 * @throws {@link ArgumentRangeError} if there is no such level.
 */
export function mapsOf(picture: PictureMaps, levels: readonly string[]): FeatureMap[] {
  return levels.map((level) => {
    const map = picture.get(level);
    if (map) return map;
    throw new ArgumentRangeError('level', level, `one of ${[...picture.keys()].join(', ')}`);
  });
}

/**
 * A support picture's maps under some augmentations, in their order.
 *
 * @throws {@link ArgumentRangeError} if there are no maps of such an augmentation.
 */
export function variantsOf(
  { variants }: SupportMaps,
  augmentations: readonly Augmentation[],
): PictureMaps[] {
  return augmentations.map(({ name }) => {
    const maps = variants.get(name);
    if (maps) return maps;
    throw new ArgumentRangeError('augmentation', name, `one of ${[...variants.keys()].join(', ')}`);
  });
}
