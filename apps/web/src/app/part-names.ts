import { useQuery } from '@tanstack/react-query';
import { useApi } from './api.tsx';
import { keys } from './query-keys.ts';

/** Tells the name of a part by its id; the id itself until names are there. */
export function usePartNames(): (id: string) => string {
  const { parts } = useApi();
  const { data = [] } = useQuery({
    queryKey: keys.parts,
    queryFn: async ({ signal }) => parts.list(signal),
  });
  const names = new Map(data.map(({ id, name }) => [id, name]));
  return (id) => names.get(id) ?? id;
}
