import { type EvaluationResult, METRIC_NAMES } from '../results/evaluation-result.ts';
import { Figures } from '../results/summary.ts';
import { ablationTable, isAblation } from '../tables/ablation-table.ts';
import { lookTable } from '../tables/look-table.ts';
import {
  categoryTable,
  meanTable,
  pictureTable,
  thresholdTable,
  timingTable,
} from '../tables/result-tables.ts';
import type { Table } from '../tables/table.ts';

/** A table of a run with a name for its file. */
export interface NamedTable {
  /** Letters, digits and hyphens. */
  readonly name: string;
  readonly table: Table;
}

/** Every table of a run, the most telling first. */
export function runTables(result: EvaluationResult): NamedTable[] {
  const { shots, seeds } = result;
  const metrics = METRIC_NAMES.filter(
    (metric) => new Figures(result).categoriesWith(metric).length > 0,
  );
  const ablations = isAblation(result)
    ? shots.map((k) => ({ name: `ablation-k${k}`, table: ablationTable(result, k) }))
    : [];
  const looks = lookTable(result);
  return [
    ...ablations,
    ...metrics.map((metric) => ({ name: `mean-${metric}`, table: meanTable(result, metric) })),
    ...metrics.flatMap((metric) =>
      shots.map((k) => ({
        name: `${metric}-k${k}`,
        table: categoryTable(result, metric, k),
      })),
    ),
    { name: 'thresholds', table: thresholdTable(result, seeds[0]) },
    { name: 'times', table: timingTable(result) },
    { name: 'pictures', table: pictureTable(result) },
    ...(looks ? [{ name: 'looked-at', table: looks }] : []),
  ];
}
