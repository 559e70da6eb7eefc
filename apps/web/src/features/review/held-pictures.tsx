import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { keys } from '../../app/query-keys.ts';
import { useSession } from '../../app/session.tsx';
import { useObjectionText } from './objection-text.ts';
import type { Proposal, ReviewApi } from '../../ports/review-api.ts';
import { ConflictNotice } from './conflict-notice.tsx';
import classes from './held-pictures.module.css';

/** Pictures that something stands against: somebody has to say that they are good all the same. */
export function HeldPictures({
  proposal: { id, partId, base, change, findings },
  reviews,
}: {
  readonly proposal: Proposal;
  readonly reviews: ReviewApi;
}) {
  const t = useTranslations('review.held');
  const { can } = useSession();
  const client = useQueryClient();
  const textOf = useObjectionText();
  const settle = { onSettled: async () => client.invalidateQueries({ queryKey: keys.reviews }) };
  const accept = useMutation({
    mutationFn: async () => {
      if (change.kind !== 'calibration') return;
      await reviews.cancel(id);
      await reviews.propose(partId, base, { ...change, accept: true });
    },
    ...settle,
  });
  const discard = useMutation({ mutationFn: async () => reviews.cancel(id), ...settle });
  return (
    <div className={classes.held} role="alert" data-tone="unjudged">
      <h3>{t('title', { count: findings?.held.length ?? 0 })}</h3>
      <p>{t('text')}</p>
      <ul>
        {findings?.held.map(({ name, objections }) => (
          <li key={name}>
            <strong>{name}</strong>
            {objections.map((objection) => (
              <span key={objection.code}>{textOf(objection)}</span>
            ))}
          </li>
        ))}
      </ul>
      <ConflictNotice error={accept.error ?? discard.error} />
      {can('engineer') && (
        <div className={classes.actions}>
          <Button
            loading={accept.isPending}
            onClick={() => {
              accept.mutate();
            }}
          >
            {t('accept')}
          </Button>
          <Button
            variant="default"
            loading={discard.isPending}
            onClick={() => {
              discard.mutate();
            }}
          >
            {t('leave')}
          </Button>
        </div>
      )}
    </div>
  );
}
