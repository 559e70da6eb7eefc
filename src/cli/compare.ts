import { basename, join } from 'node:path';
import { UsageError } from '../errors.ts';
import { compareWithPublished, type NamedResult } from '../evaluation/compare/comparison.ts';
import { resultsDocument } from '../evaluation/compare/results-document.ts';
import { REMARKS, SOURCES } from '../evaluation/published/sources.ts';
import { decodeResult } from '../evaluation/results/result-file.ts';
import { isFolder, readFileText, writeFileAtomic } from '../node/files/files.ts';
import { assertNoInput } from '../node/files/input-guard.ts';
import { MARKDOWN } from '../node/files/output-kinds.ts';
import { ExitCode, type Invocation } from './command.ts';
import type { compareOptions } from './compare-options.ts';

/**
 * `fewgood compare results/*.json`.
 *
 * @throws {@link UsageError} if no result is named.
 */
export async function runCompare({
  options: { json, write },
  args: paths,
  terminal: { out, log },
}: Invocation<typeof compareOptions>): Promise<ExitCode> {
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
}

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
