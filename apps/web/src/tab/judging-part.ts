import { Fault } from '../ports/fault.ts';
import type { PartRecord } from './records.ts';
import type { Tab } from './tab.ts';
import type { JudgingPart } from './tab-engine.ts';

/**
 * The version of a part that judges.
 *
 * @throws {@link Fault} if none does.
 */
export async function judgingPart({ store }: Tab, id: string): Promise<JudgingPart> {
  const part = await store.part(id);
  if (part.active !== null) return versionToJudge({ store }, part, part.active);
  throw new Fault('refused', 'Cannot judge the picture: no version of its part is active.', {
    code: 'CONFLICT',
    remedy: 'Activate a version.',
  });
}

/** A version of a part, to judge by. */
export function versionToJudge(
  { store }: Pick<Tab, 'store'>,
  part: PartRecord,
  number: number,
): JudgingPart {
  const { facts } = part.versions.find((one) => one.number === number) ?? {};
  return {
    key: `${part.id} ${String(number)}`,
    number,
    name: part.name,
    models: facts?.models ?? [],
    read: async () => store.partFile(part.id, number),
  };
}
