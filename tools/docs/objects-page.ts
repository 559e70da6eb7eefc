import { z } from 'zod';
import { outcome } from '../../studies/tray-naming.ts';
import { plainTable } from './plain-table.ts';
import { replaceBetween } from './replace-between.ts';

const traysSchema = z.object({ runs: z.array(outcome).min(1) });

/** docs/objects.md with what judging trays was worth. */
export function objectsPage(text: string, trays: string): string {
  const { runs } = traysSchema.parse(JSON.parse(trays));
  const table = plainTable(
    [
      'parts on trays',
      'counted right',
      'of these with some that touch',
      'defective named',
      'above all good ones of the tray',
      'defective that touch named',
      'good ones named too',
      'of these that touch',
      'confirmed: defective named',
      'good ones named too',
    ],
    runs.map(({ kind, confirmed, ...run }) => [
      kind,
      `${run.countedRight} of ${run.trays}`,
      `${run.touchingCountedRight} of ${run.touchingTrays}`,
      `${run.named} of ${run.defective}`,
      `${run.ranked} of ${run.defective}`,
      `${run.touchingNamed} of ${run.defectiveTouching}`,
      `${run.wronglyNamed} of ${run.good}`,
      `${run.touchingWronglyNamed} of ${run.goodTouching}`,
      confirmed === null ? '–' : `${confirmed.named} of ${confirmed.defective}`,
      confirmed === null ? '–' : `${confirmed.wronglyNamed} of ${confirmed.good}`,
    ]),
  );
  return replaceBetween(text, { page: 'docs/objects.md', name: 'trays' }, table);
}
