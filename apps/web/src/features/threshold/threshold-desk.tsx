import { Button, Slider } from '@mantine/core';
import { IconRestore } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import { largestScores } from '../../app/largest-scores.ts';
import type { InspectionSummary } from '../../ports/inspection-api.ts';
import type { PartVersion } from '../../ports/parts-api.ts';
import type { KnownScores, ReviewApi } from '../../ports/review-api.ts';
import { ThresholdClaimText } from '../learn/threshold-claim.tsx';
import { FlippedPictures } from './flipped-pictures.tsx';
import { histogramOf } from './histogram.ts';
import { HistogramChart } from './histogram-chart.tsx';
import { KnownEffects } from './known-effects.tsx';
import { ThresholdChange } from './threshold-change.tsx';
import classes from './threshold-desk.module.css';
import { ThresholdEffects } from './threshold-effects.tsx';

/** What people said of pictures, and who keeps it. */
export interface Reviewed {
  readonly reviews: ReviewApi;
  readonly partId: string;
  readonly known: KnownScores;
}

/**
 * A part's threshold, and what another one would do.
 *
 * @param reviewed - Null where nobody reviews; nothing is changed then.
 */
export function ThresholdDesk({
  version,
  inspections,
  reviewed,
}: {
  readonly version: PartVersion;
  readonly inspections: readonly InspectionSummary[];
  readonly reviewed: Reviewed | null;
}) {
  const t = useTranslations('threshold');
  const own = version.claim.threshold ?? 1;
  const [threshold, setThreshold] = useState(own);
  const good = useMemo(() => goodScores(version, reviewed), [version, reviewed]);
  const bad = reviewed?.known.bad ?? NONE;
  const scored = useMemo(() => inspections.filter(hasScore), [inspections]);
  const end = useMemo(
    () => endOf(own, [...good, ...bad, ...scoresOf(scored)]),
    [own, good, bad, scored],
  );
  const histogram = useMemo(
    () => histogramOf([scoresOf(scored), bad, good], end),
    [scored, bad, good, end],
  );
  const labels = useMemo(
    () => ({ good: t('good'), bad: t('bad'), inspected: t('inspected'), axis: t('axis') }),
    [t],
  );
  return (
    <div className={classes.desk}>
      <section className={classes.chart} aria-label={t('histogram')}>
        <p className={classes.legend}>
          <span data-set="inspected">{t('inspectedCount', { count: scored.length })}</span>
          <span data-set="good">{t('goodCount', { count: good.length })}</span>
          {bad.length > 0 && <span data-set="bad">{t('badCount', { count: bad.length })}</span>}
        </p>
        <HistogramChart histogram={histogram} threshold={threshold} labels={labels} />
        <ThresholdSlider threshold={threshold} own={own} end={end} onChange={setThreshold} />
      </section>
      {reviewed === null ? (
        <ThresholdEffects threshold={threshold} own={own} good={good} scored={scored} />
      ) : (
        <KnownEffects threshold={threshold} own={own} reviewed={reviewed} />
      )}
      <ThresholdClaimText claim={version.claim} />
      <div className={classes.changes}>
        {reviewed !== null && (
          <ThresholdChange
            threshold={threshold}
            own={own}
            version={version.number}
            reviewed={reviewed}
          />
        )}
        <FlippedPictures threshold={threshold} scored={scored} />
      </div>
    </div>
  );
}

const NONE: readonly number[] = [];

/** Of golden samples, each against the others, and of pictures that were confirmed since. */
function goodScores({ leaveOneOut, pictures, confirmed }: PartVersion, reviewed: Reviewed | null) {
  const since = reviewed?.known.good ?? scoresOf(confirmed);
  return [...scoresOf(largestScores(leaveOneOut, pictures)), ...since];
}

function scoresOf(list: readonly { readonly score: number }[]): number[] {
  return list.map(({ score }) => score);
}

function ThresholdSlider({
  threshold,
  own,
  end,
  onChange,
}: {
  readonly threshold: number;
  readonly own: number;
  readonly end: number;
  readonly onChange: (threshold: number) => void;
}) {
  const t = useTranslations('threshold');
  const format = useFormatter();
  return (
    <div className={classes.slider}>
      <Slider
        thumbLabel={t('slider')}
        min={0}
        max={end}
        step={end / 400}
        value={threshold}
        onChange={onChange}
        label={(value) => format.number(value, { maximumSignificantDigits: 4 })}
        marks={[{ value: own, label: t('own') }]}
      />
      <Button
        variant="subtle"
        leftSection={<IconRestore size={16} />}
        disabled={threshold === own}
        onClick={() => {
          onChange(own);
        }}
      >
        {t('reset')}
      </Button>
    </div>
  );
}

/** An inspection with a score. */
export type Scored = InspectionSummary & { readonly score: number };

function hasScore(inspection: InspectionSummary): inspection is Scored {
  const { score, outcome } = inspection;
  return score !== null && (outcome === 'pass' || outcome === 'fail');
}

/** The end of the scale: all but what is far beyond the threshold. */
function endOf(threshold: number, scores: readonly number[]): number {
  return Math.min(Math.max(threshold * 1.5, ...scores), threshold * 3) * 1.05;
}
