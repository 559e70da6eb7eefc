import { useQuery } from '@tanstack/react-query';
import { useApi } from './api.tsx';
import { keys } from './query-keys.ts';

/**
 * Where a version of a part looks; its data are null for whole pictures. A version never changes, so it is asked for once.
 *
 * @param partId - Null of a part that is not there yet.
 * @param version - Null where none judges, or judged.
 */
export function useLookArea(partId: string | null, version: number | null) {
  const { parts } = useApi();
  return useQuery({
    queryKey: keys.lookArea(partId ?? '', version ?? 0),
    queryFn: async ({ signal }) => parts.lookArea(partId ?? '', version ?? 0, signal),
    enabled: partId !== null && version !== null,
    staleTime: Infinity,
  });
}
