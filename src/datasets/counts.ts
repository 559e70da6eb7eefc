import type { Category, Sample } from './dataset.ts';
import { type PictureFactsByPath, type PictureSize, sizeText } from './picture-facts.ts';

/** A row of the table of counts (thesis tables 5.1 to 5.4), in pictures. */
export interface CategoryCounts {
  readonly category: string;
  /** Good ones to learn from. */
  readonly train: number;
  readonly validation: number;
  readonly testGood: number;
  readonly testDefective: number;
  /** Defective test pictures that have a mask. */
  readonly masks: number;
  /** Kinds of defect. */
  readonly defects: readonly string[];
  /** The most frequent first; unreadable pictures have none. */
  readonly sizes: readonly SizeCount[];
}

/** How many pictures have a size. */
export interface SizeCount extends PictureSize {
  readonly pictures: number;
}

/** Counts the pictures of a category. */
export function countCategory(
  { name, samples }: Category,
  facts: PictureFactsByPath,
): CategoryCounts {
  const defective = samples.filter(isDefectiveTest);
  const good = (split: Sample['split']): number =>
    samples.filter((sample) => sample.split === split && sample.label === 'normal').length;
  return {
    category: name,
    train: good('train'),
    validation: good('validation'),
    testGood: good('test'),
    testDefective: defective.length,
    masks: defective.filter(({ masks }) => masks.length > 0).length,
    defects: [...new Set(defective.map(({ defect }) => defect))].toSorted(),
    sizes: countSizes(samples, facts),
  };
}

/** True for what has to be found: a defective picture of the test split. */
export function isDefectiveTest({ split, label }: Sample): boolean {
  return split === 'test' && label === 'anomalous';
}

function countSizes(samples: readonly Sample[], facts: PictureFactsByPath): SizeCount[] {
  const counts = new Map<string, SizeCount>();
  for (const { path } of samples) {
    const known = facts.get(path);
    if (known === undefined || known instanceof Error) continue;
    const { width, height } = known;
    const pictures = (counts.get(sizeText(known))?.pictures ?? 0) + 1;
    counts.set(sizeText(known), { width, height, pictures });
  }
  return [...counts.values()].toSorted((a, b) => b.pictures - a.pictures);
}
