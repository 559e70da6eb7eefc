import { Switch } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import { useApi } from '../../app/api.tsx';
import { usePartNames } from '../../app/part-names.ts';
import { keys } from '../../app/query-keys.ts';
import { MapLegend } from '../../components/map-legend.tsx';
import { Overlay } from '../../components/overlay.tsx';
import { PageHead } from '../../components/page-head.tsx';
import { PrintButton } from '../../components/print-button.tsx';
import { ReasonList } from '../../components/reason-list.tsx';
import { ScoreBar } from '../../components/score-bar.tsx';
import { useSourceName } from '../../components/source-name.ts';
import { UnansweredState } from '../../components/states.tsx';
import { VerdictBadge } from '../../components/verdict-badge.tsx';
import type { InspectionDetail } from '../../ports/inspection-api.ts';
import { InspectionReview } from '../review/inspection-review.tsx';
import classes from './inspection-page.module.css';
import { InspectionTrail } from './inspection-trail.tsx';
import { RegionTable } from './region-table.tsx';

/** All that is known of one inspection; prints on one sheet. */
export function InspectionPage() {
  const { id } = useParams({ from: '/shell/inspections/$id' });
  const { inspections } = useApi();
  const query = useQuery({
    queryKey: keys.inspection(id),
    queryFn: async ({ signal }) => inspections.one(id, signal),
  });
  if (!query.isSuccess) return <UnansweredState query={query} />;
  return <InspectionSheet inspection={query.data} />;
}

function InspectionSheet({ inspection }: { readonly inspection: InspectionDetail }) {
  const t = useTranslations('inspection');
  const [showsOverlay, setShowsOverlay] = useState(true);
  const { name, outcome, reasons, error, regions, size, overlay } = inspection;
  const ratio = size === null ? 4 / 3 : size.width / size.height;
  return (
    <>
      <PageHead title={name}>
        <PrintButton />
      </PageHead>
      <div className={classes.sheet}>
        <figure className={classes.picture}>
          <div style={{ aspectRatio: ratio }}>
            <Overlay inspection={inspection} shows={showsOverlay} />
          </div>
          <figcaption>
            <Switch
              className={classes.screen}
              checked={showsOverlay}
              label={t('overlay')}
              onChange={({ currentTarget }) => {
                setShowsOverlay(currentTarget.checked);
              }}
            />
            {showsOverlay && overlay !== null && <MapLegend />}
          </figcaption>
        </figure>
        <div className={classes.side}>
          <VerdictBadge outcome={outcome} size="plate" />
          <ScoreBar inspection={inspection} />
          <ReasonList reasons={error === null ? reasons : [error]} outcome={outcome} />
          <RegionTable regions={regions} />
          <InspectionFacts inspection={inspection} />
          <InspectionTrail inspection={inspection} />
          <InspectionReview inspection={inspection} />
        </div>
      </div>
    </>
  );
}

/** Tells how the part lies; null where nobody asked. */
function usePlaceText(): (inspection: InspectionDetail) => string | null {
  const t = useTranslations('inspection.facts');
  const format = useFormatter();
  return ({ alignment }) => {
    if (alignment === undefined) return null;
    if (alignment === null) return t('noPlace');
    const { angle, dx, dy, scale } = alignment;
    const signed = (value: number): string =>
      format.number(value, { maximumFractionDigits: 1, signDisplay: 'exceptZero' });
    const moved = t('moved', {
      dx: signed(dx),
      dy: signed(dy),
      scale: format.number(scale, { maximumFractionDigits: 2 }),
    });
    return angle === null ? moved : `${t('turned', { angle: signed(angle) })}, ${moved}`;
  };
}

function InspectionFacts({ inspection }: { readonly inspection: InspectionDetail }) {
  const t = useTranslations('inspection.facts');
  const format = useFormatter();
  const partName = usePartNames();
  const sourceName = useSourceName();
  const placeText = usePlaceText();
  const { partId, version, time, source, size, latency, id } = inspection;
  const facts = [
    [t('part'), partName(partId)],
    [t('version'), version === null ? null : format.number(version)],
    [t('time'), format.dateTime(new Date(time), { dateStyle: 'medium', timeStyle: 'medium' })],
    [t('source'), sourceName(source)],
    [t('size'), size === null ? null : t('pixels', size)],
    [t('place'), placeText(inspection)],
    [t('latency'), latency === null ? null : t('milliseconds', { value: Math.round(latency) })],
    [t('id'), id],
  ] as const;
  return (
    <dl className={classes.facts}>
      {facts.map(
        ([name, value]) =>
          value !== null && (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ),
      )}
    </dl>
  );
}
