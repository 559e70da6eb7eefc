/**
 * What a run consists of, fixed before anything is computed: categories, test pictures, support sets.
 *
 * @module
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { chosenCategories } from '../../datasets/chosen-categories.ts';
import type { Category, LocatedDataset, Sample } from '../../datasets/dataset.ts';
import { CategoryError } from '../../errors.ts';
import type { ModelInfo } from '../../features/model-info.ts';
import type { LookArea } from '../../image/look-area.ts';
import type { CategoryInfo, LookAreaInfo } from '../results/evaluation-result.ts';
import type { Contender } from './contender.ts';
import { chooseSupportSet, type SupportRule } from './support-rule.ts';

/** A picture of the run. */
export interface PlannedPicture {
  /** As the result names it: the same whether the data set was opened at its folder or above. */
  readonly path: string;
  /** As the platform reads it. */
  readonly file: string;
  /** Files of its ground truth; empty if there is none. */
  readonly masks: readonly string[];
  readonly defect: string;
  readonly anomalous: boolean;
  /** Of a picture that counts as good since its defect lies where nobody looks. */
  readonly outOfSight?: true | undefined;
}

/** The pictures that methods learn from in the cells of one K and seed. */
export interface SupportSet {
  readonly shots: number;
  readonly seed: number;
  /** In the order of drawing. */
  readonly pictures: readonly PlannedPicture[];
}

/** A category of the run. */
export interface PlannedCategory {
  readonly name: string;
  readonly trainingPictures: number;
  /** In the order of their paths. */
  readonly tests: readonly PlannedPicture[];
  /** One for each K and seed. */
  readonly supportSets: readonly SupportSet[];
  /** What of its pictures is looked at; all of them by default. */
  readonly lookArea?: LookArea | undefined;
}

/** All that decides the figures of a run. */
export interface EvaluationPlan {
  readonly contenders: readonly Contender[];
  /** Of the backbones. */
  readonly models: readonly ModelInfo[];
  readonly categories: readonly PlannedCategory[];
  /** Ascending. */
  readonly shots: readonly number[];
  /** Ascending. */
  readonly seeds: readonly number[];
  /** `auto` finds where the part lies in each support set, and looks there alone; nothing is found by default. */
  readonly foreground?: 'auto' | undefined;
}

/** What is wanted of the categories. */
export interface PlanOptions {
  /** Names of the categories; all of them unless named. */
  readonly categories?: readonly string[] | undefined;
  readonly shots: readonly number[];
  readonly seeds: readonly number[];
  readonly support: SupportRule;
}

/**
 * Chooses categories and draws every support set.
 *
 * @returns Categories that have test pictures, in the order of the data sets.
 * @throws {@link CategoryError} if a category is unknown, there twice, or none can be tested.
 */
export function planCategories(
  datasets: readonly LocatedDataset[],
  options: PlanOptions,
): PlannedCategory[] {
  const all = datasets.flatMap((located) =>
    located.dataset.categories.map((category) => ({ category, located })),
  );
  const names = all.map(({ category }) => category.name);
  assertDistinct(names);
  const chosen = chosenCategories(names, options.categories);
  const planned = chosen
    .flatMap((name) => all.filter(({ category }) => category.name === name))
    .filter(({ category }) => category.samples.some(({ split }) => split === 'test'))
    .map(({ category, located }) => planCategory(category, located, options));
  if (planned.length > 0) return planned;
  throw new CategoryError(
    chosen.join(', '),
    'there are no test pictures: expected at least one',
    'Name a folder with pictures to test, such as test/good and test/<defect>.',
  );
}

/** What the result says of a category. */
export function describeCategory(category: PlannedCategory): CategoryInfo {
  const { name, trainingPictures, tests, lookArea } = category;
  return {
    name,
    trainingPictures,
    tests: tests.map(({ path, defect, anomalous, outOfSight }) => {
      return { path, defect, anomalous, ...(outOfSight && { outOfSight }) };
    }),
    ...(lookArea && { lookArea: describeLookArea(lookArea) }),
  };
}

function describeLookArea({ include, ignore, mask }: LookArea): LookAreaInfo {
  if (mask === null) return { include, ignore, mask };
  const { width, height, data } = mask;
  return { include, ignore, mask: { width, height, sha256: bytesToHex(sha256(data)) } };
}

function planCategory(
  category: Category,
  { prefix, locate }: LocatedDataset,
  { shots, seeds, support }: PlanOptions,
): PlannedCategory {
  const { name, samples } = category;
  const plan = (sample: Sample): PlannedPicture => ({
    path: prefix + sample.path,
    file: locate(sample.path),
    masks: sample.masks.map(locate),
    defect: sample.defect,
    anomalous: sample.label === 'anomalous',
  });
  const training = samples.filter(({ split, label }) => split === 'train' && label === 'normal');
  return {
    name,
    trainingPictures: training.length,
    tests: samples.filter(({ split }) => split === 'test').map(plan),
    supportSets: shots.flatMap((k) =>
      seeds.map((seed) => ({
        shots: k,
        seed,
        pictures: chooseSupportSet(support, { category, prefix }, k, seed).map(plan),
      })),
    ),
  };
}

function assertDistinct(names: readonly string[]): void {
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice === undefined) return;
  throw new CategoryError(
    twice,
    'it is the name of two categories: expected each once',
    'Evaluate them in two runs, or name the folder above both.',
  );
}
