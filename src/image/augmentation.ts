/**
 * Augmentations of the support set (thesis 4.2 and 4.3, RegAD): listed ones for a repeatable bank,
 * random ones in the same ranges for Algorithm 2 and for training.
 *
 * @module
 */
import { AUGMENTATION } from '../hyperparameters.ts';
import type { Random } from '../random.ts';
import { adjustBrightness, adjustContrast, grayscale, shiftColour } from './photometric.ts';
import type { PlanarImage } from './planar.ts';
import {
  type AffineMatrix,
  flipHorizontal,
  flipVertical,
  rotation,
  scaling,
  translation,
  warpAffine,
} from './warp.ts';

/**
 * A kind of change. Leave out what makes a defect of a good part: `flip` where the mirror image is
 * one, `color` or `grayscale` where the wrong colour is.
 */
export type AugmentationFamily = (typeof augmentationFamilies)[number];

/** Every family, see {@link AugmentationFamily}. */
export const augmentationFamilies = [
  'grayscale',
  'flip',
  'flip-vertical',
  'translation',
  'rotation',
  'brightness',
  'contrast',
  'scaling',
  'color',
  'mirror',
] as const;

/**
 * How parts may lie, which decides the angles of the family `rotation`: not turned, up to 45
 * degrees, by right angles, any angle, or exactly these degrees (counter-clockwise).
 */
export type PosePolicy = 'fixed' | 'small' | 'right-angles' | 'free' | readonly number[];

/** Which augmentations a part allows. */
export interface AugmentationOptions {
  readonly families: readonly AugmentationFamily[];
  readonly pose: PosePolicy;
}

/** One change of a picture. */
export interface Augmentation {
  /** Unique in a grid and stable, such as `rotation +11.25°`. */
  readonly name: string;
  /**
   * What it changes. A picture in other light is one that the same camera could have taken; one in
   * another view has mirrored corners, one in other colours may be another part.
   */
  readonly changes: 'nothing' | 'light' | 'view' | 'colour';
  /** By how much it turns the picture, degrees counter-clockwise; of rotations alone. */
  readonly degrees?: number;
  /** Whether it shows the mirror image, turned or not. */
  readonly isMirrored?: boolean;
  /** Makes the changed picture, of the same size; in `room`, an array of its length, where that serves. */
  readonly apply: (image: PlanarImage, room?: Float32Array) => PlanarImage;
}

/** The picture as it is. */
export const identity: Augmentation = {
  name: 'identity',
  changes: 'nothing',
  apply: (image) => image,
};

/** The members of a family that a grid lists, and a random one within the same range. */
interface Variation {
  readonly listed: readonly Augmentation[];
  readonly draw: (random: Random) => Augmentation;
}

/**
 * The repeatable set (METHOD's `grid`): the identity, then each listed member of each family.
 */
export function augmentationGrid(options: AugmentationOptions): Augmentation[] {
  return [identity, ...variationsOf(options).flatMap((variation) => variation.listed)];
}

/**
 * Random augmentations, one for each step of the thesis's Algorithm 2, which applies each to a
 * support image picked at random.
 *
 * @param count - How many.
 */
export function augmentationDraws(
  options: AugmentationOptions,
  random: Random,
  count: number,
): Augmentation[] {
  return Array.from({ length: count }, () => drawAugmentation(options, random));
}

/**
 * One random augmentation: a family, each as likely, then a value within its range. The identity
 * where the options allow nothing else.
 */
export function drawAugmentation(options: AugmentationOptions, random: Random): Augmentation {
  const variations = variationsOf(options);
  return variations.length === 0 ? identity : pick(variations, random).draw(random);
}

function variationsOf({ families, pose }: AugmentationOptions): Variation[] {
  return [...new Set(families)]
    .map((family) => {
      if (family === 'rotation') return rotations(pose);
      return family === 'mirror' ? mirrored(rotations(pose)) : variations[family];
    })
    .filter((variation) => variation.listed.length > 0);
}

const variations: Record<Exclude<AugmentationFamily, 'rotation' | 'mirror'>, Variation> = {
  grayscale: only({ name: 'grayscale', changes: 'colour', apply: grayscale }),
  flip: only({ ...warped('flip', () => flipHorizontal), isMirrored: true }),
  'flip-vertical': only({ ...warped('flip-vertical', () => flipVertical), isMirrored: true }),
  translation: {
    listed: AUGMENTATION.translations.map(([right, down]) => translated(right, down)),
    draw: (random) => {
      const shifts = AUGMENTATION.translations.flat();
      return translated(within(shifts, random), within(shifts, random));
    },
  },
  brightness: range(AUGMENTATION.brightness, (factor) => ({
    name: `brightness ${plain(factor)}`,
    changes: 'light',
    apply: (image) => adjustBrightness(image, factor),
  })),
  contrast: range(AUGMENTATION.contrast, (factor) => ({
    name: `contrast ${plain(factor)}`,
    changes: 'light',
    apply: (image) => adjustContrast(image, factor),
  })),
  scaling: range(AUGMENTATION.scales, (factor) =>
    warped(`scaling ${plain(factor)}`, () => scaling(factor)),
  ),
  color: {
    listed: AUGMENTATION.colourShifts.flatMap((shift) => [
      colourShifted([shift, 0, 0]),
      colourShifted([0, shift, 0]),
      colourShifted([0, 0, shift]),
    ]),
    draw: (random) => colourShifted([0, 0, 0].map(() => within(AUGMENTATION.colourShifts, random))),
  },
};

function rotations(pose: PosePolicy): Variation {
  switch (pose) {
    case 'fixed':
      return choice([]);
    case 'small':
      return range(AUGMENTATION.smallRotations, rotated);
    case 'right-angles':
      return choice(AUGMENTATION.rightAngles.map(rotated));
    case 'free':
      return {
        listed: freeAngles().map(rotated),
        draw: (random) => rotated(between(-180, 180, random)),
      };
    default:
      return choice(pose.map(rotated));
  }
}

/**
 * Whether a part that lies as a policy says may be seen as an augmentation shows it: turned so far,
 * and never mirrored. Changes other than rotations turn nothing, so every policy allows them.
 */
export function allowsPose(
  pose: PosePolicy,
  { degrees = 0, isMirrored = false }: Augmentation,
): boolean {
  if (isMirrored) return false;
  const turn = Math.abs((((degrees % 360) + 540) % 360) - 180);
  switch (pose) {
    case 'free':
      return true;
    case 'fixed':
      return turn === 0;
    case 'small':
      return turn <= Math.max(...AUGMENTATION.smallRotations);
    case 'right-angles':
      return turn % 90 === 0;
    default:
      return turn === 0 || pose.some((angle) => (angle - degrees) % 360 === 0);
  }
}

/** The mirror image, as it is and under each rotation. */
function mirrored({ listed, draw }: Variation): Variation {
  const mirror: Augmentation = {
    name: 'mirror',
    changes: 'view',
    apply: (image) => derived(image, 'mirror', (it) => warpAffine(it, flipHorizontal)),
  };
  const after = (turn: Augmentation): Augmentation => ({
    ...turn,
    name: `mirror, ${turn.name}`,
    isMirrored: true,
    apply: (image, room) => turn.apply(mirror.apply(image), room),
  });
  return {
    listed: [{ ...mirror, isMirrored: true, degrees: 0 }, ...listed.map(after)],
    draw: (random) => after(draw(random)),
  };
}

/** Multiples of the step below a full turn, without 0. */
function freeAngles(): number[] {
  const step = AUGMENTATION.freeRotationStep;
  return Array.from({ length: 360 / step - 1 }, (_, i) => (i + 1) * step);
}

function rotated(degrees: number): Augmentation {
  return {
    name: `rotation ${signed(degrees)}°`,
    changes: 'view',
    degrees,
    apply: (image, room) => turnPicture(image, degrees, room),
  };
}

/**
 * Turns a picture: a square by the angle that is left of right angles, then by these, which move its
 * pixels as they are. Angles that differ by right angles share the first (a third of the time of a
 * grid, measured).
 */
function turnPicture(image: PlanarImage, degrees: number, room?: Float32Array): PlanarImage {
  const rightAngles = 90 * Math.floor(degrees / 90);
  const rest = degrees - rightAngles;
  if (image.width !== image.height || rest === 0) return warpAffine(image, rotation(degrees), room);
  const turned = derived(image, `${rest}°`, (it) => warpAffine(it, rotation(rest)));
  return rightAngles === 0 ? turned : warpAffine(turned, rotation(rightAngles), room);
}

/** Pictures that augmentations of one picture start from, for as long as that is kept. */
const starts = new WeakMap<PlanarImage, Map<string, PlanarImage>>();
/** The last ones of a picture that are kept: the listed angles need no more, and a list of hundreds no more memory. */
const STARTS = 8;

function derived(
  image: PlanarImage,
  name: string,
  make: (image: PlanarImage) => PlanarImage,
): PlanarImage {
  const ofImage = starts.get(image) ?? new Map<string, PlanarImage>();
  starts.set(image, ofImage);
  const known = ofImage.get(name);
  if (known) return known;
  const made = make(image);
  ofImage.set(name, made);
  for (const oldest of ofImage.keys()) {
    if (ofImage.size > STARTS) ofImage.delete(oldest);
  }
  return made;
}

function translated(right: number, down: number): Augmentation {
  return warped(`translation ${signed(right)} ${signed(down)}`, (image) =>
    translation(right, down, image),
  );
}

function colourShifted(shift: readonly number[]): Augmentation {
  return {
    name: `color ${shift.map(signed).join(' ')}`,
    changes: 'colour',
    apply: (image) => shiftColour(image, shift),
  };
}

function warped(name: string, matrix: (image: PlanarImage) => AffineMatrix): Augmentation {
  return { name, changes: 'view', apply: (image, room) => warpAffine(image, matrix(image), room) };
}

function only(augmentation: Augmentation): Variation {
  return choice([augmentation]);
}

/** Lists all, draws one of them. */
function choice(listed: readonly Augmentation[]): Variation {
  return { listed, draw: (random) => pick(listed, random) };
}

/** Lists one for each value, draws any value between the smallest and the largest. */
function range(values: readonly number[], make: (value: number) => Augmentation): Variation {
  return { listed: values.map(make), draw: (random) => make(within(values, random)) };
}

function pick<T>(all: readonly T[], random: Random): T {
  return all[random.below(all.length)];
}

function within(values: readonly number[], random: Random): number {
  return between(Math.min(...values), Math.max(...values), random);
}

function between(low: number, high: number, random: Random): number {
  return low + (high - low) * random.uniform();
}

/** At most three decimals, for names alone. */
function plain(value: number): string {
  return String(Number(value.toFixed(3)));
}

function signed(value: number): string {
  return value < 0 ? plain(value) : `+${plain(value)}`;
}
