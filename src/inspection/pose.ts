import { medianOf } from '../tensor/median.ts';
import { POSE } from '../hyperparameters.ts';
import { allowsPose, type Augmentation, type PosePolicy } from '../image/augmentation.ts';
import type { Runtime } from '../runtime.ts';
import { copiesOf, CopyMatcher } from './copy-matcher.ts';
import type { SupportFeatures } from './learning.ts';
import type { Copies, PoseFinding } from './part.ts';
import { variant } from './support-features.ts';

/** How far a plain picture is from another under every turn of it, by number of the augmentation. */
interface Turns {
  readonly picture: number;
  readonly other: number;
  readonly distances: ReadonlyMap<number, number>;
}

/**
 * Finds how parts lie from how good pictures of them match when turned: the smallest policy under which
 * each picture comes as near to the others as under any angle. A part that looks the same when turned,
 * such as a nut, hides how far it was turned, so one that is turned at all is taken to lie at any angle.
 *
 * @param augmentations - Of the support set, all angles among them.
 * @param copies - The support set's, made where they are needed.
 */
export async function findPose(
  runtime: Runtime,
  support: readonly SupportFeatures[],
  augmentations: readonly Augmentation[],
  copies: () => Copies = () => copiesOf(support),
): Promise<PoseFinding> {
  const turned = [...augmentations.keys()].filter((a) => {
    const { degrees, isMirrored = false } = augmentations[a];
    return a === 0 || (degrees !== undefined && !isMirrored);
  });
  if (turned.length === 1) {
    return { policy: 'fixed', evidence: 'rotation is not among the augmentations' };
  }
  if (support.length === 1) {
    return { policy: 'small', evidence: 'one picture cannot show at what angles parts lie' };
  }
  const turns = await turnsOf(new CopyMatcher(runtime, copies()), support, turned);
  const excess = (policy: PosePolicy): number =>
    excessOf(turns, (a) => allowsPose(policy, augmentations[a]));
  const [fixed, small] = [excess('fixed'), excess('small')];
  if (fixed <= POSE.tolerance) {
    return { policy: 'fixed', evidence: `the pictures match best as they lie${gain(fixed)}` };
  }
  const symmetry = symmetryOf(turns, augmentations);
  if (symmetry !== null) {
    const evidence = `the pictures match ${percent(fixed)} better when turned, and the part looks alike turned by ${symmetry}°`;
    return { policy: 'free', evidence: `parts lie at any angle: ${evidence}` };
  }
  if (small <= POSE.tolerance) {
    return {
      policy: 'small',
      evidence: `parts are turned by up to 45°: the pictures match ${percent(fixed)} better when turned`,
    };
  }
  return {
    policy: 'free',
    evidence: `parts lie at any angle: the pictures match ${percent(small)} better turned by more than 45°`,
  };
}

/** By how much more than under any turn pictures differ under some turns, on average, as a share. */
function excessOf(turns: readonly Turns[], isAllowed: (augmentation: number) => boolean): number {
  const others = turns.filter(({ picture, other }) => picture !== other);
  const pictures = [...new Set(others.map(({ picture }) => picture))];
  const ratios = pictures.map((k) => {
    const distances = others.flatMap((one) => (one.picture === k ? [...one.distances] : []));
    const allowed = distances.filter(([a]) => isAllowed(a));
    const [near, nearest] = [allowed, distances].map((some) => Math.min(...some.map(([, d]) => d)));
    return near === nearest ? 1 : near / nearest;
  });
  return ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length - 1;
}

async function turnsOf(
  matcher: CopyMatcher,
  support: readonly SupportFeatures[],
  turned: readonly number[],
): Promise<Turns[]> {
  const { copies } = matcher;
  const among = [...copies.pictures.keys()].filter((c) => turned.includes(copies.augmentations[c]));
  const turns: Turns[] = [];
  try {
    for (const picture of support.keys()) {
      const matches = await matcher.reverseEach(variant(support[picture], 0).coarse, among);
      for (const other of support.keys()) {
        const ofOther = matches.filter(({ copy }) => copies.pictures[copy] === other);
        const distances = new Map(
          ofOther.map(({ copy, distance }) => [copies.augmentations[copy], distance]),
        );
        turns.push({ picture, other, distances });
      }
    }
    return turns;
  } finally {
    await matcher.release();
  }
}

/** The angle, if any, by which pictures look like themselves about as much as like each other. */
function symmetryOf(
  turns: readonly Turns[],
  augmentations: readonly Augmentation[],
): number | null {
  const best = medianOf(
    turns
      .filter(({ picture, other }) => picture !== other)
      .map(({ distances }) => Math.min(...distances.values())),
  );
  const own = turns.filter(({ picture, other }) => picture === other);
  const far = [...augmentations.keys()].filter((a) => {
    const { degrees = 0, isMirrored = false } = augmentations[a];
    const turn = Math.abs(degrees);
    return !isMirrored && turn > POSE.symmetricFrom && turn < 180 - POSE.symmetricFrom;
  });
  const alike = far
    .map((a) => ({
      a,
      distance: medianOf(own.map(({ distances }) => distances.get(a) ?? Infinity)),
    }))
    .filter(({ distance }) => distance <= POSE.symmetry * best)
    .toSorted((x, y) => x.distance - y.distance);
  return alike.length === 0 ? null : (augmentations[alike[0].a].degrees ?? null);
}

function gain(excess: number): string {
  return excess < 0.005 ? '' : `, turned ones by ${percent(excess)} better at most`;
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
