import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { keys } from '../../app/query-keys.ts';
import { InspectionTile } from '../../components/inspection-tile.tsx';
import { MoreButton } from '../../components/more-button.tsx';
import { VerdictBadge } from '../../components/verdict-badge.tsx';
import type { Proposal, ReviewApi } from '../../ports/review-api.ts';
import classes from './flip-list.module.css';

/** Past verdicts that would be others, as pictures. */
export function FlipList({
  proposal: { id, flips },
  reviews,
}: {
  readonly proposal: Proposal;
  readonly reviews: ReviewApi;
}) {
  const t = useTranslations('review.flips');
  const query = useInfiniteQuery({
    queryKey: keys.flips(id),
    queryFn: async ({ pageParam, signal }) => reviews.flips(id, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    enabled: flips > 0,
  });
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section aria-label={t('label')}>
      <h3 className={classes.title}>{t('title', { count: flips })}</h3>
      <ul className={classes.flips}>
        {items.map(({ from, to, inspection }) => (
          <InspectionTile key={inspection.id} inspection={inspection}>
            <span className={classes.change}>
              <VerdictBadge outcome={from} />
              <span aria-hidden="true">→</span>
              <span className="visually-hidden">{t('becomes')}</span>
              <VerdictBadge outcome={to} />
            </span>
          </InspectionTile>
        ))}
      </ul>
      <MoreButton query={query}>{t('more')}</MoreButton>
    </section>
  );
}
