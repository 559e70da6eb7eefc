import type { EvaluationResult } from '../../src/evaluation/results/evaluation-result.ts';
import { Figures } from '../../src/evaluation/results/summary.ts';
import {
  figureText,
  markBest,
  spreadCell,
  type FigureCell,
} from '../../src/evaluation/tables/table.ts';
import { CALIBRATION } from '../../src/hyperparameters.ts';
import type { Measurements } from '../../studies/measurements.ts';
import { countsAt } from './calibration-page.ts';
import { plainTable } from './plain-table.ts';
import { replaceBetween } from './replace-between.ts';
import { byCategory, countsText } from './results-page.ts';

/** What the README calls the categories of results/methods.json. */
const PARTS: Readonly<Record<string, string>> = {
  bottle: 'MVTec AD bottle',
  screw: 'MVTec AD screw',
  wood: 'wood boards',
  hazelnut_toy: 'hazelnuts, marked',
  pump_house: 'pump housings',
  hexnut: 'hex nuts',
  casting: 'castings',
  magnetic_tile: 'magnetic tiles',
};
/** The product among the methods, and the K of the table of parts. */
const [OURS, SHOTS] = ['fewgood', 4];

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
    partsTable(methods, measurements),
  );
  return replaceBetween(withParts, { page: 'README.md', name: 'methods' }, methodsTable(methods));
}

/** A part a row: what a user may expect of four good pictures, and what it was before. */
function partsTable(methods: EvaluationResult, measurements: Measurements): string {
  const figures = new Figures(methods);
  const before = [...byCategory(measurements.fewShot), ...byCategory(measurements.fewShotScrew)];
  const rows = methods.categories.map(({ name }) => {
    const figure = (metric: 'imageAuroc' | 'pixelAuroc' | 'aupro'): string =>
      figureText(spreadCell(figures.ofCategory(metric, OURS, name, SHOTS)));
    const calibrated = figures
      .cells(OURS, name, SHOTS)
      .map((cell) => countsAt(methods, cell, CALIBRATION.margin));
    const category = name.slice(name.lastIndexOf('/') + 1);
    const runs = before.find((one) => one.category === category)?.runs;
    const counts = (now: 'falseRejects' | 'escapes'): readonly [now: string, before: string] => [
      countsText(
        calibrated.map((one) => one[now].count),
        calibrated[0][now].of,
      ),
      runs?.map((run) => run[now]).join(', ') ?? '–',
    ];
    return [
      PARTS[category] ?? category,
      ...(['imageAuroc', 'pixelAuroc', 'aupro'] as const).map(figure),
      ...counts('falseRejects'),
      ...counts('escapes'),
    ];
  });
  return plainTable(
    [
      'pictures',
      'image AUROC',
      'pixel AUROC',
      'AUPRO',
      'false rejects',
      'in 0.1.0',
      'escapes',
      'in 0.1.0',
    ],
    rows,
  );
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
