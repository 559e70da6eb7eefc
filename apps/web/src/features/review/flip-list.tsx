import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { keys } from '../../app/query-keys.ts';
import { Picture } from '../../components/picture.tsx';
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
          <li key={inspection.id}>
            <Link to="/inspections/$id" params={{ id: inspection.id }}>
              <span className={classes.picture}>
                <Picture address={inspection.picture} />
              </span>
              <span className={classes.name}>{inspection.name}</span>
            </Link>
            <span className={classes.change}>
              <VerdictBadge outcome={from} />
              <span aria-hidden="true">→</span>
              <span className="visually-hidden">{t('becomes')}</span>
              <VerdictBadge outcome={to} />
            </span>
          </li>
        ))}
      </ul>
      {query.hasNextPage && (
        <Button
          variant="default"
          loading={query.isFetchingNextPage}
          onClick={() => {
            void query.fetchNextPage();
          }}
        >
          {t('more')}
        </Button>
      )}
    </section>
  );
}
