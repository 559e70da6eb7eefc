/**
 * What a run looks at of each category, and which defects nobody sees then.
 *
 * @module
 */
import { CategoryError } from '../../errors.ts';
import { isInSight, uniteMasks } from '../../evaluation/run/ground-truth.ts';
import type { PlannedCategory, PlannedPicture } from '../../evaluation/run/plan.ts';
import type { LookArea } from '../../image/look-area.ts';
import type { Size } from '../../image/rgb-image.ts';
import { printable } from '../../printable.ts';
import type { DatasetDecoding } from '../datasets/dataset-files.ts';
import { readImage } from '../image/image-decoder.ts';

/** What is to be looked at of the categories of a run. */
export interface LookRequest {
  /** Categories that it speaks of by name; each must be there. */
  readonly named: readonly string[];
  /**
   * Of one category; undefined for all of its pictures.
   *
   * @param size - Of the first picture that is learned from.
   */
  readonly areaOf: (category: string, size: () => Promise<Size>) => Promise<LookArea | undefined>;
}

/**
 * Checks the names of a request.
 *
 * @param names - Of all categories of the data sets.
 * @throws {@link CategoryError} if there is no category of a name.
 */
export function assertNamed({ named }: LookRequest, names: readonly string[]): void {
  const unknown = named.find((name) => !names.includes(name));
  if (unknown === undefined) return;
  throw new CategoryError(
    printable(unknown),
    `there is no such category: expected one of ${names.map(printable).join(', ')}`,
    'Say where to look in categories of the data sets.',
    { options: ['regions'] },
  );
}

/**
 * The categories with what is looked at of each. A picture whose defects all lie where nobody looks counts as
 * good: what is not looked at is neither right nor wrong.
 *
 * @throws {@link ArgumentRangeError} if nothing of a picture is looked at.
 */
export async function withLooks(
  categories: readonly PlannedCategory[],
  { areaOf }: LookRequest,
  decoding: DatasetDecoding,
): Promise<PlannedCategory[]> {
  const looking: PlannedCategory[] = [];
  for (const category of categories) {
    const lookArea = await areaOf(category.name, () => firstSize(category, decoding));
    looking.push(lookArea ? await withArea(category, lookArea, decoding) : category);
  }
  return looking;
}

async function firstSize(
  { name, supportSets }: PlannedCategory,
  decoding: DatasetDecoding,
): Promise<Size> {
  const first = supportSets[0]?.pictures[0];
  if (first === undefined) throw new Error(`nothing is learned from ${name}`);
  const { width, height } = await readImage(first.file, decoding);
  return { width, height };
}

async function withArea(
  category: PlannedCategory,
  lookArea: LookArea,
  decoding: DatasetDecoding,
): Promise<PlannedCategory> {
  const tests: PlannedPicture[] = [];
  // One after the other: masks of a whole category would take much room.
  for (const picture of category.tests) {
    const isSeen = await isSeenAt(picture, lookArea, decoding);
    tests.push(isSeen ? picture : { ...picture, anomalous: false, outOfSight: true });
  }
  return { ...category, tests, lookArea };
}

/** Whether a picture is what it is called: a good one, one without a mask, or one with a defect that is seen. */
async function isSeenAt(
  { anomalous, masks }: PlannedPicture,
  lookArea: LookArea,
  decoding: DatasetDecoding,
): Promise<boolean> {
  if (!anomalous || masks.length === 0) return true;
  const read = await Promise.all(masks.map((mask) => readImage(mask, decoding)));
  return isInSight(uniteMasks(read), lookArea);
}
