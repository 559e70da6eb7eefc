import * as z from 'zod';
import { paritySchema } from '../../studies/browser/parity.ts';
import { plainTable } from './plain-table.ts';
import { replaceBetween } from './replace-between.ts';

const resultSchema = z.looseObject({ sets: z.array(paritySchema) });

/**
 * docs/browser.md with what `studies/browser-parity.ts` found.
 *
 * @param result - The text of results/browser-parity.json.
 */
export function browserPage(text: string, result: string): string {
  const { sets } = resultSchema.parse(JSON.parse(result));
  return replaceBetween(text, { page: 'docs/browser.md', name: 'parity' }, parityTable(sets));
}

function parityTable(sets: z.infer<typeof resultSchema>['sets']): string {
  const rows = sets.map(({ name, judged, comparisons, acrossParts, banks }) => {
    const all = [...comparisons, acrossParts];
    const largest = (list: typeof all): string =>
      Math.max(...list.map(({ largestDifference }) => largestDifference)).toExponential(1);
    const sum = (of: 'flipped' | 'nearThreshold'): string =>
      String(new Set(all.flatMap((one) => one[of].map(({ picture }) => picture))).size);
    const sameRows = Math.min(...banks.map((bank) => bank.sameRows));
    const radius = Math.max(...banks.map((bank) => Math.abs(bank.coveringRadius - 1)));
    return [
      name,
      String(judged),
      largest(comparisons),
      largest([acrossParts]),
      sum('flipped'),
      sum('nearThreshold'),
      `${(100 * sameRows).toFixed(2)} %`,
      radius.toExponential(1),
    ];
  });
  const head = [
    'set',
    'pictures',
    'one part, both sides',
    'parts of both sides',
    'other verdicts',
    'near the threshold',
    'same rows',
    'covering radius',
  ];
  return plainTable(head, rows);
}
