import { Button } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { useFaultText } from '../../components/fault-text.ts';
import classes from './submission-notice.module.css';
import type { FailedSubmission, Submission } from './submission.ts';

/** Pictures that are still on their way, and those that were not taken in. */
export function SubmissionNotice({ submission }: { readonly submission: Submission }) {
  const t = useTranslations('inspect.sending');
  const { waiting, isBusy, failed } = submission;
  const isTold = isBusy || waiting > 1;
  return (
    <div className={classes.notices} aria-live="polite">
      {isTold && (
        <p className={classes.notice} data-tone={isBusy ? 'unjudged' : 'waiting'}>
          {isBusy ? t('busy', { count: waiting }) : t('waiting', { count: waiting })}
        </p>
      )}
      {failed.map((one) => (
        <Failed key={one.key} failed={one} />
      ))}
    </div>
  );
}

function Failed({ failed }: { readonly failed: FailedSubmission }) {
  const t = useTranslations('inspect.sending');
  const { title, text } = useFaultText(failed.error);
  return (
    <p className={classes.notice} data-tone="error">
      <span>
        <strong>{t('failed', { name: failed.name })}</strong> {title}. {text}
      </span>
      <Button size="xs" variant="default" onClick={failed.retry}>
        {t('retry')}
      </Button>
    </p>
  );
}
