import { useFormatter, useTranslations } from 'use-intl';
import { toneOf } from '../app/outcome.ts';
import type { InspectionDetail } from '../ports/inspection-api.ts';
import classes from './score-bar.module.css';

type Scored = Pick<InspectionDetail, 'outcome' | 'ratio' | 'score' | 'threshold' | 'provisional'>;

/** The end of the bar, times the threshold: what is beyond is drawn with an arrow. */
const END = 2;

/** A score against its threshold, which stands midway. */
export function ScoreBar({ inspection }: { readonly inspection: Scored }) {
  const t = useTranslations('score');
  const format = useFormatter();
  const { ratio, score, threshold, provisional } = inspection;
  const figure = (value: number) => format.number(value, { maximumSignificantDigits: 4 });
  return (
    <div className={classes.score} data-tone={toneOf(inspection.outcome)}>
      <svg
        className={classes.bar}
        viewBox="0 0 200 22"
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        <rect className={classes.ground} x="0" y="4" width="200" height="14" rx="3" />
        {ratio !== null && <path className={classes.fill} d={barPath(ratio)} />}
        <rect className={classes.mark} x="99" y="0" width="2" height="22" />
      </svg>
      <div className={classes.figures}>
        {ratio === null ? (
          <span>{t('unknown')}</span>
        ) : (
          <strong>{t('ratio', { ratio: format.number(ratio, ratioDigits(ratio)) })}</strong>
        )}
        <span className={classes.detail}>
          {score !== null &&
            threshold !== null &&
            t('detail', { score: figure(score), threshold: figure(threshold) })}
          {provisional && ` · ${t('provisional')}`}
        </span>
      </div>
    </div>
  );
}

/** A ratio near 1 keeps the digits that tell on which side of it it is. */
function ratioDigits(ratio: number) {
  const digits = Math.abs(ratio - 1) < 0.01 ? 4 : 2;
  return { minimumFractionDigits: digits, maximumFractionDigits: digits };
}

function barPath(ratio: number): string {
  if (ratio > END) return 'M0 4H190L200 11 190 18H0z';
  const width = (Math.max(ratio, 0) / END) * 200;
  return `M0 4H${width.toFixed(1)}V18H0z`;
}
