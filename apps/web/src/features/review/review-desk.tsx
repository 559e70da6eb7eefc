import { SegmentedControl, Switch } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { IconCircleCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useInspectionDetail } from '../../app/inspection-detail.ts';
import { MapLegend } from '../../components/map-legend.tsx';
import { Overlay } from '../../components/overlay.tsx';
import { ReasonList } from '../../components/reason-list.tsx';
import { ScoreBar } from '../../components/score-bar.tsx';
import { EmptyState, FailureState, LoadingState } from '../../components/states.tsx';
import { VerdictBadge } from '../../components/verdict-badge.tsx';
import type { ReviewItem, ReviewKind } from '../../ports/review-api.ts';
import { DecidedMeanwhile } from './decided-meanwhile.tsx';
import { DecisionPanel } from './decision-panel.tsx';
import { QueueStrip } from './queue-strip.tsx';
import classes from './review-desk.module.css';
import { useReviewQueue } from './review-queue.ts';

/** The queue of a part, one picture at a time. */
export function ReviewDesk({
  partId,
  kind,
  counts,
  onKind,
}: {
  readonly partId: string;
  readonly kind: ReviewKind | undefined;
  readonly counts: Readonly<Record<ReviewKind, number>> | undefined;
  readonly onKind: (kind: ReviewKind | undefined) => void;
}) {
  const t = useTranslations('review');
  const queue = useReviewQueue(partId, kind);
  const { current, items } = queue;
  if (queue.isLoading) return <LoadingState />;
  if (queue.error !== null) return <FailureState error={queue.error} onRetry={queue.retry} />;
  return (
    <div className={classes.desk}>
      <KindFilter kind={kind} counts={counts} onKind={onKind} />
      {current === null ? (
        <EmptyState icon={IconCircleCheck} title={t('empty.title')}>
          {t('empty.text')}
        </EmptyState>
      ) : (
        <>
          <ReviewedPicture key={current.inspection.id} item={current}>
            {queue.isGone ? (
              <DecidedMeanwhile inspection={current.inspection} onNext={queue.advance} />
            ) : (
              <DecisionPanel
                inspection={current.inspection}
                kind={current.kind}
                onDecided={queue.advance}
              />
            )}
          </ReviewedPicture>
          <QueueStrip items={items} current={current} onSelect={queue.select} more={queue.more} />
        </>
      )}
    </div>
  );
}

function KindFilter({
  kind,
  counts,
  onKind,
}: Pick<Parameters<typeof ReviewDesk>[0], 'kind' | 'counts' | 'onKind'>) {
  const t = useTranslations('review.kind');
  const kinds = ['fail', 'borderline', 'cannot judge'] as const;
  const labels = { fail: t('fail'), borderline: t('borderline'), 'cannot judge': t('unjudged') };
  return (
    <SegmentedControl
      className={classes.kinds}
      aria-label={t('label')}
      value={kind ?? 'all'}
      data={[
        { value: 'all', label: t('all') },
        ...kinds.map((value) => ({
          value,
          label: t('count', { kind: labels[value], count: counts?.[value] ?? 0 }),
        })),
      ]}
      onChange={(value) => {
        onKind(kinds.find((one) => one === value));
      }}
    />
  );
}

function ReviewedPicture({
  item: { inspection },
  children,
}: {
  readonly item: ReviewItem;
  readonly children: React.ReactNode;
}) {
  const t = useTranslations('review');
  const [showsOverlay, setShowsOverlay] = useState(true);
  const detail = useInspectionDetail(inspection);
  useHotkeys([
    [
      'O',
      () => {
        setShowsOverlay((shows) => !shows);
      },
    ],
  ]);
  if (detail === null) return null;
  return (
    <div className={classes.view}>
      <figure className={classes.figure} aria-label={inspection.name}>
        <div className={classes.picture}>
          <Overlay inspection={detail} shows={showsOverlay} />
        </div>
        <figcaption className={classes.caption}>
          <Switch
            checked={showsOverlay}
            label={t('overlay')}
            onChange={({ currentTarget }) => {
              setShowsOverlay(currentTarget.checked);
            }}
          />
          {showsOverlay && detail.overlay !== null && <MapLegend />}
        </figcaption>
      </figure>
      <section className={classes.panel} aria-label={t('decision')}>
        <div className={classes.verdict}>
          <VerdictBadge outcome={inspection.outcome} />
          <span className={classes.name}>{inspection.name}</span>
        </div>
        <ScoreBar inspection={detail} />
        <ReasonList reasons={detail.reasons} outcome={inspection.outcome} />
        {children}
      </section>
    </div>
  );
}
