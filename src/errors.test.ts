import { readFile } from 'node:fs/promises';
import { glob } from 'tinyglobby';
import ts from 'typescript';
import { beforeAll, describe, expect, it } from 'vitest';
import { commands } from './cli/commands.ts';
import {
  ArgumentRangeError,
  FileError,
  MemoryCeilingError,
  ModelError,
  PartError,
  ResultError,
} from './errors.ts';

describe('an error', () => {
  it('tells as data what its message tells', () => {
    const error = new ModelError('a.onnx', 'it has no level "x": expected one of y', 'Name y.');
    expect(error.message).toBe(
      'Cannot use the model a.onnx: it has no level "x": expected one of y',
    );
    const facts = { model: 'a.onnx', found: 'it has no level "x"', expected: 'one of y' };
    expect(error.facts).toEqual({ task: 'use the model a.onnx', ...facts });
    expect([error.options, error.action, error.cause]).toEqual([[], undefined, undefined]);
  });

  it('expects nothing where its message does not', () => {
    const cause = new TypeError('a bug');
    const error = new FileError('read a', 'gone', 'Look.', { cause });
    expect(error.facts).toEqual({ task: 'read a', found: 'gone' });
    expect(error.cause).toBe(cause);
  });

  it('carries facts, options and the action that it is given', () => {
    const details = { facts: { level: 'x' }, options: ['levels'], action: 'show a model' } as const;
    const error = new PartError('a.part', 'no', 'Do.', details);
    expect(error).toMatchObject(details);
    expect(new ResultError('a.json', 'no').action).toBe('evaluate');
  });

  it('of an argument names it as the option', () => {
    const { facts, options } = new ArgumentRangeError('size', 8, 'at least 32');
    expect([facts, options]).toEqual([
      { argument: 'size', found: 8, expected: 'at least 32' },
      ['size'],
    ]);
    expect(new ArgumentRangeError('margin', NaN, 'a factor').facts).toMatchObject({ found: 'NaN' });
  });

  it('of memory tells bytes as data and mebibytes in words', () => {
    const error = new MemoryCeilingError('enrol', { needed: 2 ** 20 + 1, ceiling: 2 ** 20 }, 'Do.');
    expect(error.message).toBe('Cannot enrol: it needs 2 MiB: expected at most 1 MiB');
    expect(error.facts).toMatchObject({ neededBytes: 2 ** 20 + 1, ceilingBytes: 2 ** 20 });
  });
});

/** Files whose strings have such words and are not for a user: other programs' flags, CSS, a page. */
const OTHER_WORDS: readonly string[] = [
  'evaluation/compare/results-document.ts',
  'evaluation/report/report-page.ts',
  'node/evaluation/energy-meters.ts',
  'node/evaluation/provenance.ts',
  'node/files/file-names.ts',
  'page/charts/chart.ts',
  'page/style.ts',
  'report/report-head.ts',
];

const COMMAND_WORDS = new Set(commands.map(({ name }) => name.split(' ')[0]));
const WORDS = new RegExp(
  `(?<![\\w-])--[a-z][\\w-]*|\\bfewgood (?:${[...COMMAND_WORDS].join('|')})\\b`,
  'g',
);

/** Flags and commands of a command line in the strings of a source. */
function commandLineWords(source: string): string[] {
  if (!source.match(WORDS)) return [];
  const words: string[] = [];
  const visit = (node: ts.Node): void => {
    if (
      ts.isStringLiteralLike(node) ||
      ts.isTemplateMiddleOrTemplateTail(node) ||
      ts.isTemplateHead(node)
    ) {
      words.push(...(node.text.match(WORDS) ?? []));
    }
    node.forEachChild(visit);
  };
  visit(ts.createSourceFile('a.ts', source, ts.ScriptTarget.Latest));
  return words;
}

describe('the library above the command line', () => {
  const sources = new Map<string, string>();
  beforeAll(async () => {
    const cwd = new URL('.', import.meta.url);
    for (const path of await glob(['**/*.ts', '!cli/**', '!**/*.test.ts'], { cwd })) {
      sources.set(path, await readFile(new URL(path, cwd), 'utf8'));
    }
  });

  it('speaks of no flag and no command', () => {
    const offenders = [...sources].filter(([path]) => !OTHER_WORDS.includes(path));
    expect(offenders.length).toBeGreaterThan(100);
    for (const [path, source] of offenders)
      expect([path, ...commandLineWords(source)]).toEqual([path]);
  });

  it('is looked through: the words of other programs are seen', () => {
    for (const path of OTHER_WORDS) {
      expect([path, commandLineWords(sources.get(path) ?? '').length]).not.toEqual([path, 0]);
    }
    const planted =
      "new ModelError(a, `Is ${b}, --level`, 'Run fewgood model import, or --out X.')";
    expect(commandLineWords(planted)).toEqual(['--level', 'fewgood model', '--out']);
    expect(commandLineWords('const a = b[--next]; // fewgood train --out')).toEqual([]);
  });

  it('throws no error about the use of a command line', () => {
    const users = [...sources].filter(([, source]) => source.includes('UsageError'));
    expect(users.map(([path]) => path)).toEqual(['errors.ts']);
  });
});

describe('an error as JSON', () => {
  it('holds all that it tells, and no more', () => {
    const error = new ModelError('a.onnx', 'it is cut off', 'Copy it.', { options: ['model'] });
    expect(JSON.parse(JSON.stringify(error))).toEqual({
      name: 'ModelError',
      code: 'MODEL_UNUSABLE',
      message: 'Cannot use the model a.onnx: it is cut off',
      remedy: 'Copy it.',
      facts: error.facts,
      options: ['model'],
    });
  });
});
