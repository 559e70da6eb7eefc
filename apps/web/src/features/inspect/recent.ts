import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { useApi } from '../../app/api.tsx';
import { useInspections } from '../../app/live.tsx';
import { keys } from '../../app/query-keys.ts';
import type { InspectionSummary } from '../../ports/inspection-api.ts';
import { merged } from './merged-results.ts';

/** The last results of a part. */
export interface RecentResults {
  /** The newest first. */
  readonly results: readonly InspectionSummary[];
  readonly isLoading: boolean;
  readonly error: unknown;
  readonly retry: () => void;
  /** Takes in what was just made here, before it comes by the line. */
  readonly add: (inspection: InspectionSummary) => void;
}

/** The last results of a part, kept up to date as they are made. */
export function useRecent(partId: string | null): RecentResults {
  const { inspections } = useApi();
  const client = useQueryClient();
  const query = useQuery({
    queryKey: keys.recent(partId),
    queryFn: async ({ signal }) =>
      (await inspections.list({ partId: partId ?? undefined }, null, signal)).items,
    enabled: partId !== null,
  });
  const add = useCallback(
    (inspection: InspectionSummary) => {
      if (inspection.partId !== partId) return;
      client.setQueryData<readonly InspectionSummary[]>(keys.recent(partId), (all = []) =>
        merged(all, inspection),
      );
    },
    [client, partId],
  );
  useInspections(add);
  const retry = useCallback(() => {
    void query.refetch();
  }, [query]);
  return {
    results: query.data ?? [],
    isLoading: query.isLoading,
    error: query.error,
    retry,
    add,
  };
}

/** Which result is shown: the newest that was judged, or one that somebody chose to look at. */
export function useShown(results: readonly InspectionSummary[]): {
  readonly shown: InspectionSummary | null;
  readonly isPinned: boolean;
  readonly pin: (id: string | null) => void;
} {
  const [pinned, pin] = useState<string | null>(null);
  const chosen = results.find(({ id }) => id === pinned);
  const newest = results.find(({ outcome }) => outcome !== 'waiting') ?? results[0];
  return { shown: chosen ?? newest ?? null, isPinned: chosen !== undefined, pin };
}
