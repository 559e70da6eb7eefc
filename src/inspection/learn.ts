import { buildBanks } from './bank-building.ts';
import { copiesOf, posedCopies } from './copy-matcher.ts';
import { needsCopies } from './feature-options.ts';
import type { Learning, StepListener, SupportFeatures } from './learning.ts';
import { type LeaveOneOut, scoreLeaveOneOut } from './leave-one-out.ts';
import { isOfPose, posesOf } from './part-augmentations.ts';
import type { Copies, PoseFinding } from './part.ts';
import { findPose } from './pose.ts';
import type { PartSettings } from './settings.ts';
import { selectVariants } from './support-features.ts';

/** What is told while a part is learned. */
export interface LearnOptions {
  /** Told of rows chosen for the banks. */
  readonly onCoreset?: StepListener | undefined;
  /** Told of pictures scored. */
  readonly onScored?: StepListener | undefined;
  /** Whether to score the support set against itself, which gives scales and a threshold. */
  readonly leaveOneOut?: boolean;
}

/** All that is learned of the features of a support set. */
export interface LearnedFeatures extends LeaveOneOut {
  /** The settings, with a pose that is known. */
  readonly settings: PartSettings;
  /** Names of the augmentations that the banks count. */
  readonly augmentations: readonly string[];
  /** What reverse matching and retrieval compare with; null without either. */
  readonly copies: Copies | null;
  /** How parts lie, where that was to be found out. */
  readonly pose: PoseFinding | null;
}

/**
 * Learns from the features of a support set: how parts lie, banks, copies, and what good pictures score.
 *
 * @param learning - With the augmentations of its settings.
 */
export async function learnFeatures(
  learning: Learning,
  support: readonly SupportFeatures[],
  options: LearnOptions = {},
): Promise<LearnedFeatures> {
  const { runtime, settings, augmentations } = learning;
  if (settings.pose !== 'auto') return learnPosed(learning, support, options);
  let copies: Copies | undefined;
  const ofAll = (): Copies => (copies ??= copiesOf(support));
  const pose = await findPose(runtime, support, augmentations, ofAll);
  const posed = withPose(learning, support, { ...settings, pose: pose.policy });
  // Copies of fewer augmentations are other copies.
  const known = posed.support === support ? copies : undefined;
  return { ...(await learnPosed(posed.learning, posed.support, options, known)), pose };
}

/** @param known - The copies of the support set, where they are made already. */
async function learnPosed(
  learning: Learning,
  support: readonly SupportFeatures[],
  { onCoreset, onScored, leaveOneOut = true }: LearnOptions,
  known?: Copies,
): Promise<LearnedFeatures> {
  const { settings, augmentations } = learning;
  const banks = await buildBanks(learning, support, onCoreset);
  const isPosed = posesOf(settings, augmentations);
  const posed = (): Copies => (known ? posedCopies(known, isPosed) : copiesOf(support, isPosed));
  const copies = needsCopies(settings) ? posed() : null;
  const normal = leaveOneOut
    ? await scoreLeaveOneOut(learning, support, { banks, copies }, onScored)
    : { banks, reverse: null, leftOut: [] };
  const names = augmentations.map(({ name }) => name);
  return { ...normal, settings, augmentations: names, copies, pose: null };
}

/** The features under the augmentations that are left when the pose is known. */
function withPose(
  learning: Learning,
  support: readonly SupportFeatures[],
  settings: PartSettings,
): { learning: Learning; support: readonly SupportFeatures[] } {
  const all = learning.augmentations;
  const kept = [...all.keys()].filter((a) => isOfPose(settings, all[a]));
  if (kept.length === all.length) return { learning: { ...learning, settings }, support };
  return {
    learning: { ...learning, settings, augmentations: kept.map((a) => all[a]) },
    support: support.map((one) => ({ ...one, ...selectVariants(one, kept) })),
  };
}
