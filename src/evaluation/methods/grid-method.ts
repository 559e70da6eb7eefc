import type { FeatureMap, PatchFeatures } from '../../features/patch-features.ts';
import {
  augmentedLook,
  countedRows,
  lookAtPatches,
  spread,
} from '../../inspection/looked-patches.ts';
import { listOf, number, type ValueKind } from '../../inspection/value-kind.ts';
import type { Runtime } from '../../runtime.ts';
import { fuseLevels } from '../../scoring/anomaly-map.ts';
import type { Matrix } from '../../tensor/matrix.ts';
import {
  mapsOf,
  type Method,
  NO_THRESHOLD,
  type PictureMaps,
  type SupportMaps,
  variantsOf,
} from './method.ts';

/** Options that all methods on a grid of patches have. */
export interface GridOptions {
  /** Names of the levels; those that suit the method unless named. */
  readonly levels?: readonly string[];
  /** Standard deviation of the map's smoothing, pixels. */
  readonly sigma: number;
}

/** Degrees by which support pictures are turned. */
export const angles: ValueKind<readonly number[]> = listOf(number(-360, 360, 'degrees'), {
  unit: 'degrees',
  expected: 'angles from -360 to 360',
});

/** A model of normal patches: how far others are from them. */
export interface PatchModel {
  /**
   * How far patches are from normal ones.
   *
   * @param features - Shape [N, D].
   * @returns Shape [N].
   */
  distances(features: Matrix): Promise<Float32Array>;
  /** Frees the sessions. */
  release(): Promise<void>;
}

/** What makes a method that has one distance at each position of one grid. */
export interface GridMethod extends Pick<Method, 'augmentations' | 'levels'> {
  readonly options: GridOptions;
  /** Joins the levels, each of shape [C, H, W], to one grid; what it draws depends on the seed alone. */
  readonly embed: (maps: readonly FeatureMap[], seed: number) => PatchFeatures;
  /** Learns from the patches of each support picture under each augmentation, of which some may not count. */
  readonly learn: (runtime: Runtime, patches: readonly PatchFeatures[]) => Promise<PatchModel>;
  /** Image score from the distances of the patches, and the pixels of the map, that are looked at. */
  readonly score: (distances: Float32Array, map: Float32Array) => number;
}

/** A method whose map is its patch distances, enlarged and smoothed as every map here. */
export function gridMethod(spec: GridMethod): Pick<Method, 'augmentations' | 'levels' | 'fit'> {
  const { augmentations, options, embed, learn } = spec;
  const levels: Method['levels'] = (model) => options.levels ?? spec.levels(model);
  return {
    augmentations,
    levels,
    async fit(support, { runtime, model, size, seed }) {
      const names = levels(model);
      const patchesOf = (picture: PictureMaps): PatchFeatures =>
        embed(mapsOf(picture, names), seed);
      const seen = (one: SupportMaps): PatchFeatures[] => {
        const { looked = null } = one;
        return variantsOf(one, augmentations).map((variant, a) => {
          const own = looked && augmentedLook(looked, augmentations[a], size);
          return lookAtPatches(patchesOf(variant), own, size);
        });
      };
      const patchModel = await learn(runtime, support.flatMap(seen));
      return {
        threshold: NO_THRESHOLD,
        async score(picture, looked = null) {
          const patches = lookAtPatches(patchesOf(picture), looked, size);
          const all = await patchModel.distances(patches.features);
          const { distances, counted } = countedOf(all, patches);
          const { width, height } = patches;
          const { sigma } = options;
          const map = fuseLevels([{ distances, width, height }], {
            scales: [1],
            fusion: 'max',
            size,
            sigma,
          });
          const pixels = looked === null ? map : map.filter((_, i) => looked[i] !== 0);
          return { score: spec.score(counted, pixels), map };
        },
        release: () => patchModel.release(),
      };
    },
  };
}

/** The distances of the patches that count, and over the whole grid, without what the others show. */
function countedOf(
  all: Float32Array,
  { looked, width }: PatchFeatures,
): { readonly counted: Float32Array; readonly distances: Float32Array } {
  if (looked === undefined) return { counted: all, distances: all };
  const counted = Float32Array.from(countedRows(looked), (row) => all[row]);
  return { counted, distances: spread(counted, looked, width) };
}
