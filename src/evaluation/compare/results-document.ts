/**
 * docs/results.md and what `fewgood compare` prints: every run with its data, then our figures
 * beside the published ones.
 *
 * @module
 */
import { GENERAL_REMARKS } from '../published/sources.ts';
import type { EvaluationResult } from '../results/evaluation-result.ts';
import { Figures } from '../results/summary.ts';
import { ablationTable, isAblation } from '../tables/ablation-table.ts';
import { escapeMarkdown, toMarkdown } from '../tables/markdown.ts';
import {
  categoryTable,
  countOf,
  meanTable,
  methodTable,
  pictureTable,
  thresholdTable,
  timingTable,
} from '../tables/result-tables.ts';
import type { Table } from '../tables/table.ts';
import { BENCHMARKS } from './benchmarks.ts';
import { COMPARED_METRICS, compareWithPublished, type NamedResult } from './comparison.ts';
import {
  comparisonTables,
  publishedCostTable,
  publishedTable,
  sourceTable,
} from './comparison-tables.ts';

/** The whole document in Markdown; the same results give the same text. */
export function resultsDocument(results: readonly NamedResult[]): string {
  return [
    '# Results',
    '',
    'Made from result files by `fewgood compare`; not edited by hand. Figures are percent. "Ours" are',
    'means over support sets drawn by seed, ± the sample deviation; a mean over categories is taken for',
    'each support set first. Bold is the best of our methods in a row. Published figures stand where',
    'category, metric and K are the same; their pictures, support sets and preprocessing are those of',
    'their authors. Marks lead to the remarks below a table.',
    '',
    ...results.flatMap(runSection),
    '## Published figures',
    '',
    ...[...BENCHMARKS.map(publishedTable), publishedCostTable(), sourceTable()].map(toMarkdown),
    ...GENERAL_REMARKS.map((remark) => `${escapeMarkdown(remark)}\n`),
  ].join('\n');
}

function runSection(run: NamedResult): string[] {
  const { file, result } = run;
  return [
    `## ${escapeMarkdown(result.dataset.name)}: ${escapeMarkdown(file)}`,
    '',
    ...origin(result),
    '',
    ...runTables(result).map(toMarkdown),
    '### Beside published figures',
    '',
    ...publishedSection(run),
  ];
}

/** Which data the figures come from, and how to get them again. */
function origin({ dataset, provenance, cells, ...plan }: EvaluationResult): string[] {
  const { methods, categories, shots, seeds } = plan;
  const { version, commit, machine, runtime, command } = provenance;
  const planned = methods.length * categories.length * shots.length * seeds.length;
  const data = `${dataset.name}, layout ${dataset.layout}, ${countOf(categories.length)}`;
  return [
    `- Data: ${escapeMarkdown(data)}${dataset.note === null ? '' : `. ${escapeMarkdown(dataset.note)}`}`,
    `- Support sets: K = ${shots.join(', ')}; seeds ${seeds.join(', ')}; their pictures are listed in the file`,
    `- Made by: fewgood ${escapeMarkdown(version)}${commit === null ? '' : ` (${escapeMarkdown(commit.slice(0, 12))})`}, ${escapeMarkdown(runtime)}, ${escapeMarkdown(machine)}`,
    `- Again: ${inlineCode(command)}`,
    ...(cells.length < planned ? [`- Not finished: ${cells.length} of ${planned} cells`] : []),
  ];
}

function runTables(result: EvaluationResult): Table[] {
  const { shots } = result;
  const figures = new Figures(result);
  const metrics = COMPARED_METRICS.filter((metric) => figures.categoriesWith(metric).length > 0);
  const overview = isAblation(result)
    ? shots.map((k) => ablationTable(result, k))
    : metrics.map((metric) => meanTable(result, metric));
  return [
    pictureTable(result),
    methodTable(result),
    ...overview,
    ...metrics.flatMap((metric) => shots.map((k) => categoryTable(result, metric, k))),
    thresholdTable(result, result.seeds[0]),
    timingTable(result),
  ];
}

function publishedSection(run: NamedResult): string[] {
  const tables = compareWithPublished(run).flatMap(comparisonTables);
  if (tables.length > 0) return tables.map(toMarkdown);
  const folders = BENCHMARKS.map(({ label }) => label).join(', ');
  return [`No figures are published for these data. Known are categories of ${folders}.`, ''];
}

/** Code that may itself hold backticks. */
function inlineCode(text: string): string {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  return longest === 0 ? `${fence}${text}${fence}` : `${fence} ${text} ${fence}`;
}
