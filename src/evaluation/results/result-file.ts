import { ResultError } from '../../errors.ts';
import { cellKey, inOrder, plannedCells } from './cell-key.ts';
import { check, parseResultJson } from './decode.ts';
import type { EvaluationCell, EvaluationResult, StoredCell } from './evaluation-result.ts';
import { cellSchema, resultSchema, storedCellSchema } from './result-schema.ts';
import { summarize } from './summary.ts';

/** Changes whenever older readers would misread a file. */
export const RESULT_FORMAT = 'fewgood-evaluation/1';

/** Decimals of a thinned-out curve: finer than a plot shows. */
const CURVE_DECIMALS = 4;

/**
 * Writes a run as JSON, a cell a line. The same run gives the same bytes, whatever order its cells
 * were finished in. Means and deviations over seeds and categories stand beside the cells, for
 * readers; {@link decodeResult} computes them anew.
 */
export function encodeResult(result: EvaluationResult): string {
  const { cells, ...head } = resultSchema.parse({ ...result, cells: inOrder(result) });
  const methods = head.methods.map((method) => ({ ...method, options: sorted(method.options) }));
  const fields = Object.entries({ ...head, methods }).map(([key, value]) => field(key, value));
  return [
    '{',
    `${field('format', RESULT_FORMAT)},`,
    ...fields.map((line) => `${line},`),
    list('summary', summarize(result)) + ',',
    list('cells', cells.map(tidyCell)),
    '}',
    '',
  ].join('\n');
}

/**
 * Reads a run and checks that it holds together.
 *
 * @param name - Of the file, for messages.
 * @throws {@link ResultError} if it is no result file, of another version, or damaged.
 */
export function decodeResult(text: string, name: string): EvaluationResult {
  const file = parseResultJson(text, name);
  if (typeof file !== 'object' || file === null || !('format' in file)) {
    throw new ResultError(name, 'it is not a result of an evaluation');
  }
  const { format, summary: _, ...content } = { summary: undefined, ...file };
  if (format !== RESULT_FORMAT) {
    throw new ResultError(
      name,
      `its format is ${JSON.stringify(format)}: expected ${RESULT_FORMAT}`,
    );
  }
  const result = check(content, resultSchema, name);
  assertCoherent(result, name);
  return result;
}

/** Writes a finished cell as JSON, so that a killed run need not compute it again. */
export function encodeCell({ pictures, cell }: StoredCell): string {
  return `${JSON.stringify({ pictures, cell: tidyCell(cellSchema.parse(cell)) })}\n`;
}

/**
 * Reads a finished cell.
 *
 * @param name - Of the file, for messages.
 * @throws {@link ResultError} if it is damaged.
 */
export function decodeCell(text: string, name: string): StoredCell {
  return check(parseResultJson(text, name), storedCellSchema, name);
}

/** Each cell belongs to the run, once, with a score for each test picture. */
function assertCoherent(result: EvaluationResult, name: string): void {
  const planned = new Set(plannedCells(result).map(cellKey));
  const tests = new Map(result.categories.map((category) => [category.name, category.tests]));
  for (const cell of result.cells) {
    const key = cellKey(cell);
    if (!planned.delete(key)) {
      throw new ResultError(name, `its cell ${key} is there twice, or not of this run`);
    }
    const pictures = tests.get(cell.category)?.length ?? 0;
    if (cell.scores.length !== pictures) {
      const fault = `its cell ${key} has ${cell.scores.length} scores`;
      throw new ResultError(name, `${fault}: expected ${pictures}, one a test picture`);
    }
  }
}

function tidyCell(cell: EvaluationCell): EvaluationCell {
  const { proCurve, timings } = cell;
  return {
    ...cell,
    proCurve: proCurve && {
      falsePositiveRate: proCurve.falsePositiveRate.map(shorten),
      regionOverlap: proCurve.regionOverlap.map(shorten),
    },
    timings: { ...timings, stages: sorted(timings.stages) },
  };
}

function shorten(value: number): number {
  return Number(value.toFixed(CURVE_DECIMALS));
}

function sorted<T>(record: Readonly<Record<string, T>>): Record<string, T> {
  const keys = Object.keys(record).toSorted();
  return Object.fromEntries(keys.map((key) => [key, record[key]]));
}

function field(key: string, value: unknown): string {
  return `  ${JSON.stringify(key)}: ${JSON.stringify(value)}`;
}

function list(key: string, items: readonly unknown[]): string {
  const lines = items.map((item) => `    ${JSON.stringify(item)}`);
  return `  ${JSON.stringify(key)}: [\n${lines.join(',\n')}\n  ]`;
}
