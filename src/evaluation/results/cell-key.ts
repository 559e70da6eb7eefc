import type { CellAddress, EvaluationCell, EvaluationResult } from './evaluation-result.ts';

/**
 * A cell's name within its run, good as a file name: no two cells share one, so a killed run finds
 * what it has finished.
 */
export function cellKey({ method, category, shots, seed }: CellAddress): string {
  return `${encodeURIComponent(method)}.${encodeURIComponent(category)}.k${shots}.s${seed}`;
}

/** Every cell that a run consists of, in the order of its file. */
export function plannedCells({
  methods,
  categories,
  shots,
  seeds,
}: Pick<EvaluationResult, 'methods' | 'categories' | 'shots' | 'seeds'>): CellAddress[] {
  return categories.flatMap(({ name: category }) =>
    shots.flatMap((k) =>
      seeds.flatMap((seed) =>
        methods.map(({ id: method }) => ({ method, category, shots: k, seed })),
      ),
    ),
  );
}

/** The cells of a run in their order, whatever order they were finished in. */
export function inOrder(result: EvaluationResult): EvaluationCell[] {
  const byKey = new Map(result.cells.map((cell) => [cellKey(cell), cell]));
  return plannedCells(result).flatMap((address) => byKey.get(cellKey(address)) ?? []);
}
