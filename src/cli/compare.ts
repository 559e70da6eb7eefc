import { basename, join } from 'node:path';
import { UsageError } from '../errors.ts';
import { compareWithPublished, type NamedResult } from '../evaluation/compare/comparison.ts';
import { resultsDocument } from '../evaluation/compare/results-document.ts';
import { REMARKS, SOURCES } from '../evaluation/published/sources.ts';
import { decodeResult } from '../evaluation/results/result-file.ts';
import { isFolder, readFileText, writeFileAtomic } from '../node/files/files.ts';
import { assertNoInput } from '../node/files/input-guard.ts';
import { MARKDOWN } from '../node/files/output-kinds.ts';
import { type Command, defineCommand, ExitCode } from './command.ts';

/** `fewgood compare results/*.json`. */
export const compareCommand: Command = defineCommand({
  name: 'compare',
  summary: 'Put results of evaluations beside published figures',
  usage: 'RESULT… [options]',
  details: `RESULT is a result file, or the folder of a run. Prints Markdown: each run with its data, and our
    figures beside the published ones for the same category, metric and K, with footnotes. Categories are
    known by their name and that of a folder above them: mvtec/bottle, mpdd/tubes, visa/candle.`,
  examples: [
    'fewgood compare run',
    'fewgood compare results/*.json --write results.md',
    'fewgood compare results/mvtec.json --json',
  ],
  options: {
    json: { type: 'boolean', help: 'print one JSON object instead' },
    write: { type: 'string', value: 'FILE.md', help: 'write the Markdown to a file' },
  },
  run: async ({ options: { json, write }, args: paths, terminal: { out, log } }) => {
    if (paths.length === 0) {
      throw new UsageError(
        'Cannot compare: no result given',
        'Name result files of fewgood evaluate, or folders of runs: fewgood compare run.',
      );
    }
    const results: NamedResult[] = [];
    const files: string[] = [];
    for (const path of paths) {
      const file = (await isFolder(path)) ? join(path, 'result.json') : path;
      const text = await readFileText(file);
      files.push(file);
      results.push({ file: basename(path), result: decodeResult(text, file) });
    }
    if (write !== undefined) {
      await assertNoInput(write, files);
      await writeFileAtomic(write, resultsDocument(results), MARKDOWN);
      log(`Wrote ${write}`);
    }
    if (json) out(JSON.stringify(comparisonRecord(results)));
    else if (write === undefined) out(resultsDocument(results));
    return ExitCode.ok;
  },
});

/** What `--json` prints. */
function comparisonRecord(results: readonly NamedResult[]): unknown {
  const comparisons = results.flatMap(compareWithPublished);
  return {
    comparisons: comparisons.map(({ benchmark, ...comparison }) => ({
      ...comparison,
      benchmark: benchmark.name,
    })),
    remarks: REMARKS,
    sources: SOURCES,
  };
}
