import { Button } from '@mantine/core';
import { IconPlayerTrackNext } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { keys } from '../../app/query-keys.ts';
import { useSession } from '../../app/session.tsx';
import { Picture } from '../../components/picture.tsx';
import type { PartSummary } from '../../ports/parts-api.ts';
import type { Review, ReviewApi } from '../../ports/review-api.ts';
import { ConflictNotice } from './conflict-notice.tsx';
import classes from './part-changes.module.css';
import { ProposalPanel } from './proposal-panel.tsx';
import { isShown, useProposal } from './proposal-query.ts';

/** Pictures that are good after all and wait to join the calibration of a part, and what that would change. */
export function PartChanges({
  part,
  reviews,
}: {
  readonly part: PartSummary;
  readonly reviews: ReviewApi;
}) {
  const t = useTranslations('review.changes');
  const { can } = useSession();
  const client = useQueryClient();
  const { data } = useQuery({
    queryKey: keys.goodReviews(part.id),
    queryFn: async ({ signal }) =>
      reviews.list({ partId: part.id, decision: 'good', state: 'decided' }, null, signal),
  });
  const proposal = useProposal(part.id, 'calibration');
  const propose = useMutation({
    mutationFn: async (ids: readonly string[]) =>
      reviews.propose(part.id, part.activeVersion ?? 0, {
        kind: 'calibration',
        reviews: ids,
        accept: false,
      }),
    onSettled: async () => client.invalidateQueries({ queryKey: keys.reviews }),
  });
  const good = data?.items ?? [];
  const isOpen = isShown(proposal, part.activeVersion);
  if (good.length === 0 && !isOpen) return null;
  const isBusy = proposal?.state === 'waiting' || proposal?.state === 'running';
  return (
    <section className={classes.changes} aria-label={t('title')}>
      {good.length > 0 && (
        <div className={classes.good}>
          <GoodPictures good={good} />
          {can('engineer') && (
            <Button
              leftSection={<IconPlayerTrackNext size={18} />}
              loading={propose.isPending}
              disabled={isBusy}
              onClick={() => {
                propose.mutate(good.map(({ id }) => id));
              }}
            >
              {t('replay')}
            </Button>
          )}
        </div>
      )}
      <ConflictNotice error={propose.error} />
      {proposal !== null && isOpen && (
        <ProposalPanel key={proposal.id} proposal={proposal} reviews={reviews} />
      )}
    </section>
  );
}

/** Pictures that are shown. */
const SHOWN = 6;

function GoodPictures({ good }: { readonly good: readonly Review[] }) {
  const t = useTranslations('review.changes');
  return (
    <>
      <ul>
        {good.slice(0, SHOWN).map(({ id, inspection }) => (
          <li key={id} title={inspection.name}>
            <Picture address={inspection.thumbnail} />
          </li>
        ))}
      </ul>
      <p>{t('good', { count: good.length })}</p>
    </>
  );
}
