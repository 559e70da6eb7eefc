import { compareWithPublished } from '../../src/evaluation/compare/comparison.ts';
import {
  decodeCell,
  decodeResult,
  encodeCell,
  encodeResult,
} from '../../src/evaluation/results/result-file.ts';
import { decodeHead, encodeHead } from '../../src/evaluation/run/run-head.ts';
import { runTables } from '../../src/evaluation/run/run-tables.ts';
import { toMarkdown } from '../../src/evaluation/tables/markdown.ts';
import type { Random } from '../../src/random.ts';
import { sampleResult } from '../helpers/evaluation-sample.ts';
import { mutate } from './mutate.ts';
import { mutateJson } from './mutate-json.ts';
import { type FuzzTarget, readOrRefuse } from './target.ts';

/** Damaged files of evaluations: refused, or something that tables can be made of. */
export function resultTarget(): FuzzTarget {
  const result = sampleResult();
  const [cell] = result.cells;
  const set = { category: 'mvtec/bottle', shots: 2, seed: 0, paths: ['a.png', 'b.png'] };
  const seeds = [
    ['result', encodeResult(result), readResult],
    ['cell', encodeCell({ pictures: 'ab'.repeat(32), cell }), readCell],
    ['head', encodeHead({ result, supportSets: [set] }), readHead],
  ] as const;
  return {
    name: 'result',
    weight: 3,
    make: (random) => {
      const [seed, sound, decode] = seeds[random.below(seeds.length)];
      const text = damage(sound, random);
      const read = (): void => decode(text);
      return { seed, bytes: Buffer.from(text), read: () => readOrRefuse(read) };
    },
  };
}

function damage(sound: string, random: Random): string {
  if (random.below(3) > 0) return mutateJson(sound, random);
  const bytes = Buffer.from(sound);
  return new TextDecoder().decode(mutate(bytes, bytes, random));
}

function readResult(text: string): void {
  const result = decodeResult(text, 'result.json');
  decodeResult(encodeResult(result), 'result.json');
  for (const { table } of runTables(result)) toMarkdown(table);
  compareWithPublished({ file: 'result.json', result });
}

function readCell(text: string): void {
  encodeCell(decodeCell(text, 'cell.json'));
}

function readHead(text: string): void {
  encodeHead(decodeHead(text, 'run.json'));
}
