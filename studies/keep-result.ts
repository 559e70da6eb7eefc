/**
 * Keeps the result of a run of `fewgood evaluate` or `fewgood ablate` in results/, for
 * docs/results.md: without the points of PRO curves, which only plots need, and whatever folder it
 * wrote to called `run`, which decides no figure.
 *
 * Run: npx tsx studies/keep-result.ts --help
 */
import { UsageError } from '../src/errors.ts';
import { decodeResult, encodeResult } from '../src/evaluation/results/result-file.ts';
import { readFileText, writeFileAtomic } from '../src/node/files/files.ts';
import { jsonFile } from '../src/node/files/output-kinds.ts';
import { runStudy } from './study.ts';

await runStudy({
  file: 'keep-result.ts',
  summary: 'Keep the result of fewgood evaluate or ablate for docs/results.md',
  usage: 'RUN/result.json --out results/NAME.json [--remark TEXT]',
  examples: ['npx tsx studies/keep-result.ts run/result.json --out results/methods.json'],
  options: {
    remark: { type: 'string', value: 'TEXT', help: 'what else readers of the figures must know' },
  },
  run: async ({ options: { out, remark }, args: [from] }) => {
    if (from === undefined || out === undefined) {
      throw new UsageError(
        'Cannot keep a result: which one, or where, is not said',
        'Name both: run/result.json --out results/methods.json.',
      );
    }
    const result = decodeResult(await readFileText(from), from);
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
