import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Random, seededRandom } from '../../src/random.ts';
import { datasetTarget } from './dataset-target.ts';
import { listTarget } from './list-target.ts';
import { partTarget } from './part-target.ts';
import { pictureTarget } from './picture-target.ts';
import type { PillowOracle } from './pillow-oracle.ts';
import { plantedTarget } from './planted-target.ts';
import { resultTarget } from './result-target.ts';
import type { FuzzCase, FuzzTarget } from './target.ts';

/** Targets that are drawn from unless others are named. */
export const TARGETS: readonly string[] = ['picture', 'part', 'list', 'dataset', 'result'];

/** What targets need. */
export interface TargetOptions {
  /** Names of those wanted. */
  readonly names: readonly string[];
  /** Exists, is empty and theirs. */
  readonly folder: string;
  readonly oracle: PillowOracle | undefined;
}

/** Readies targets by name. */
export async function createTargets({
  names,
  folder,
  oracle,
}: TargetOptions): Promise<FuzzTarget[]> {
  const place = async (name: string): Promise<string> => {
    const path = join(folder, name);
    await mkdir(path, { recursive: true });
    return path;
  };
  const makers: Readonly<Record<string, () => Promise<FuzzTarget>>> = {
    picture: () => pictureTarget(oracle),
    part: partTarget,
    list: async () => listTarget(await place('list')),
    dataset: async () => datasetTarget(await place('dataset')),
    result: () => Promise.resolve(resultTarget()),
    planted: () => Promise.resolve(plantedTarget()),
  };
  return Promise.all(names.map((name) => makers[name]()));
}

/** One case of a run: the same for a seed, a number and the same targets, whatever came before. */
export function makeCase(
  targets: readonly FuzzTarget[],
  seed: number,
  number: number,
): FuzzCase & { readonly target: string } {
  const random = seededRandom(seed).fork(`case ${number}`);
  const target = choose(targets, random);
  return { target: target.name, ...target.make(random) };
}

function choose(targets: readonly FuzzTarget[], random: Random): FuzzTarget {
  const total = targets.reduce((sum, { weight }) => sum + weight, 0);
  let left = random.below(total);
  for (const target of targets) {
    left -= target.weight;
    if (left < 0) return target;
  }
  throw new Error('no targets');
}
