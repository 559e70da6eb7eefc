import type { Augmentation } from '../../image/augmentation.ts';
import { CALIBRATION, OUTLINE } from '../../hyperparameters.ts';
import { calibrate } from '../../inspection/calibrate.ts';
import { bankNames, patchOptionsOf } from '../../inspection/feature-options.ts';
import { normalScores } from '../../inspection/joined-score.ts';
import { learnFeatures } from '../../inspection/learn.ts';
import type { Learning, SupportFeatures } from '../../inspection/learning.ts';
import { lookAt, lookAtVariants } from '../../inspection/looked-patches.ts';
import type { NormalScore } from '../../inspection/part.ts';
import { type FramedPatches, isOutlined } from '../../inspection/outline.ts';
import { augmentationsOf } from '../../inspection/part-augmentations.ts';
import { PictureScorer } from '../../inspection/picture-scorer.ts';
import { DEFAULT_SETTINGS, type PartSettings, SETTINGS } from '../../inspection/settings.ts';
import { VariantStack } from '../../inspection/support-features.ts';
import { enlargedSize } from '../../inspection/view-settings.ts';
import { PatchSession } from '../../features/patch-session.ts';
import {
  type Enlargement,
  type FittedMethod,
  mapsOf,
  type Method,
  type MethodContext,
  NO_THRESHOLD,
  type SupportMaps,
  variantsOf,
} from './method.ts';
import { defineMethod, type MethodEntry } from './method-entry.ts';

/** Settings of a part but those of the run; the levels are the model's unless named. */
export type BankSettings = Omit<
  PartSettings,
  'levels' | 'size' | 'seed' | 'tiles' | 'tileOverlap'
> &
  Partial<Pick<PartSettings, 'levels'>>;

/** Name, source, defaults and calibration of a method of memory banks. */
export interface BankMethod extends Pick<MethodEntry, 'name' | 'source'> {
  /** Defaults that differ from those of a part. */
  readonly defaults?: Partial<BankSettings>;
  /** Score the support set leave-one-out, for the scales of the levels and for a threshold. */
  readonly leaveOneOut: boolean;
}

/** A method that learns and scores as enrolment and inspection do, under settings of its own. */
export function bankMethod({ leaveOneOut, ...declared }: BankMethod): MethodEntry {
  // Maps come from the run, which sees pictures as a whole.
  const { size: _, seed: __, tiles: ___, tileOverlap: ____, ...options } = SETTINGS;
  return defineMethod<BankSettings>({
    ...declared,
    options,
    make: (settings) => {
      const augmentations = augmentationsOf({
        levels: [],
        ...AS_A_WHOLE,
        ...settings,
        size: 0,
        seed: 0,
      });
      const levels: Method['levels'] = (model) => settings.levels ?? model.defaultLevels;
      return {
        augmentations,
        levels,
        enlargement: enlargementOf(settings),
        fit: (support, context) => {
          const { size, seed, model } = context;
          const complete = { ...AS_A_WHOLE, ...settings, levels: levels(model), size, seed };
          return fitBanks(support, context, { settings: complete, augmentations, leaveOneOut });
        },
      };
    },
  });
}

const { tiles, tileOverlap } = DEFAULT_SETTINGS;
const AS_A_WHOLE = { tiles, tileOverlap } as const;

/** As an enrolment enlarges. */
function enlargementOf(settings: BankSettings): Enlargement | undefined {
  const { enlarge } = settings;
  if (enlarge === 'none') return undefined;
  return {
    pictures: OUTLINE.pictures,
    sizeOf: (model, size) => enlargedSize(model, { size, enlarge }),
    isAskedBy: async (pictures, runtime) => {
      const session = new PatchSession(runtime, patchOptionsOf(settings));
      try {
        const framed: FramedPatches[] = [];
        for (const { maps, frame } of pictures) {
          const levels = settings.levels ?? [...maps.keys()];
          const all = await session.compute(mapsOf(maps, levels));
          const { coarse } = lookAt(all, frame.looked, frame.size);
          framed.push({ patches: coarse, frame });
        }
        return isOutlined(framed);
      } finally {
        await session.release();
      }
    },
  };
}

interface BankPlan extends Pick<BankMethod, 'leaveOneOut'> {
  readonly settings: PartSettings;
  readonly augmentations: readonly Augmentation[];
}

async function fitBanks(
  support: readonly SupportMaps[],
  { runtime }: MethodContext,
  { settings, augmentations, leaveOneOut }: BankPlan,
): Promise<FittedMethod> {
  const patches = new PatchSession(runtime, patchOptionsOf(settings));
  const features: SupportFeatures[] = [];
  for (const maps of support) {
    const variants = variantsOf(maps, augmentations);
    const stack = new VariantStack(variants.length);
    for (const variant of variants) {
      stack.add(await patches.compute(mapsOf(variant, settings.levels)));
    }
    const { picture, looked = null } = maps;
    const counted = lookAtVariants(stack.all, augmentations, looked, settings.size);
    features.push({ picture, ...counted });
  }
  const learning: Learning = { runtime, settings, levels: bankNames(settings), augmentations };
  const learned = await learnFeatures(learning, features, { leaveOneOut });
  const scorer = new PictureScorer(runtime, learned, learned.settings);
  return {
    threshold: leaveOneOut
      ? thresholdOf(normalScores([learned.leftOut]), support.length)
      : NO_THRESHOLD,
    score: async (picture, looked = null) => {
      const all = await patches.compute(mapsOf(picture, settings.levels));
      const { score, map } = await scorer.score(lookAt(all, looked, settings.size));
      return { score, map: map() };
    },
    release: async () => {
      await scorer.release();
      await patches.release();
    },
  };
}

/** As a part has it that was just enrolled. */
function thresholdOf(scores: readonly NormalScore[], supportPictures: number): number | string {
  const { targetFalseReject } = CALIBRATION;
  const { threshold } = calibrate({
    leaveOneOut: scores,
    supportPictures,
    confirmed: [],
    targetFalseReject,
    presenceMargin: null,
  });
  return threshold ?? 'a single support picture has no other to be scored against';
}
