import { IconAdjustmentsHorizontal } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useApi } from '../../app/api.tsx';
import { keys } from '../../app/query-keys.ts';
import { FailureState, LoadingState } from '../../components/states.tsx';
import { ChosenPartPage } from '../inspect/chosen-part-page.tsx';
import { ThresholdDesk } from './threshold-desk.tsx';

/** The threshold with eyes open: what it does to good pictures, and to what was inspected. */
export function ThresholdPage() {
  return (
    <ChosenPartPage texts="threshold" icon={IconAdjustmentsHorizontal}>
      {({ id }) => <PartThreshold key={id} partId={id} />}
    </ChosenPartPage>
  );
}

/** Inspections that are looked at, the newest first. */
const PAGES = 6;

function PartThreshold({ partId }: { readonly partId: string }) {
  const { parts, inspections, reviews } = useApi();
  const versions = useQuery({
    queryKey: keys.versions(partId),
    queryFn: async ({ signal }) => parts.versions(partId, signal),
  });
  const active = versions.data?.find(({ isActive }) => isActive);
  const judged = useQuery({
    queryKey: keys.judged(partId),
    queryFn: async ({ signal }) => {
      const items = [];
      let cursor: string | null = null;
      for (let page = 0; page < PAGES; page += 1) {
        const { items: some, next } = await inspections.list({ partId }, cursor, signal);
        items.push(...some);
        cursor = next;
        if (cursor === null) break;
      }
      return items;
    },
  });
  const known = useQuery({
    queryKey: keys.knownScores(partId),
    queryFn: async ({ signal }) => reviews?.scores(partId, signal) ?? null,
    enabled: reviews !== null,
  });
  const error = versions.error ?? judged.error ?? known.error;
  if (error !== null) {
    return (
      <FailureState
        error={error}
        onRetry={() => {
          void versions.refetch();
          void judged.refetch();
          void known.refetch();
        }}
      />
    );
  }
  if (active === undefined || judged.data === undefined) return <LoadingState />;
  if (reviews !== null && known.data === undefined) return <LoadingState />;
  // Scores of two versions cannot be compared.
  const own = judged.data.filter(({ version }) => version === active.number);
  const reviewed =
    reviews === null || known.data === undefined || known.data === null
      ? null
      : { reviews, partId, known: known.data };
  return (
    <ThresholdDesk key={active.number} version={active} inspections={own} reviewed={reviewed} />
  );
}
