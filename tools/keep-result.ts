/**
 * Keeps the result of a run in results/, for docs/results.md: without the points of PRO curves, which
 * only plots need, and whatever folder it wrote to called `run`, which decides no figure.
 *
 * Run: npx tsx tools/keep-result.ts RUN/result.json results/NAME.json ['what else readers must know']
 */
import { readFile, writeFile } from 'node:fs/promises';
import { decodeResult, encodeResult } from '../src/evaluation/results/result-file.ts';

const [from, to, remark] = process.argv.slice(2);
if (from === undefined || to === undefined) throw new Error('name a result and where to keep it');

const result = decodeResult(await readFile(from, 'utf8'), from);
const { provenance, dataset } = result;
const note = [dataset.note, remark].filter((text) => text).join('. ') || null;
await writeFile(
  to,
  encodeResult({
    ...result,
    provenance: {
      ...provenance,
      command: provenance.command.replaceAll(/--out \S+/g, '--out run'),
    },
    dataset: { ...dataset, note },
    cells: result.cells.map((cell) => ({ ...cell, proCurve: null })),
  }),
);
console.log(to);
