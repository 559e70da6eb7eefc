import { useTranslations } from 'use-intl';
import { toneOf } from '../app/outcome.ts';
import type { Outcome, Reason } from '../ports/inspection-api.ts';
import classes from './reason-list.module.css';
import { useDoubtText, useReasonText } from './reason-text.ts';

/** Why a verdict is not what the score alone would say, in words, each with what to do. */
export function ReasonList({
  reasons,
  outcome,
}: {
  readonly reasons: readonly Reason[];
  readonly outcome: Outcome;
}) {
  const textOf = useReasonText();
  return <Reasons texts={reasons.map(textOf)} outcome={outcome} />;
}

/** What is doubtful about golden samples, each with what to do. */
export function DoubtList({ doubts }: { readonly doubts: readonly Reason[] }) {
  const textOf = useDoubtText();
  return <Reasons texts={doubts.map(textOf)} outcome="cannot judge" />;
}

function Reasons({
  texts,
  outcome,
}: {
  readonly texts: readonly {
    readonly title: string;
    readonly message: string;
    readonly remedy: string;
  }[];
  readonly outcome: Outcome;
}) {
  const t = useTranslations('reasons');
  if (texts.length === 0) return null;
  return (
    <ul className={classes.reasons} data-tone={toneOf(outcome)} aria-label={t('label')}>
      {texts.map(({ title, message, remedy }) => (
        <li key={title + message}>
          <strong>{title}</strong>
          {message !== '' && <p>{message}</p>}
          {remedy !== '' && <p className={classes.remedy}>{remedy}</p>}
        </li>
      ))}
    </ul>
  );
}
