import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sampleResult } from '../../test/helpers/evaluation-sample.ts';
import { FileError, ResultError, UsageError } from '../errors.ts';
import { resultsDocument } from '../evaluation/compare/results-document.ts';
import { decodeResult, encodeResult } from '../evaluation/results/result-file.ts';
import { ExitCode } from './command.ts';
import { commands } from './commands.ts';

const command = commands.find(({ name }) => name === 'compare');
const text = encodeResult(sampleResult({ dataset: 'data', unmasked: [] }));

let folder = '';
let file = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fewgood-compare-'));
  file = join(folder, 'run.json');
  await writeFile(file, text);
});

afterEach(() => rm(folder, { recursive: true }));

/** Runs the command; what it printed, joined. */
async function run(...argv: readonly string[]): Promise<string> {
  const lines: string[] = [];
  const code = await command?.run(argv, {
    out: (line) => lines.push(line),
    log: () => undefined,
    stdin: process.stdin,
    bar: undefined,
    signal: new AbortController().signal,
  });
  expect(code).toBe(ExitCode.ok);
  return lines.join('\n');
}

describe('fewgood compare', () => {
  const document = resultsDocument([{ file: 'run.json', result: decodeResult(text, 'run.json') }]);

  it('prints the document', async () => {
    expect(await run(file)).toBe(document);
  });

  it('takes the folder of a run for its result', async () => {
    await mkdir(join(folder, 'bolts'));
    await writeFile(join(folder, 'bolts', 'result.json'), text);
    expect(await run(join(folder, 'bolts'))).toBe(document.replace('run.json', 'bolts'));
  });

  it('writes the document', async () => {
    const path = join(folder, 'results.md');
    expect(await run(file, '--write', path)).toBe('');
    expect(await readFile(path, 'utf8')).toBe(document);
  });

  it('prints JSON with remarks and sources', async () => {
    const record: unknown = JSON.parse(await run(file, '--json'));
    expect(record).toMatchObject({
      comparisons: [{ file: 'run.json', benchmark: 'mvtec', categories: ['bottle'] }],
      sources: { regad: { url: 'https://arxiv.org/abs/2207.07361' } },
    });
  });

  it('refuses what it cannot use', async () => {
    await expect(run()).rejects.toThrow(UsageError);
    await expect(run(join(folder, 'absent.json'))).rejects.toThrow(FileError);
    await writeFile(file, text.slice(0, 400));
    await expect(run(file)).rejects.toThrow(ResultError);
  });
});
