import type { Station } from '@fewgood/station';

/** Rows that are asked for at once. */
const PAGE = 100;

/** The parts that a station can judge now. */
export interface PartNames {
  readonly list: () => Promise<string[]>;
  readonly has: (name: string) => Promise<boolean>;
}

/** Names of the parts of a station that have a version which judges, and are not archived, in their order. */
export function partNamesOf({ parts }: Pick<Station, 'parts'>): PartNames {
  const list = async (): Promise<string[]> => {
    const names: string[] = [];
    let cursor: string | null | undefined;
    do {
      const { items, next } = await parts.page({ limit: PAGE, cursor: cursor ?? undefined });
      const ready = items.filter(({ archivedAt, activeVersion }) => {
        return archivedAt === null && activeVersion !== null;
      });
      names.push(...ready.map(({ name }) => name));
      cursor = next;
    } while (cursor !== null);
    return names;
  };
  return { list, has: async (name) => (await list()).includes(name) };
}
