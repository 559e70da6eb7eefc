import { useQuery } from '@tanstack/react-query';
import type { StationConnection } from '../ports/connections-api.ts';
import { useApi } from './api.tsx';
import { keys } from './query-keys.ts';

/**
 * What the station is connected to. A change of the other side comes by the live line.
 *
 * @param every - Milliseconds after which it is asked again, for what changes otherwise.
 */
export function useConnections(every: number | false = false) {
  const { connections } = useApi();
  return useQuery({
    queryKey: keys.connections,
    queryFn: async ({ signal }) => connections?.list(signal) ?? [],
    enabled: connections !== null,
    refetchInterval: every,
  });
}

/** Whether the station is a line of a fleet, so that there are others to be seen. */
export function useIsInFleet(): boolean {
  const { data = [] } = useConnections();
  return data.some(({ kind, condition }) => kind === 'fleet' && condition !== 'off');
}

/** Connections that are lost, which is an alarm. */
export function useLostConnections(): readonly StationConnection[] {
  const { data = [] } = useConnections();
  return data.filter(({ condition }) => condition === 'down');
}
