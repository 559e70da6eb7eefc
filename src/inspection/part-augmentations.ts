import {
  type Augmentation,
  augmentationDraws,
  augmentationGrid,
  identity,
} from '../image/augmentation.ts';
import { seededRandom } from '../random.ts';
import type { PartSettings } from './settings.ts';

/** The augmentations of a part's support pictures, the plain picture first. */
export function augmentationsOf(settings: PartSettings): Augmentation[] {
  const { augment, pose, draws, seed } = settings;
  const options = { families: augment, pose };
  if (draws === 'grid') return augmentationGrid(options);
  return [identity, ...augmentationDraws(options, seededRandom(seed).fork('augmentation'), draws)];
}
