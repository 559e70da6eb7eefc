import { Tabs } from '@mantine/core';
import { IconChecklist } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { useApi } from '../../app/api.tsx';
import { keys } from '../../app/query-keys.ts';
import type { PartSummary } from '../../ports/parts-api.ts';
import type { ReviewApi } from '../../ports/review-api.ts';
import { ChosenPartPage } from '../inspect/chosen-part-page.tsx';
import { DecisionList } from './decision-list.tsx';
import { PartChanges } from './part-changes.tsx';
import { ReviewDesk } from './review-desk.tsx';
import classes from './review-page.module.css';
import type { ReviewSearch } from './review-search.ts';

/** Verdicts to be looked at by people, and what comes of it. */
export function ReviewPage() {
  const { reviews } = useApi();
  return (
    <ChosenPartPage texts="review" icon={IconChecklist}>
      {(part) => reviews !== null && <PartReview key={part.id} part={part} reviews={reviews} />}
    </ChosenPartPage>
  );
}

function PartReview({
  part,
  reviews,
}: {
  readonly part: PartSummary;
  readonly reviews: ReviewApi;
}) {
  const t = useTranslations('review');
  const { tab = 'queue', kind } = useSearch({ from: '/shell/review' });
  const navigate = useNavigate({ from: '/review' });
  const go = (search: ReviewSearch) => {
    void navigate({ search, replace: true });
  };
  const { data: counts } = useQuery({
    queryKey: keys.reviewCounts(part.id),
    queryFn: async ({ signal }) => reviews.counts(part.id, signal),
  });
  const open = Object.values(counts?.byKind ?? {}).reduce((sum, count) => sum + count, 0);
  return (
    <>
      <PartChanges part={part} reviews={reviews} />
      <Tabs
        value={tab}
        keepMounted={false}
        onChange={(next) => {
          const wanted = (['queue', 'decisions', 'regressions'] as const).find((v) => v === next);
          go({ tab: wanted });
        }}
      >
        <Tabs.List className={classes.tabs}>
          <Tabs.Tab value="queue">{t('tab.queue', { count: open })}</Tabs.Tab>
          <Tabs.Tab value="decisions">{t('tab.decisions')}</Tabs.Tab>
          <Tabs.Tab value="regressions">
            {t('tab.regressions', { count: counts?.regressions ?? 0 })}
          </Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="queue">
          <ReviewDesk
            key={kind}
            partId={part.id}
            kind={kind}
            counts={counts?.byKind}
            onKind={(next) => {
              go({ tab, kind: next });
            }}
          />
        </Tabs.Panel>
        <Tabs.Panel value="decisions">
          <DecisionList partId={part.id} />
        </Tabs.Panel>
        <Tabs.Panel value="regressions">
          <DecisionList partId={part.id} decision="defect" />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}
