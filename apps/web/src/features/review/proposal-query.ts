import { useQuery } from '@tanstack/react-query';
import { useApi } from '../../app/api.tsx';
import { keys } from '../../app/query-keys.ts';
import type { ProposedChange, Proposal } from '../../ports/review-api.ts';

/** How often one that runs is looked at where no live event says so, milliseconds. */
const LOOK_EVERY = 1500;

/** The newest proposal of a kind for a part; null while there is none. */
export function useProposal(partId: string, kind: ProposedChange['kind']): Proposal | null {
  const { reviews } = useApi();
  const { data = [] } = useQuery({
    queryKey: keys.proposals(partId),
    queryFn: async ({ signal }) => reviews?.proposals(partId, signal) ?? [],
    refetchInterval: ({ state }) =>
      state.data?.some((one) => one.state === 'waiting' || one.state === 'running') === true
        ? LOOK_EVERY
        : false,
  });
  return data.find(({ change }) => change.kind === kind) ?? null;
}

/**
 * Whether a proposal is still of interest: nothing came of some, and one that was applied can be undone while
 * its version judges.
 */
export function isShown(proposal: Proposal | null, activeVersion: number | null): boolean {
  if (proposal === null) return false;
  const { state, version } = proposal;
  if (state === 'applied') return version === activeVersion;
  return state !== 'cancelled' && state !== 'discarded' && state !== 'undone';
}
