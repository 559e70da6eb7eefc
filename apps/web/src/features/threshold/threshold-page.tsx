import { Select } from '@mantine/core';
import { IconAdjustmentsHorizontal } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { useApi } from '../../app/api.tsx';
import { keys } from '../../app/query-keys.ts';
import { PageHead } from '../../components/page-head.tsx';
import { EmptyState, FailureState, LoadingState } from '../../components/states.tsx';
import { useChosenPart } from '../inspect/chosen-part.ts';
import { ThresholdDesk } from './threshold-desk.tsx';
import classes from './threshold-page.module.css';

/** The threshold with eyes open: what it does to good pictures, and to what was inspected. */
export function ThresholdPage() {
  const t = useTranslations('threshold');
  const chosen = useChosenPart();
  const { parts, part, choose } = chosen;
  return (
    <>
      <PageHead title={t('title')} lead={t('lead')}>
        {part !== null && (
          <Select
            className={classes.part}
            aria-label={t('part')}
            value={part.id}
            allowDeselect={false}
            data={parts.map(({ id, name }) => ({ value: id, label: name }))}
            onChange={(id) => {
              if (id !== null) choose(id);
            }}
          />
        )}
      </PageHead>
      {chosen.isLoading && <LoadingState />}
      {chosen.error !== null && <FailureState error={chosen.error} onRetry={chosen.retry} />}
      {part !== null && <PartThreshold key={part.id} partId={part.id} />}
      {!chosen.isLoading && chosen.error === null && part === null && (
        <EmptyState icon={IconAdjustmentsHorizontal} title={t('none.title')}>
          {t('none.text')}
        </EmptyState>
      )}
    </>
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
