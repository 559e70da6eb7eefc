import { useTranslations } from 'use-intl';
import { toneOf } from '../app/outcome.ts';
import type { Outcome } from '../ports/inspection-api.ts';
import classes from './verdict-badge.module.css';
import { VerdictSign } from './verdict-sign.tsx';

/** Words of more letters are set smaller, so that they fit. */
const LONG = 8;

/** What became of a picture, by colour, shape and word; `plate` is read from across the room. */
export function VerdictBadge({
  outcome,
  size = 'line',
}: {
  readonly outcome: Outcome;
  readonly size?: 'line' | 'plate';
}) {
  const t = useTranslations('verdict');
  const tone = toneOf(outcome);
  const word = t(tone);
  if (size === 'line') {
    return (
      <span className={classes.line} data-tone={tone}>
        <VerdictSign tone={tone} />
        <span>{word}</span>
      </span>
    );
  }
  return (
    <span className={classes.room}>
      <span className={classes.plate} data-tone={tone} data-long={word.length > LONG || undefined}>
        <VerdictSign tone={tone} />
        <span>{word}</span>
      </span>
    </span>
  );
}
