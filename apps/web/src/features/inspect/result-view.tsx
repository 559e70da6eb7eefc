import { Switch } from '@mantine/core';
import { IconPhotoScan } from '@tabler/icons-react';
import { useTranslations } from 'use-intl';
import { useInspectionDetail } from '../../app/inspection-detail.ts';
import { MapLegend } from '../../components/map-legend.tsx';
import { Overlay } from '../../components/overlay.tsx';
import { EmptyState, FailureState, LoadingState } from '../../components/states.tsx';
import type { InspectionSummary } from '../../ports/inspection-api.ts';
import type { RecentResults } from './recent.ts';
import classes from './result-view.module.css';
import type { SourceKind } from './source-pane.tsx';
import { VerdictPanel } from './verdict-panel.tsx';

/** The picture that was judged, and its verdict. */
export function ResultView({
  shown,
  recent,
  source,
  showsOverlay,
  onOverlay,
}: {
  readonly shown: InspectionSummary | null;
  readonly recent: RecentResults;
  readonly source: SourceKind;
  readonly showsOverlay: boolean;
  readonly onOverlay: (shows: boolean) => void;
}) {
  const t = useTranslations('inspect');
  const detail = useInspectionDetail(shown);
  if (detail === null) {
    return (
      <div className={classes.empty}>
        <NoResult recent={recent} source={source} />
      </div>
    );
  }
  return (
    <>
      <figure className={classes.view} aria-label={t('judged')}>
        <Overlay inspection={detail} shows={showsOverlay} />
        <figcaption className={classes.caption}>
          <Switch
            checked={showsOverlay}
            onChange={({ currentTarget }) => {
              onOverlay(currentTarget.checked);
            }}
            label={t('overlay')}
          />
          {showsOverlay && detail.overlay !== null && <MapLegend />}
        </figcaption>
      </figure>
      <div className={classes.panel}>
        <VerdictPanel inspection={detail} />
      </div>
    </>
  );
}

function NoResult({
  recent,
  source,
}: {
  readonly recent: RecentResults;
  readonly source: SourceKind;
}) {
  const t = useTranslations('inspect.empty');
  if (recent.isLoading) return <LoadingState />;
  if (recent.error !== null) return <FailureState error={recent.error} onRetry={recent.retry} />;
  return (
    <EmptyState icon={IconPhotoScan} title={t('title')}>
      {t(source)}
    </EmptyState>
  );
}
