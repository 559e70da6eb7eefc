import { describe, expect, it } from 'vitest';
import { sampleMethod, sampleResult } from '../../../test/helpers/evaluation-sample.ts';
import { ResultError } from '../../errors.ts';
import { cellKey, inOrder } from './cell-key.ts';
import type { EvaluationCell } from './evaluation-result.ts';
import { decodeCell, decodeResult, encodeCell, encodeResult } from './result-file.ts';
import { summarize } from './summary.ts';

const result = sampleResult();
const text = encodeResult(result);

function withoutCurves(cells: readonly EvaluationCell[]): unknown {
  return cells.map((cell) => ({ ...cell, proCurve: null }));
}

/** The file after a change to its JSON. */
function damaged(change: (file: Record<string, unknown>) => void): string {
  const file: Record<string, unknown> = JSON.parse(text);
  change(file);
  return JSON.stringify(file);
}

describe('encodeResult', () => {
  it('comes back as it was, but for the last decimals of curves', () => {
    const read = decodeResult(text, 'run.json');
    expect({ ...read, cells: withoutCurves(read.cells) }).toEqual({
      ...result,
      cells: withoutCurves(inOrder(result)),
    });
    const [{ proCurve }] = read.cells;
    const [original] = inOrder(result);
    expect(proCurve?.regionOverlap).toHaveLength(original.proCurve?.regionOverlap.length ?? 0);
    expect(encodeResult(read)).toBe(text);
  });

  it('gives the same bytes whatever order cells and options came in', () => {
    const shuffled = {
      ...result,
      cells: result.cells.toReversed(),
      methods: result.methods.map((method) => ({
        ...method,
        options: Object.fromEntries(Object.entries(method.options).toReversed()),
      })),
    };
    expect(encodeResult(shuffled)).toBe(text);
  });

  it('writes the means for readers', () => {
    const file: Record<string, unknown> = JSON.parse(text);
    expect(file['summary']).toEqual(JSON.parse(JSON.stringify(summarize(result))));
  });

  it('refuses a score that JSON cannot hold instead of writing null', () => {
    const [first, ...others] = result.cells;
    const cells = [{ ...first, scores: first.scores.map(() => Number.NaN) }, ...others];
    expect(() => encodeResult({ ...result, cells })).toThrow(/scores/);
  });
});

describe('decodeResult', () => {
  it.each([
    ['cut short', text.slice(0, -100), 'it is not JSON, or cut short'],
    ['another kind of file', '{"a": 1}', 'it is not a result of an evaluation'],
    ['not an object', '[1]', 'it is not a result of an evaluation'],
    ['of another version', damaged((file) => (file['format'] = 'fewgood-evaluation/9')), 'format'],
    ['without seeds', damaged((file) => (file['seeds'] = [])), 'seeds'],
    ['with a foreign cell', damaged((file) => (file['shots'] = [2])), 'not of this run'],
    ['with a cell twice', damaged((file) => repeatFirstCell(file)), 'there twice'],
    ['with too few scores', damaged((file) => shortenScores(file)), 'one a test picture'],
  ])('refuses a file %s', (_, content, message) => {
    expect(() => decodeResult(content, 'run.json')).toThrow(ResultError);
    expect(() => decodeResult(content, 'run.json')).toThrow(message);
  });

  it('reads a run that is not finished', () => {
    const half = { ...result, cells: result.cells.slice(0, 3) };
    expect(decodeResult(encodeResult(half), 'run.json').cells).toHaveLength(3);
  });
});

describe('cells', () => {
  it('come back from a file of their own', () => {
    const stored = { pictures: 'ab'.repeat(32), cell: decodeResult(text, 'run.json').cells[0] };
    expect(decodeCell(encodeCell(stored), 'cell.json')).toEqual(stored);
    expect(() => decodeCell(encodeCell(stored).slice(0, 50), 'cell.json')).toThrow(ResultError);
  });

  it('have keys of their own that are good file names', () => {
    const tricky = sampleResult({
      categories: ['a.k2', 'a', 'x/a', 'x%2Fa'],
      methods: [sampleMethod('m'), sampleMethod('m.a'), sampleMethod('m[augment=G]')],
    });
    const keys = tricky.cells.map(cellKey);
    expect(new Set(keys).size).toBe(keys.length);
    for (const key of keys) expect(key).toMatch(/^[\w.%-]+$/);
  });
});

function repeatFirstCell(file: Record<string, unknown>): void {
  const cells = file['cells'];
  if (Array.isArray(cells)) cells.push(cells[0]);
}

function shortenScores(file: Record<string, unknown>): void {
  const [first, ...others] = inOrder(result);
  file['cells'] = [{ ...first, scores: first.scores.slice(1) }, ...others];
}
