import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { useApi } from '../../app/api.tsx';
import { keys } from '../../app/query-keys.ts';
import type { Review } from '../../ports/review-api.ts';
import { ConflictNotice } from './conflict-notice.tsx';
import classes from './decision-notice.module.css';

/** How long the last decision can be taken back from any page, milliseconds; the list of decisions can at any time. */
const SHOWN = 12_000;

/** Says what was decided, with a way back. */
export function tellDecision(review: Review): void {
  // One at a time: the last decision is the one that somebody may be sorry for.
  const notice = {
    id: 'decision',
    message: <DecisionNotice key={review.id} review={review} />,
    autoClose: SHOWN,
    withCloseButton: false,
    // Away from what stands at the top of the pages.
    position: 'bottom-right' as const,
  };
  notifications.show(notice);
  notifications.update(notice);
}

function DecisionNotice({ review }: { readonly review: Review }) {
  const t = useTranslations('review');
  const { reviews } = useApi();
  const client = useQueryClient();
  const undo = useMutation({
    mutationFn: async () => reviews?.undo(review.id),
    onSuccess: () => {
      notifications.hide('decision');
    },
    onSettled: async () => client.invalidateQueries({ queryKey: keys.reviews }),
  });
  return (
    <div className={classes.notice}>
      <span>{t(`said.${review.decision}`, { name: review.inspection.name })}</span>
      <Button
        size="compact-sm"
        variant="default"
        loading={undo.isPending}
        onClick={() => {
          undo.mutate();
        }}
      >
        {t('undo')}
      </Button>
      <ConflictNotice error={undo.error} />
    </div>
  );
}
