import {
  allowsPose,
  type Augmentation,
  augmentationDraws,
  augmentationGrid,
  identity,
} from '../image/augmentation.ts';
import { seededRandom } from '../random.ts';
import type { PartSettings } from './settings.ts';

/**
 * The augmentations of a part's support pictures, the plain picture first. Until a pose is known that
 * `auto` has to find, they show every angle.
 */
export function augmentationsOf(settings: PartSettings): Augmentation[] {
  const { augment, pose, bankAngles, draws, seed } = settings;
  const isFree = bankAngles === 'all' || pose === 'auto';
  const options = { families: augment, pose: isFree ? ('free' as const) : pose };
  if (draws === 'grid') return augmentationGrid(options);
  return [identity, ...augmentationDraws(options, seededRandom(seed).fork('augmentation'), draws)];
}

/** The augmentation that a part counts by a name; undefined if its settings make none such. */
export function augmentationNamed(settings: PartSettings, name: string): Augmentation | undefined {
  // A pose that enrolment found out leaves some of all angles, which its own list may not have.
  const all = [...augmentationsOf(settings), ...augmentationsOf({ ...settings, pose: 'auto' })];
  return all.find((augmentation) => augmentation.name === name);
}

/** Which augmentations show the part as its pose allows; all of them while that is not known. */
export function posesOf(
  { pose }: Pick<PartSettings, 'pose'>,
  augmentations: readonly Augmentation[],
): boolean[] {
  return augmentations.map((one) => pose === 'auto' || allowsPose(pose, one));
}

/** Which augmentations of a part whose pose was not known are left when it is. */
export function isOfPose(
  { pose, bankAngles }: Pick<PartSettings, 'pose' | 'bankAngles'>,
  augmentation: Augmentation,
): boolean {
  if (pose === 'auto' || bankAngles === 'all') return true;
  return allowsPose(pose, { ...augmentation, isMirrored: false });
}
