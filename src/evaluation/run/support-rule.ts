import type { Category, Sample } from '../../datasets/dataset.ts';
import {
  anomalyDinoSupportSet,
  drawSupportSet,
  supportSetFromList,
} from '../../datasets/support-set.ts';
import { ArgumentRangeError } from '../../errors.ts';

/** How support sets are chosen: drawn by seed, as AnomalyDINO's code does, or by a list of paths. */
export type SupportRule = 'seed' | 'anomalydino' | { readonly list: string };

/** A category, and what stands before the paths of its pictures in a run. */
export interface PrefixedCategory {
  readonly category: Category;
  readonly prefix: string;
}

/**
 * The support set of one category, K and seed. Of a list, whose seeds decide nothing but what methods
 * draw themselves, it is the first K of the paths below the category's name.
 *
 * @throws {@link ArgumentRangeError} if a list names fewer than K pictures of the category.
 */
export function chooseSupportSet(
  rule: SupportRule,
  { category, prefix }: PrefixedCategory,
  shots: number,
  seed: number,
): Sample[] {
  if (rule === 'seed') return drawSupportSet(category, shots, seed);
  if (rule === 'anomalydino') return anomalyDinoSupportSet(category, shots, seed);
  const listed = rule.list
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line.startsWith(`${category.name}/`))
    .map((line) => line.slice(prefix.length));
  const samples = supportSetFromList(listed.join('\n'), category);
  if (shots <= samples.length) return samples.slice(0, shots);
  throw new ArgumentRangeError(
    'shots',
    shots,
    `at most ${samples.length}, the pictures of ${category.name} in the list`,
  );
}
