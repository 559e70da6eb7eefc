/**
 * What a finished run leaves for readers: the result, its tables, figures and report.
 *
 * @module
 */
import { join } from 'node:path';
import { chooseExamples, dividingScore } from '../../evaluation/figures/choose-examples.ts';
import { exampleFigure, type PictureExample } from '../../evaluation/figures/picture-example.ts';
import { renderEvaluationReport } from '../../evaluation/report/evaluation-report.ts';
import type { ExampleSet } from '../../evaluation/report/example-section.ts';
import { cellKey, inOrder } from '../../evaluation/results/cell-key.ts';
import type {
  EvaluationCell,
  EvaluationResult,
} from '../../evaluation/results/evaluation-result.ts';
import { encodeResult, RESULT_FORMAT } from '../../evaluation/results/result-file.ts';
import { uniteMasks } from '../../evaluation/run/ground-truth.ts';
import type { EvaluationPlan, PlannedPicture } from '../../evaluation/run/plan.ts';
import { runTables } from '../../evaluation/run/run-tables.ts';
import { toCsv } from '../../evaluation/tables/csv.ts';
import { toLatex } from '../../evaluation/tables/latex.ts';
import { toMarkdown } from '../../evaluation/tables/markdown.ts';
import { type Fit, Frame } from '../../image/frame.ts';
import type { LookArea } from '../../image/look-area.ts';
import { ensureFolder, openPendingFile, writeFileAtomic } from '../files/files.ts';
import { HTML_PAGE, jsonFile, MARKDOWN, textFile } from '../files/output-kinds.ts';
import type { DatasetDecoding } from '../datasets/dataset-files.ts';
import { readImage } from '../image/image-decoder.ts';
import { toDataUri } from '../image/image-encoder.ts';
import { writePicture } from '../image/write-picture.ts';
import type { RunFolder } from './run-folder.ts';

const RESULT = jsonFile(RESULT_FORMAT);
const CSV = textFile('a table as CSV', '.csv');
const LATEX = textFile('a table as LaTeX', '.tex');

/** Longest side of a picture in a figure, pixels. */
const FIGURE_SIDE = 224;

/**
 * Writes `result.json`, `tables.md`, a CSV and a LaTeX file a table, a PNG a figure of pictures, and
 * `report.html`.
 *
 * @returns The result.
 */
export async function writeOutputs(
  folder: RunFolder,
  plan: EvaluationPlan,
  decoding: DatasetDecoding,
): Promise<EvaluationResult> {
  const result = await folder.result();
  await writeFileAtomic(join(folder.path, 'result.json'), encodeResult(result), RESULT);
  await writeTables(folder.path, result);
  await writeReport(folder, { ...plan, decoding }, result);
  return result;
}

async function writeTables(path: string, result: EvaluationResult): Promise<void> {
  const tables = runTables(result);
  const markdown = tables.map(({ table }) => toMarkdown(table)).join('\n');
  await writeFileAtomic(join(path, 'tables.md'), markdown, MARKDOWN);
  const folder = join(path, 'tables');
  await ensureFolder(folder);
  for (const { name, table } of tables) {
    await writeFileAtomic(join(folder, `${name}.csv`), toCsv(table), CSV);
    await writeFileAtomic(join(folder, `${name}.tex`), toLatex(table, `tab:${name}`), LATEX);
  }
}

/** What pictures are read by, and how. */
interface PictureSource extends EvaluationPlan {
  readonly decoding: DatasetDecoding;
}

async function writeReport(
  folder: RunFolder,
  plan: PictureSource,
  result: EvaluationResult,
): Promise<void> {
  await ensureFolder(join(folder.path, 'figures'));
  const file = await openPendingFile(join(folder.path, 'report.html'), HTML_PAGE);
  try {
    const examples = exampleSets(folder, plan, result);
    for await (const piece of renderEvaluationReport(result, examples, { encode: toDataUri })) {
      await file.append(piece);
    }
    await file.commit();
  } finally {
    await file.discard();
  }
}

/** The pictures of each cell that kept maps; on the way each set is written as a figure. */
async function* exampleSets(
  folder: RunFolder,
  plan: PictureSource,
  result: EvaluationResult,
): AsyncGenerator<ExampleSet, void> {
  for (const cell of inOrder(result)) {
    const maps = await folder.examples(cell);
    if (maps === undefined) continue;
    const examples = await readExamples(cell, plan, maps);
    const figure = exampleFigure(examples, FIGURE_SIDE);
    await writePicture(join(folder.path, 'figures', `${cellKey(cell)}.png`), figure, 'figure');
    yield { cell, examples };
  }
}

/** @param maps - Of the chosen pictures, shape [n, S, S]. */
async function readExamples(
  cell: EvaluationCell,
  { categories, contenders, decoding }: PictureSource,
  maps: Float32Array,
): Promise<PictureExample[]> {
  const { tests = [], lookArea } = categories.find(({ name }) => name === cell.category) ?? {};
  const usual = contenders.find(({ id }) => id === cell.method)?.input;
  if (usual === undefined) return [];
  const input = { ...usual, size: cell.size ?? usual.size };
  const area = input.size ** 2;
  const examples: PictureExample[] = [];
  for (const [i, { kind, index }] of chooseExamples(cell, tests).entries()) {
    const picture = tests[index];
    if (picture === undefined) continue;
    const map = maps.subarray(i * area, (i + 1) * area);
    const { path, anomalous } = picture;
    examples.push({
      kind,
      path,
      anomalous,
      score: cell.scores[index] ?? 0,
      threshold: dividingScore(cell),
      ...(await readPictures(picture, map, { ...input, ...decoding, lookArea })),
    });
  }
  return examples;
}

/** How pictures lie in the square. */
interface Seeing {
  readonly size: number;
  readonly fit: Fit;
  readonly lookArea: LookArea | undefined;
}

/** @param map - Of the square, shape [S, S]. */
async function readPictures(
  { file, masks }: PlannedPicture,
  map: Float32Array,
  { size, fit, lookArea, ...decoding }: DatasetDecoding & Seeing,
): Promise<Pick<PictureExample, 'image' | 'map' | 'mask'>> {
  const image = await readImage(file, decoding);
  const frame = new Frame(image, size, fit, lookArea);
  const truth = await Promise.all(masks.map((mask) => readImage(mask, decoding)));
  const { width, height } = frame.content;
  const placed = lookArea
    ? { data: frame.mapOfPicture(map), ...frame.picture }
    : { data: frame.contentOfMap(map), width, height };
  return {
    image,
    map: { ...placed, missing: null },
    mask: truth.length > 0 ? uniteMasks(truth) : null,
  };
}
