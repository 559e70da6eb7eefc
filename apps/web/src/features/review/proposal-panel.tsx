import { Alert, Button, Checkbox, Progress, TextInput } from '@mantine/core';
import { IconAlertTriangle, IconArrowBackUp, IconCheck, IconX } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import { keys } from '../../app/query-keys.ts';
import { useSession } from '../../app/session.tsx';
import { isRegression } from '../../ports/fault.ts';
import type { Application, Proposal, ReviewApi } from '../../ports/review-api.ts';
import { ConflictNotice } from './conflict-notice.tsx';
import { FlipList } from './flip-list.tsx';
import { HeldPictures } from './held-pictures.tsx';
import classes from './proposal-panel.module.css';
import { RegressionList } from './regression-list.tsx';

interface PanelProps {
  readonly proposal: Proposal;
  readonly reviews: ReviewApi;
}

/** A version that somebody thinks of making: how far it is, what it would change, and whether it is to judge. */
export function ProposalPanel({ proposal, reviews }: PanelProps) {
  const t = useTranslations('review.proposal');
  const { state, version, error } = proposal;
  if (state === 'waiting' || state === 'running') {
    return <RunningProposal proposal={proposal} reviews={reviews} />;
  }
  if (state === 'failed') {
    return (
      <Alert role="alert" color="red" icon={<IconAlertTriangle size={18} />} title={t('failed')}>
        {error !== null && `${error.message}. ${error.remedy}`}
      </Alert>
    );
  }
  if (state === 'held') return <HeldPictures proposal={proposal} reviews={reviews} />;
  if (state === 'applied') {
    return (
      <div className={classes.panel}>
        <Alert role="status" color="green" icon={<IconCheck size={18} />}>
          {t('applied', { version: version ?? 0, base: proposal.base })}
        </Alert>
        <Decide proposal={proposal} reviews={reviews} />
      </div>
    );
  }
  return (
    <div className={classes.panel}>
      <Findings proposal={proposal} />
      <FlipList proposal={proposal} reviews={reviews} />
      <Decide proposal={proposal} reviews={reviews} />
    </div>
  );
}

function RunningProposal({ proposal, reviews }: PanelProps) {
  const t = useTranslations('review.proposal');
  const { can } = useSession();
  const cancel = useProposalWork(async () => reviews.cancel(proposal.id));
  const percent = Math.round(100 * (proposal.progress ?? 0));
  return (
    <div className={classes.running} role="status">
      <span>{t('running')}</span>
      <Progress
        className={classes.progress}
        aria-label={t('running')}
        value={percent}
        striped={proposal.progress === null}
        animated={proposal.progress === null}
      />
      {can('engineer') && (
        <Button
          variant="default"
          leftSection={<IconX size={16} />}
          loading={cancel.isPending}
          onClick={() => {
            cancel.mutate();
          }}
        >
          {t('cancel')}
        </Button>
      )}
      <ConflictNotice error={cancel.error} />
    </div>
  );
}

/** What is done to a proposal; whatever came of it, all is asked for again. */
function useProposalWork(work: () => Promise<unknown>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: work,
    onSettled: async () => {
      await client.invalidateQueries({ queryKey: keys.reviews });
      await client.invalidateQueries({ queryKey: keys.parts });
    },
  });
}

function Findings({ proposal: { findings, change } }: Pick<PanelProps, 'proposal'>) {
  const t = useTranslations('review.proposal');
  const format = useFormatter();
  if (findings === null) return null;
  const score = (value: number | null) =>
    value === null ? t('unknown') : format.number(value, { maximumSignificantDigits: 4 });
  const { from, to, falseRejectBound, taken, repeated, replayed, anew, unknown } = findings;
  const bound = format.number(falseRejectBound, { style: 'percent', maximumSignificantDigits: 2 });
  return (
    <div className={classes.findings}>
      <h3>{t('title')}</h3>
      <p>
        <strong>{t('threshold', { from: score(from), to: score(to) })}</strong>{' '}
        {t('bound', { bound })}
      </p>
      {change.kind === 'calibration' && <p>{t('taken', { count: taken.length })}</p>}
      {repeated.map(({ name, of }) => (
        <p key={name}>{t('repeated', { name, of })}</p>
      ))}
      <p>
        {t(anew ? 'anew' : 'kept', { count: replayed })}{' '}
        {unknown > 0 && t('unknownCount', { count: unknown })}
      </p>
    </div>
  );
}

/** Applies a proposal or lets it be; takes one back that was applied. */
function Decide({ proposal, reviews }: PanelProps) {
  const t = useTranslations('review.proposal');
  const { can } = useSession();
  const [application, setApplication] = useState<Application>({ reason: '', override: false });
  const isApplied = proposal.state === 'applied';
  const apply = useProposalWork(async () =>
    isApplied
      ? reviews.takeBack(proposal.id, application)
      : reviews.apply(proposal.id, application),
  );
  const discard = useProposalWork(async () => reviews.cancel(proposal.id));
  const broken = isApplied ? [] : (proposal.findings?.broken ?? []);
  const isBlocked = broken.length > 0 || isRegression(apply.error);
  const isReady = !isBlocked || isReasoned(application);
  if (!can('engineer')) return <p>{t('engineer')}</p>;
  return (
    <div className={classes.panel}>
      <RegressionList broken={broken} />
      <ConflictNotice error={apply.error ?? discard.error} />
      {isBlocked && <Override application={application} onChange={setApplication} />}
      <div className={classes.actions}>
        <Button
          {...(isApplied ? TAKE_BACK : APPLY)}
          loading={apply.isPending}
          disabled={!isReady}
          onClick={() => {
            apply.mutate();
          }}
        >
          {isApplied ? t('takeBack', { version: proposal.base }) : t('apply')}
        </Button>
        {!isApplied && (
          <Button
            variant="default"
            loading={discard.isPending}
            onClick={() => {
              discard.mutate();
            }}
          >
            {t('discard')}
          </Button>
        )}
      </div>
    </div>
  );
}

const APPLY = { variant: 'filled', leftSection: <IconCheck size={18} /> };
const TAKE_BACK = { variant: 'default', leftSection: <IconArrowBackUp size={18} /> };

/** Why a version is to judge in spite of regression pictures. */
function Override({
  application,
  onChange,
}: {
  readonly application: Application;
  readonly onChange: (application: Application) => void;
}) {
  const t = useTranslations('review.proposal');
  const { override, reason } = application;
  return (
    <>
      <Checkbox
        label={t('override')}
        checked={override}
        onChange={({ currentTarget }) => {
          onChange({ reason, override: currentTarget.checked });
        }}
      />
      {override && (
        <TextInput
          label={t('reason')}
          required
          value={reason}
          maxLength={2000}
          onChange={({ currentTarget }) => {
            onChange({ override, reason: currentTarget.value });
          }}
        />
      )}
    </>
  );
}

function isReasoned({ override, reason }: Application): boolean {
  return override && reason.trim() !== '';
}
