import { Fault } from '../ports/fault.ts';
import type { Activation } from '../ports/parts-api.ts';
import { versionToJudge } from './judging-part.ts';
import type { AppliedChange, PartRecord, VersionRecord } from './records.ts';
import { assertStopsRegressions } from './regression-gate.ts';
import type { Tab } from './tab.ts';

/** How a version came about. */
interface NewVersion
  extends
    Pick<VersionRecord, 'origin'>,
    Partial<Pick<VersionRecord, 'note' | 'preset' | 'warnings'>> {
  /** Of which change it was made: it judges at once, in place of the version that the change is of. */
  readonly change?: Omit<AppliedChange, 'version'>;
}

/**
 * Keeps a part file as the newest version of a part; its number.
 *
 * @throws {@link Fault} if another version judges than the change is of: then nothing is kept.
 */
export async function addVersion(
  { store, parts, channel }: Tab,
  id: string,
  bytes: Uint8Array,
  { change, ...kind }: NewVersion,
): Promise<number> {
  const { name } = await store.part(id);
  const { facts, support } = await parts.ask('describe', { part: bytes, name });
  return alone(`fewgood versions ${id}`, async () => {
    const { versions } = await store.part(id);
    const number = 1 + Math.max(0, ...versions.map((version) => version.number));
    const created = new Date().toISOString();
    const parent = change?.base ?? null;
    const plain = { note: null, preset: null, warnings: [], ...kind };
    const version: VersionRecord = { ...plain, number, parent, created, facts };
    try {
      await store.putPartFile(id, number, bytes);
      await store.putSupportPictures(id, number, support);
      await store.changePart(id, (part) => {
        const added = { ...part, versions: [...part.versions, version] };
        if (change === undefined) return added;
        assertExpected(part, change.base);
        const applied = [...part.applied, { ...change, version: number }];
        return { ...judgedBy(added, number), applied };
      });
    } catch (error) {
      // What no record names would take room for good.
      await store.removeVersion(id, number, support.length);
      throw error;
    }
    channel.partChanged();
    return number;
  });
}

/** Does some work while no other tab does the same. */
async function alone<T>(name: string, work: () => Promise<T>): Promise<T> {
  // Absent from pages that came by plain HTTP, whatever the types say.
  const locks = navigator.locks as LockManager | undefined;
  return locks === undefined ? work() : locks.request(name, work);
}

/**
 * Lets a version judge.
 *
 * @throws {@link Fault} if another one judges than is expected, or a regression picture stands against it.
 */
export async function activate(
  tab: Tab,
  id: string,
  version: number,
  { expected, ...application }: Activation,
): Promise<void> {
  const part = await tab.store.part(id);
  await assertStopsRegressions(tab, id, versionToJudge(tab, part, version), application);
  await tab.store.changePart(id, (now) => {
    assertExpected(now, expected);
    return judgedBy(now, version);
  });
  tab.channel.partChanged();
}

/**
 * Lets the version judge again that judged before.
 *
 * @throws {@link Fault} as {@link activate} does, or if there was none before.
 */
export async function rollBack(tab: Tab, id: string, expected: number | null): Promise<void> {
  const part = await tab.store.part(id);
  const version = versionToJudge(tab, part, lastBefore(part));
  await assertStopsRegressions(tab, id, version, { reason: '', override: false });
  await tab.store.changePart(id, (now) => {
    assertExpected(now, expected);
    return { ...now, active: lastBefore(now), before: now.before.slice(0, -1) };
  });
  tab.channel.partChanged();
}

function lastBefore({ before }: PartRecord): number {
  const last = before.at(-1);
  if (last !== undefined) return last;
  throw new Fault('refused', 'Cannot roll back: no other version judged before.');
}

/** A part by another version. */
function judgedBy(part: PartRecord, version: number): PartRecord {
  const { active } = part;
  if (active === version) return part;
  return { ...part, active: version, before: active === null ? [] : [...part.before, active] };
}

/** @throws {@link Fault} if another tab made another version judge meanwhile. */
export function assertExpected({ active }: PartRecord, expected: number | null): void {
  if (active === expected) return;
  const now = active === null ? 'none' : `version ${String(active)}`;
  throw new Fault('refused', `Cannot change which version judges: ${now} does by now.`, {
    code: 'CONFLICT',
    remedy: 'Look at the part again: another tab has changed it.',
    facts: { active },
  });
}
