import { resultsDocument } from '../../src/evaluation/compare/results-document.ts';
import type { NamedResult } from '../../src/evaluation/compare/comparison.ts';
import { spreadOf } from '../../src/evaluation/results/summary.ts';
import { toMarkdown } from '../../src/evaluation/tables/markdown.ts';
import { percent, spreadCell, type Table } from '../../src/evaluation/tables/table.ts';
import {
  type Defaults,
  FILES,
  type FewShot,
  type Measurements,
  type Origin,
  type Remedies,
  type Trainings,
} from '../../studies/measurements.ts';
import { trainingTables } from '../../studies/training-tables.ts';

/**
 * docs/results.md: the runs of fewgood evaluate and ablate beside published figures, then what studies
 * measured.
 */
export function resultsPage(
  runs: readonly NamedResult[],
  { fewShot, fewShotScrew, defaults, ...others }: Measurements,
): string {
  return [
    resultsDocument(runs),
    '## Other measurements',
    '',
    'Commands are those of the commit beside them; results/README.md says how to measure again today.',
    '',
    ...fewShotSection(FILES.fewShot, fewShot),
    ...fewShotSection(FILES.fewShotScrew, fewShotScrew),
    ...defaultsSection(defaults),
    ...trainingSection([others.trainings, others.longTrainings]),
    ...remedySection('Trainings that were tried on the way', FILES.remedies, others.remedies),
    ...remedySection(
      'Trainings on MVTec AD, which chose nothing',
      FILES.trainingsOnMvtec,
      others.trainingsOnMvtec,
    ),
  ].join('\n');
}

/** The rows of a category. */
export interface CategoryRuns {
  readonly category: string;
  readonly runs: FewShot['runs'];
}

/** By category, in the order of the file. */
export function byCategory({ runs }: FewShot): CategoryRuns[] {
  return [...new Set(runs.map(({ category }) => category))].map((category) => ({
    category,
    runs: runs.filter((run) => run.category === category),
  }));
}

/** `1, 1, 0 of 20`: what each support set gave. */
export function countsText(counts: readonly number[], of: number): string {
  return `${counts.join(', ')} of ${of}`;
}

function fewShotSection(file: string, measured: FewShot): string[] {
  const { shots, pose, runs } = measured;
  const seeds = [...new Set(runs.map(({ seed }) => seed))];
  const table: Table = {
    title: `Parts enrolled with pose ${pose} from ${shots} pictures, at their provisional thresholds`,
    columns: ['Category', 'Image AUROC', 'False rejects', 'Escapes', 'Enrolment, s'],
    rows: byCategory(measured).map(({ category, runs: own }) => {
      const [{ good, defective }] = own;
      return {
        cells: [
          category,
          spreadCell(spreadOf(own.map(({ imageAuroc }) => imageAuroc))),
          countsText(
            own.map(({ falseRejects }) => falseRejects),
            good,
          ),
          countsText(
            own.map(({ escapes }) => escapes),
            defective,
          ),
          own.map(({ enrolSeconds }) => enrolSeconds.toFixed(1)).join(' / '),
        ],
      };
    }),
    notes: [],
  };
  return [
    `### One part at a time: ${file}`,
    '',
    ...madeBy(measured, [
      `- Support sets: K = ${shots}, seeds ${seeds.join(', ')}; figures in this order, AUROC as mean ± deviation in percent`,
    ]),
    toMarkdown(table),
  ];
}

function defaultsSection(measured: Defaults): string[] {
  const { data, imageAuroc } = measured;
  const { kinds, shots, size, seeds, good, defective } = data;
  const table: Table = {
    title: 'Image AUROC in percent on drawn parts',
    columns: ['Setting', `Mean of ${kinds.length} kinds`, 'Lowest kind'],
    rows: Object.entries(imageAuroc).map(([setting, { mean, perKind }]) => ({
      cells: [setting, percent(mean * 100), percent(Math.min(...perKind) * 100)],
    })),
    notes: [],
  };
  return [
    `### Default settings: ${FILES.defaults}`,
    '',
    ...madeBy(measured, [
      `- Data: drawn parts (${kinds.join(', ')}) at ${size} px; K = ${shots}, ${good} good and ${defective} defective pictures a kind; seeds ${seeds.support} (support) and ${seeds.tray} (tests)`,
    ]),
    toMarkdown(table),
  ];
}

/** One table of several measurements: long trainings go without two categories at a time. */
function trainingSection(measured: readonly Trainings[]): string[] {
  const files = [FILES.trainings, FILES.longTrainings];
  return [
    `### Trainings, category by category: ${files.join(', ')}`,
    '',
    '- Data: each real category is left out of the training that it tests; gear and connector are drawn, and no training sees them',
    ...measured.flatMap(trainingLines),
    '',
    ...trainingTables(measured.flatMap(({ rows }) => rows)),
  ];
}

function trainingLines({ rendered, rows, ...origin }: Trainings): string[] {
  const seeds = [...new Set(rows.map(({ seed }) => seed))];
  const trainings = [...new Set(rows.flatMap(({ training }) => training ?? []))];
  const variants = new Map(rows.map(({ variant, options }) => [variant, options]));
  const named = [...variants].map(([name, options]) =>
    options === '' ? `${name} (the ImageNet weights as they are)` : `${name} (\`${options}\`)`,
  );
  return [
    `- ${named.join('; ')}: trained on ${rendered} besides; seeds of trainings ${trainings.join(', ')}, of support sets ${seeds.join(', ')}, each with each; mean ± deviation in percent, method siamese`,
    ...originLines(origin),
  ];
}

function remedySection(title: string, file: string, measured: Remedies): string[] {
  const made = new Map(measured.rows.map((row) => [row.variant, row.made]));
  return [
    `### ${title}: ${file}`,
    '',
    ...[...made].map(([name, how]) => `- ${name}: \`${how}\``),
    ...madeBy(measured, []),
    ...trainingTables(measured.rows),
  ];
}

/** Lines on where a measurement comes from, and more. */
function madeBy(origin: Origin, lines: readonly string[]): string[] {
  return [...lines, ...originLines(origin), ''];
}

function originLines({ command, commit, machine, runtime }: Origin): string[] {
  const place = [machine, ...(runtime === undefined ? [] : [runtime])].join(', ');
  return [`- Made by: commit ${commit.slice(0, 12)}, ${place}`, `- Command: \`${command}\``];
}
