import { type ActivationCheck, activationCheck } from '@fewgood/station/statistics';
import type { Verdict } from 'fewgood';
import { Fault } from '../ports/fault.ts';
import type { Application, ProposalFindings } from '../ports/review-api.ts';
import { reasonOf } from './faults.ts';
import type { InspectionRecord } from './records.ts';
import { isDecided, standingOf } from './reviewed.ts';
import type { Tab } from './tab.ts';
import type { JudgingPart } from './tab-engine.ts';
import { detailOf } from './tab-inspections.ts';

/**
 * What a version says of a picture that is kept.
 *
 * @returns Undefined where the picture cannot be read.
 */
export async function verdictOf(
  { store, engine }: Tab,
  part: JudgingPart,
  { id, name }: InspectionRecord,
): Promise<Verdict | undefined> {
  try {
    const content = await store.inspectionPicture(id, 'picture');
    return (await engine.judge(part, { name, content })).inspection.verdict;
  } catch (error) {
    if (UNREADABLE.has(reasonOf(error).code)) return undefined;
    throw error;
  }
}

/** The picture is damaged, or another tab removed it meanwhile. */
const UNREADABLE: ReadonlySet<string> = new Set(['IMAGE_UNREADABLE', 'STORAGE_FAULT']);

/** The pictures of a part that none of its versions may pass: defects that somebody reported, the oldest first. */
async function regressionsOf({ store }: Tab, partId: string): Promise<readonly InspectionRecord[]> {
  const all = await store.inspections();
  return all.filter((one) => one.partId === partId && isDecided(one, 'defect')).toReversed();
}

/** Holds a version of a part against its regression pictures: each is judged by it. */
export async function checkRegressions(
  tab: Tab,
  partId: string,
  version: JudgingPart,
): Promise<Pick<ProposalFindings, 'broken' | 'regressions'>> {
  const records = await regressionsOf(tab, partId);
  const { broken } = await check(tab, version, records);
  const byId = new Map(records.map((record) => [record.id, record]));
  const shown = broken.map(async ({ id, name, verdict }) => {
    const record = byId.get(id);
    return record === undefined
      ? []
      : [{ id, name, verdict, inspection: await detailOf(tab, record) }];
  });
  return { broken: (await Promise.all(shown)).flat(), regressions: records.length };
}

/**
 * Lets no version judge that passes a defect which somebody reported, unless somebody says why.
 *
 * @throws {@link Fault} if a picture stands against it, and nobody overrides that with a reason.
 */
export async function assertStopsRegressions(
  tab: Tab,
  partId: string,
  version: JudgingPart,
  { reason, override }: Application,
): Promise<void> {
  const { mayActivate, broken } = await check(tab, version, await regressionsOf(tab, partId));
  if (mayActivate || (override && reason.trim() !== '')) return;
  const names = broken.map(({ name, verdict }) => `${name} (${verdict ?? 'not judged'})`);
  throw new Fault(
    'refused',
    `Cannot let version ${String(version.number)} judge: it does not stop ${names.join(', ')}.`,
    {
      code: 'REGRESSION',
      remedy: 'Learn the part better, or override it with a reason.',
      facts: { version: version.number, broken: broken.map(({ name }) => ({ name })) },
    },
  );
}

async function check(
  tab: Tab,
  version: JudgingPart,
  records: readonly InspectionRecord[],
): Promise<ActivationCheck> {
  const verdicts = new Map<string, Verdict>();
  for (const record of records) {
    const verdict = await verdictOf(tab, version, record);
    if (verdict !== undefined) verdicts.set(record.id, verdict);
  }
  const pictures = records.map((record) => {
    const name = standingOf(record)?.name ?? record.name;
    return { id: record.id, name, shows: 'defect' as const };
  });
  return activationCheck(pictures, verdicts);
}
