import type { Category, Sample } from './dataset.ts';
import { isDefectiveTest } from './counts.ts';
import {
  type PictureFacts,
  type PictureFactsByPath,
  type PictureSize,
  sizeText,
} from './picture-facts.ts';
import { type DatasetProblem, problem } from './problem.ts';

/** A mask that marks more than this share of its picture, and of its edge, looks inverted. */
const INVERTED = { defective: 0.5, defectiveEdge: 0.9 } as const;

/** A mask that was read. */
interface ReadMask {
  readonly path: string;
  readonly facts: PictureFacts;
}

/** Everything about the masks of a category that makes pixel figures wrong. */
export function checkMasks(category: Category, facts: PictureFactsByPath): DatasetProblem[] {
  const { samples, unpairedMasks } = category;
  return [
    ...samples.flatMap((sample) => checkSample(sample, facts)),
    ...checkMissing(category),
    ...checkClear(category, facts),
    ...unpairedMasks.map((path) => problem('unpaired-mask', path, 'it has no picture')),
  ];
}

/** The masks of one picture: readable, of its size, and not black, inverted or turned otherwise. */
function checkSample({ path, masks }: Sample, facts: PictureFactsByPath): DatasetProblem[] {
  const unreadable = masks.flatMap((mask) => {
    const known = facts.get(mask);
    return known instanceof Error ? [problem('unreadable-mask', mask, known.message)] : [];
  });
  const picture = facts.get(path);
  const readable = readMasks(masks, facts);
  return [
    ...unreadable,
    ...(picture === undefined || picture instanceof Error
      ? []
      : readable.flatMap((mask) => checkFit(mask, { path, facts: picture }))),
    ...checkMarks(readable, masks.length),
  ];
}

function readMasks(masks: readonly string[], facts: PictureFactsByPath): ReadMask[] {
  return masks.flatMap((path) => {
    const known = facts.get(path);
    return known === undefined || known instanceof Error ? [] : [{ path, facts: known }];
  });
}

/** A mask lies on its picture pixel by pixel. */
function checkFit({ path, facts: mask }: ReadMask, picture: ReadMask): DatasetProblem[] {
  const { orientation } = picture.facts;
  const isTurned = orientation !== 1 && mask.orientation === 1;
  const how = `${picture.path} is turned by its EXIF orientation ${orientation}, the mask is not`;
  if (isSame(picture.facts, mask)) {
    if (!isTurned) return [];
    const expected = 'expected a mask of the picture as it is shown; save both as PNG to be sure';
    return [problem('turned-picture', path, `${how}: ${expected}`)];
  }
  const size = `it has ${sizeText(mask)} pixels: expected ${sizeText(picture.facts)}, as ${picture.path}`;
  return [problem('mask-size', path, isTurned ? `${size} (${how})` : size)];
}

function isSame(a: PictureSize, b: PictureSize): boolean {
  return a.width === b.width && a.height === b.height;
}

/** Masks of one picture mark something, and less than its background. */
function checkMarks(masks: readonly ReadMask[], all: number): DatasetProblem[] {
  const isBlack = ({ facts }: ReadMask): boolean => facts.mask?.defective === 0;
  // One of several masks may be black, as long as the others mark the defect.
  if (masks.length === all && masks.every(isBlack)) {
    const message = 'it is black all over: expected the defect in white';
    return masks.map(({ path }) => problem('empty-mask', path, message));
  }
  return masks.flatMap(({ path, facts: { mask } }) => {
    if (mask === undefined || !looksInverted(mask)) return [];
    const share = Math.round(mask.defective * 100);
    const message = `it marks ${share} % of the picture, its edge too: expected the defect in white; invert it if it is not that large`;
    return [problem('inverted-mask', path, message)];
  });
}

function looksInverted(mask: NonNullable<PictureFacts['mask']>): boolean {
  return mask.defective > INVERTED.defective && mask.defectiveEdge > INVERTED.defectiveEdge;
}

/** Defective test pictures without a mask; a category without any mask is a legal one. */
function checkMissing({ name, samples }: Category): DatasetProblem[] {
  const defective = samples.filter(isDefectiveTest);
  const bare = defective.filter(({ masks }) => masks.length === 0);
  if (bare.length > 0 && bare.length === defective.length) {
    const message = `none of its ${bare.length} defective pictures has a mask: no pixel figures`;
    return [problem('no-masks', name, message)];
  }
  return bare.map(({ path }) =>
    problem('missing-mask', path, 'it has no mask, while others of its category have one'),
  );
}

/** Masks with noise or soft edges, one problem a category: whoever saved one so saved all so. */
function checkClear({ name, samples }: Category, facts: PictureFactsByPath): DatasetProblem[] {
  const masks = readMasks(
    samples.flatMap((sample) => sample.masks),
    facts,
  );
  const unclear = masks.filter(({ facts: { mask } }) => {
    return mask !== undefined && (mask.isJpeg || mask.uncounted > 0);
  });
  const [first] = unclear;
  if (first === undefined) return [];
  const message = `${unclear.length} of its ${masks.length} masks are JPEG or have grey pixels, such as ${first.path}: those from half of white on count as defective; save masks as PNG in black and white`;
  return [problem('unclear-masks', name, message)];
}
