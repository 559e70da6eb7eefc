/**
 * Keeps the result of a run of `fewgood evaluate` or `fewgood ablate` in results/, for
 * docs/results.md: without the points of PRO curves, which only plots need, and whatever folder it
 * wrote to called `run`, which decides no figure.
 *
 * Run: npx tsx studies/keep-result.ts --help
 */
import { isDeepStrictEqual } from 'node:util';
import { UsageError } from '../src/errors.ts';
import type { EvaluationResult } from '../src/evaluation/results/evaluation-result.ts';
import { decodeResult, encodeResult } from '../src/evaluation/results/result-file.ts';
import { readFileText, writeFileAtomic } from '../src/node/files/files.ts';
import { jsonFile } from '../src/node/files/output-kinds.ts';
import { runStudy } from './study.ts';

await runStudy({
  file: 'keep-result.ts',
  summary: 'Keep the result of fewgood evaluate or ablate for docs/results.md',
  usage: 'RUN/result.json --out results/NAME.json [options]',
  examples: ['npx tsx studies/keep-result.ts run/result.json --out results/methods.json'],
  options: {
    others: {
      type: 'string',
      value: 'FILE',
      help: 'methods that the run did not measure, from a kept result of the same pictures',
    },
    remark: { type: 'string', value: 'TEXT', help: 'what else readers of the figures must know' },
  },
  run: async ({ options: { out, others, remark }, args: [from] }) => {
    if (from === undefined || out === undefined) {
      throw new UsageError(
        'Cannot keep a result: which one, or where, is not said',
        'Name both: run/result.json --out results/methods.json.',
      );
    }
    const measured = decodeResult(await readFileText(from), from);
    const result =
      others === undefined
        ? measured
        : withOthers(measured, decodeResult(await readFileText(others), others));
    const { provenance, dataset } = result;
    const note = [dataset.note, remark].filter((text) => text).join('. ') || null;
    const text = encodeResult({
      ...result,
      provenance: {
        ...provenance,
        command: provenance.command.replaceAll(/--out \S+/g, '--out run'),
      },
      dataset: { ...dataset, note },
      cells: result.cells.map((cell) => ({ ...cell, proCurve: null })),
    });
    await writeFileAtomic(out, text, jsonFile());
  },
});

/** A result with the methods of an earlier one that it lacks, behind its own. */
function withOthers(result: EvaluationResult, earlier: EvaluationResult): EvaluationResult {
  const { categories, shots, seeds, cells } = result;
  const own = new Set(result.methods.map(({ id }) => id));
  const isSame =
    isDeepStrictEqual(
      [categories, shots, seeds],
      [earlier.categories, earlier.shots, earlier.seeds],
    ) && isDeepStrictEqual(supports(cells), supports(earlier.cells));
  if (!isSame) {
    throw new UsageError(
      'Cannot put two results together: they are of other pictures or support sets',
      'Name a result of the same data, --shots and --seeds.',
    );
  }
  return {
    ...result,
    methods: [...result.methods, ...earlier.methods.filter(({ id }) => !own.has(id))],
    cells: [...cells, ...earlier.cells.filter(({ method }) => !own.has(method))],
  };
}

/** Support sets by category, K and seed. */
function supports(cells: EvaluationResult['cells']): Map<string, readonly string[]> {
  return new Map(
    cells.map((cell) => [`${cell.category} ${cell.shots} ${cell.seed}`, cell.support]),
  );
}
