import type { ContenderGroup } from './contender.ts';
import type { MapShape } from './map-block.ts';
import type { MemoryDemand } from './memory-plan.ts';
import type { EvaluationPlan, SupportSet } from './plan.ts';

/**
 * What each group of contenders takes of the memory of a run.
 *
 * @param shapes - Of the groups' maps, by their keys.
 */
export function demandsOf(
  { categories, shots, seeds }: EvaluationPlan,
  groups: readonly ContenderGroup[],
  shapes: ReadonlyMap<string, readonly MapShape[]>,
): MemoryDemand[] {
  const together = categories.flatMap(({ supportSets }) =>
    seeds.map((seed) => picturesOf(supportSets.filter((set) => set.seed === seed)).size),
  );
  return groups.map(({ key, input, augmentations }) => ({
    levels: shapes.get(key) ?? [],
    size: input.size,
    tests: Math.max(...categories.map(({ tests }) => tests.length)),
    support: Math.max(...together),
    shots: Math.max(...shots),
    augmentations: augmentations.length,
  }));
}

function picturesOf(sets: readonly SupportSet[]): Set<string> {
  return new Set(sets.flatMap(({ pictures }) => pictures.map(({ path }) => path)));
}
