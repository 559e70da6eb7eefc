import { assertNotCancelled } from '../cancellation.ts';
import { UsageError } from '../errors.ts';
import { printable } from '../printable.ts';
import type { Dataset, DatasetFiles } from '../datasets/dataset.ts';
import { LAYOUTS } from '../datasets/layouts.ts';
import type { CategoryCounts } from '../datasets/counts.ts';
import { checkDataset, type DatasetCheck, filesOf } from '../datasets/check.ts';
import { type Probe, sizeText } from '../datasets/picture-facts.ts';
import { type DatasetProblem, problem } from '../datasets/problem.ts';
import { readDataset } from '../datasets/read-dataset.ts';
import { countOf } from '../evaluation/tables/result-tables.ts';
import type { Table } from '../evaluation/tables/table.ts';
import { toText } from '../evaluation/tables/text.ts';
import { listDatasetFiles, pictureProbe } from '../node/datasets/dataset-files.ts';
import { counted } from '../page/format.ts';
import { ExitCode, type Invocation, type Terminal } from './command.ts';
import { PassedOverTally } from './passed-over.ts';
import { toDecoding } from './picture-options.ts';
import { createProgress } from './progress.ts';
import type { dataCheckOptions } from './data-check-options.ts';

/** Columns of the table that hold counts. */
const NUMBERS = ['train', 'validation', 'testGood', 'testDefective', 'masks'] as const;

/**
 * `fewgood data check data/mvtec`.
 *
 * @throws {@link UsageError} if not one folder is named.
 */
export async function runDataCheck({
  options: { layout, json, ignore, ...decoding },
  args: [root, ...others],
  terminal,
}: Invocation<typeof dataCheckOptions>): Promise<ExitCode> {
  if (root === undefined || others.length > 0) {
    throw new UsageError(
      `Cannot check a data set: ${root === undefined ? 'no folder given' : 'more than one folder given'}`,
      'Name one folder: fewgood data check data/mvtec.',
    );
  }
  const passedOver = new PassedOverTally();
  const faults: DatasetProblem[] = [];
  const files = await listDatasetFiles(root, {
    ignore,
    onPassOver: passedOver.add,
    onFault: (path, { message }) => faults.push(problem('unreadable-picture', path, message)),
  });
  // Where no layout fits, that may be why.
  const tellFaults = (): void => faults.forEach((fault) => terminal.log(problemLine(fault)));
  const dataset = datasetOf(files, layout, tellFaults);
  const probe = pictureProbe(root, toDecoding(decoding));
  const { counts, ...check } = await checkDataset(dataset, watched(probe, dataset, terminal));
  const problems = [...faults, ...check.problems];
  const print = terminal.out;
  if (json) print(JSON.stringify({ layout: dataset.layout, problems, counts }));
  else for (const line of checkLines(dataset, { counts, problems })) print(line);
  for (const line of passedOver.lines()) terminal.log(line);
  const isBroken = problems.some(({ severity }) => severity === 'error');
  return isBroken ? ExitCode.fault : ExitCode.ok;
}

function datasetOf(
  files: DatasetFiles,
  layout: string | undefined,
  onRefusal: () => void,
): Dataset {
  try {
    return readDataset(files, LAYOUTS.find(({ name }) => name === layout)?.name);
  } catch (error) {
    onRefusal();
    throw error;
  }
}

/** The probe, with a progress bar that is gone when it has seen all files. */
function watched(probe: Probe, dataset: Dataset, terminal: Terminal): Probe {
  const progress = createProgress(terminal);
  const total = filesOf(dataset).size;
  let done = 0;
  return async (path, role) => {
    assertNotCancelled(terminal.signal, 'check the data set', `${done} of ${total} files`);
    const facts = await probe(path, role);
    progress.update('checking', ++done, total);
    if (done === total) progress.clear();
    return facts;
  };
}

function checkLines(
  { layout }: Dataset,
  { counts, problems }: Pick<DatasetCheck, 'counts' | 'problems'>,
): string[] {
  return [
    `layout ${layout}, ${countOf(counts.length)}`,
    '',
    ...toText(countTable(counts)),
    '',
    ...problems.map(problemLine),
    verdict(problems),
  ];
}

function countTable(counts: readonly CategoryCounts[]): Table {
  const rows = counts.map((row) => ({
    cells: [
      printable(row.category),
      ...NUMBERS.map((name) => String(row[name])),
      sizes(row),
      kinds(row),
    ],
  }));
  const totals = NUMBERS.map((name) => counts.reduce((sum, row) => sum + row[name], 0));
  const total = { cells: ['Total', ...totals.map(String), '', ''] };
  return {
    title: 'Pictures',
    columns: ['category', 'train', 'valid.', 'test good', 'test defect', 'masks', 'px', 'defects'],
    rows: counts.length > 1 ? [...rows, total] : rows,
    notes: [],
  };
}

/** The most frequent size, and how many others there are. */
function sizes({ sizes: [first, ...others] }: CategoryCounts): string {
  if (first === undefined) return '';
  return sizeText(first) + (others.length > 0 ? ` and ${others.length} more` : '');
}

function kinds({ defects }: CategoryCounts): string {
  return defects.map(printable).join(', ');
}

function problemLine({ severity, path, message }: DatasetProblem): string {
  return `${severity}: ${printable(path)}: ${printable(message)}`;
}

function verdict(problems: readonly DatasetProblem[]): string {
  const count = (severity: DatasetProblem['severity']): number =>
    problems.filter((one) => one.severity === severity).length;
  if (problems.length === 0) return 'No problems.';
  return `${counted(count('error'), 'error')}, ${counted(count('warning'), 'warning')}, ${counted(count('note'), 'note')}.`;
}
