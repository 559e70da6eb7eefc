import { Button, Slider } from '@mantine/core';
import { IconRestore } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import { largestScores } from '../../app/largest-scores.ts';
import type { InspectionSummary } from '../../ports/inspection-api.ts';
import type { PartVersion } from '../../ports/parts-api.ts';
import { ThresholdClaimText } from '../learn/threshold-claim.tsx';
import { FlippedPictures } from './flipped-pictures.tsx';
import { histogramOf } from './histogram.ts';
import { HistogramChart } from './histogram-chart.tsx';
import classes from './threshold-desk.module.css';
import { ThresholdEffects } from './threshold-effects.tsx';

/** A part's threshold, and what another one would have done; nothing is changed here. */
export function ThresholdDesk({
  version,
  inspections,
}: {
  readonly version: PartVersion;
  readonly inspections: readonly InspectionSummary[];
}) {
  const t = useTranslations('threshold');
  const own = version.claim.threshold ?? 1;
  const [threshold, setThreshold] = useState(own);
  const good = useMemo(
    () =>
      [...largestScores(version.leaveOneOut, version.pictures), ...version.confirmed].map(
        ({ score }) => score,
      ),
    [version],
  );
  const scored = useMemo(() => inspections.filter(hasScore), [inspections]);
  const end = useMemo(
    () => endOf(own, [...good, ...scored.map(({ score }) => score)]),
    [own, good, scored],
  );
  const histogram = useMemo(
    () => histogramOf([scored.map(({ score }) => score), good], end),
    [scored, good, end],
  );
  const labels = useMemo(
    () => ({ good: t('good'), inspected: t('inspected'), axis: t('axis') }),
    [t],
  );
  return (
    <div className={classes.desk}>
      <section className={classes.chart} aria-label={t('histogram')}>
        <p className={classes.legend}>
          <span data-set="inspected">{t('inspectedCount', { count: scored.length })}</span>
          <span data-set="good">{t('goodCount', { count: good.length })}</span>
        </p>
        <HistogramChart histogram={histogram} threshold={threshold} labels={labels} />
        <ThresholdSlider threshold={threshold} own={own} end={end} onChange={setThreshold} />
      </section>
      <ThresholdEffects threshold={threshold} own={own} good={good} scored={scored} />
      <ThresholdClaimText claim={version.claim} />
      <FlippedPictures threshold={threshold} scored={scored} />
    </div>
  );
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
