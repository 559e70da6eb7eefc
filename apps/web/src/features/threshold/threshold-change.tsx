import { Button } from '@mantine/core';
import { IconPlayerTrackNext } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useFormatter, useTranslations } from 'use-intl';
import { keys } from '../../app/query-keys.ts';
import { useSession } from '../../app/session.tsx';
import { ConflictNotice } from '../review/conflict-notice.tsx';
import { ProposalPanel } from '../review/proposal-panel.tsx';
import { isShown, useProposal } from '../review/proposal-query.ts';
import classes from './threshold-change.module.css';
import type { Reviewed } from './threshold-desk.tsx';

/** Sets a threshold: what it changes is looked at before it judges. */
export function ThresholdChange({
  threshold,
  own,
  version,
  reviewed: { reviews, partId },
}: {
  readonly threshold: number;
  readonly own: number;
  readonly version: number;
  readonly reviewed: Reviewed;
}) {
  const t = useTranslations('threshold.change');
  const format = useFormatter();
  const { can } = useSession();
  const client = useQueryClient();
  const proposal = useProposal(partId, 'threshold');
  const propose = useMutation({
    mutationFn: async () => reviews.propose(partId, version, { kind: 'threshold', threshold }),
    onSettled: async () => client.invalidateQueries({ queryKey: keys.reviews }),
  });
  return (
    <section className={classes.change} aria-label={t('title')}>
      {can('engineer') && (
        <div className={classes.ask}>
          <p>{t('text')}</p>
          <Button
            leftSection={<IconPlayerTrackNext size={18} />}
            disabled={threshold === own || threshold === 0}
            loading={propose.isPending}
            onClick={() => {
              propose.mutate();
            }}
          >
            {t('replay', {
              threshold: format.number(threshold, { maximumSignificantDigits: 4 }),
            })}
          </Button>
        </div>
      )}
      <ConflictNotice error={propose.error} />
      {proposal !== null && isShown(proposal, version) && (
        <ProposalPanel key={proposal.id} proposal={proposal} reviews={reviews} />
      )}
    </section>
  );
}
