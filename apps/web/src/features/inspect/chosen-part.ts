import { useLocalStorage } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useApi } from '../../app/api.tsx';
import { keys } from '../../app/query-keys.ts';
import type { PartSummary } from '../../ports/parts-api.ts';

/** The part that is inspected at this screen. */
export interface ChosenPart {
  readonly parts: readonly PartSummary[];
  /** Null while none judges. */
  readonly part: PartSummary | null;
  readonly choose: (id: string) => void;
  readonly isLoading: boolean;
  readonly error: unknown;
  readonly retry: () => void;
}

/** The part that was last chosen on this screen, or the first that judges. */
export function useChosenPart(): ChosenPart {
  const { parts } = useApi();
  const [id, choose] = useLocalStorage<string | null>({
    key: 'fewgood-part',
    defaultValue: null,
    getInitialValueInEffect: false,
  });
  const query = useQuery({
    queryKey: keys.parts,
    queryFn: async ({ signal }) => parts.list(signal),
  });
  const judging = (query.data ?? []).filter(({ activeVersion }) => activeVersion !== null);
  return {
    parts: judging,
    part: judging.find((part) => part.id === id) ?? judging[0] ?? null,
    choose,
    isLoading: query.isLoading,
    error: query.data === undefined ? query.error : null,
    retry: () => {
      void query.refetch();
    },
  };
}
