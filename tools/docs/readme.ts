import type { EvaluationResult } from '../../src/evaluation/results/evaluation-result.ts';
import { Figures, spreadOf } from '../../src/evaluation/results/summary.ts';
import {
  figureText,
  markBest,
  spreadCell,
  type FigureCell,
} from '../../src/evaluation/tables/table.ts';
import type { Measurements } from '../../studies/measurements.ts';
import { plainTable } from './plain-table.ts';
import { replaceBetween } from './replace-between.ts';
import { byCategory, countsText } from './results-page.ts';

/** What the README calls the categories of results/few-shot.json. */
const PARTS: Readonly<Record<string, string>> = {
  bottle: 'MVTec AD bottle',
  screw: 'MVTec AD screw',
  wood: 'wood boards',
  hazelnut_toy: 'hazelnuts, marked',
  pump_house: 'pump housings',
  hexnut: 'hex nuts',
};

/**
 * README.md with its two tables of figures as results/ has them; each stands between comments that
 * name it.
 *
 * @param readme - As it is.
 * @param methods - The run that compares all methods.
 */
export function readmePage(
  readme: string,
  methods: EvaluationResult,
  measurements: Measurements,
): string {
  const withParts = replaceBetween(
    readme,
    { page: 'README.md', name: 'parts' },
    partsTable(measurements),
  );
  return replaceBetween(withParts, { page: 'README.md', name: 'methods' }, methodsTable(methods));
}

/** A part a row: what a user may expect. */
function partsTable({ fewShot, fewShotScrew }: Measurements): string {
  const [first, ...others] = byCategory(fewShot);
  const rows = [first, ...byCategory(fewShotScrew), ...others].map(({ category, runs }) => {
    const auroc = spreadCell(spreadOf(runs.map(({ imageAuroc }) => imageAuroc)));
    const falseRejects = runs.map((run) => run.falseRejects);
    const escapes = runs.map((run) => run.escapes);
    return [
      PARTS[category] ?? category,
      `${figureText(auroc)} %`,
      countsText(falseRejects, runs[0].good),
      countsText(escapes, runs[0].defective),
    ];
  });
  return plainTable(['pictures', 'image AUROC', 'false rejects', 'escapes'], rows);
}

/** A method a row: means over the categories. */
function methodsTable(result: EvaluationResult): string {
  const figures = new Figures(result);
  const columns = (['imageAuroc', 'pixelAuroc'] as const).flatMap((metric) =>
    result.shots.map((shots) => ({
      heading: `${metric === 'imageAuroc' ? 'image' : 'pixel'}, K = ${shots}`,
      cells: markBest(
        result.methods.map(({ id }) => spreadCell(figures.overCategories(metric, id, shots))),
      ),
    })),
  );
  return plainTable(
    ['method', ...columns.map(({ heading }) => heading)],
    result.methods.map(({ id }, i) => [id, ...columns.map(({ cells }) => cellText(cells[i]))]),
  );
}

function cellText(cell: FigureCell): string {
  return cell.isBest ? `**${figureText(cell)}**` : figureText(cell);
}
