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

/** Which of {@link augmentationsOf} show the part as its pose allows. */
export function posesOf(settings: PartSettings): boolean[] {
  const { pose } = settings;
  return augmentationsOf(settings).map((one) => pose === 'auto' || allowsPose(pose, one));
}
