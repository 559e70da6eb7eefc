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
 * `auto` has to find, they show every angle. The angles of a pose that names some are always among
 * them: a grid of every angle may step over one, and draws hit none, so that a good part which lies so
 * would not be known.
 */
export function augmentationsOf(settings: PartSettings): Augmentation[] {
  const { augment, pose, bankAngles, draws, seed } = settings;
  const isFree = bankAngles === 'all' || pose === 'auto';
  const options = { families: augment, pose: isFree ? ('free' as const) : pose };
  const all =
    draws === 'grid'
      ? augmentationGrid(options)
      : [identity, ...augmentationDraws(options, seededRandom(seed).fork('augmentation'), draws)];
  const turns = new Set(all.map(turnOf));
  for (const turned of namedTurns(settings)) {
    if (!turns.has(turnOf(turned))) all.push(turned);
    turns.add(turnOf(turned));
  }
  return all;
}

/** A support picture turned by each angle that the pose names; none where it names a range. */
function namedTurns({ augment, pose }: PartSettings): Augmentation[] {
  if (!augment.includes('rotation') || (typeof pose === 'string' && pose !== 'right-angles')) {
    return [];
  }
  return augmentationGrid({ families: ['rotation'], pose });
}

/** Degrees from 0 on, below a full turn; undefined of what shows no turned part as it is. */
function turnOf({ changes, degrees, isMirrored = false }: Augmentation): number | undefined {
  if (changes === 'nothing') return 0;
  return degrees === undefined || isMirrored ? undefined : ((degrees % 360) + 360) % 360;
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
