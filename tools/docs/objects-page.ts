import { z } from 'zod';
import { outcome } from '../../studies/tray-naming.ts';
import { plainTable } from './plain-table.ts';
import { replaceBetween } from './replace-between.ts';

const traysSchema = z.object({ runs: z.array(outcome).min(1) });

/** Results of trays as they stand in files. */
interface TrayResults {
  /** Of drawn parts, and of trays of real pictures whose seams showed. */
  readonly trays: string;
  /** Of such trays as they are composed today. */
  readonly composed: string;
}

/** docs/objects.md with what judging trays was worth. */
export function objectsPage(text: string, { trays, composed }: TrayResults): string {
  const { runs: faded } = traysSchema.parse(JSON.parse(composed));
  const { runs: former } = traysSchema.parse(JSON.parse(trays));
  const again = new Set(faded.map(({ kind }) => kind));
  const named = former.map((run) =>
    again.has(run.kind) ? { ...run, kind: `${run.kind}, seams showing` } : run,
  );
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
    [...named, ...faded].map(({ kind, confirmed, ...run }) => [
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
