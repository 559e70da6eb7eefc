import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { DefectRegion, InspectionDetail } from '../ports/inspection-api.ts';
import { useLookArea } from '../app/look-area.ts';
import { LookOutline } from './look-outline.tsx';
import classes from './overlay.module.css';

type Seen = Pick<
  InspectionDetail,
  'name' | 'picture' | 'overlay' | 'regions' | 'size' | 'partId' | 'version'
>;

/**
 * A picture, or the same with what is anomalous about it tinted, its defects outlined and numbered, and where its part looks.
 *
 * @param shows - Whether the tint is on; the picture alone is below it.
 */
export function Overlay({
  inspection,
  shows,
}: {
  readonly inspection: Seen;
  readonly shows: boolean;
}) {
  const t = useTranslations('overlay');
  const [natural, setNatural] = useState<Seen['size']>(null);
  const { name, picture, overlay, regions } = inspection;
  const size = inspection.size ?? natural;
  return (
    <div className={classes.frame}>
      {picture === null && overlay === null && <p className={classes.none}>{t('removed')}</p>}
      {picture !== null && (
        <img
          className={classes.layer}
          src={picture}
          alt={t('picture', { name })}
          onLoad={({ currentTarget }) => {
            setNatural({ width: currentTarget.naturalWidth, height: currentTarget.naturalHeight });
          }}
        />
      )}
      {shows && overlay !== null && (
        <img className={classes.layer} src={overlay} alt={t('tinted')} />
      )}
      {shows && size !== null && picture !== null && (
        <PartOutline inspection={inspection} size={size} />
      )}
      {shows && size !== null && <RegionNumbers regions={regions} size={size} />}
    </div>
  );
}

/** Where the part of a picture looks, if not everywhere. */
function PartOutline({
  inspection: { partId, version },
  size,
}: {
  readonly inspection: Pick<Seen, 'partId' | 'version'>;
  readonly size: { readonly width: number; readonly height: number };
}) {
  const t = useTranslations('overlay');
  const { data: area = null } = useLookArea(partId, version);
  if (area === null) return null;
  return (
    <svg
      className={classes.layer}
      viewBox={`0 0 ${String(size.width)} ${String(size.height)}`}
      role="img"
      aria-label={t('area')}
    >
      <LookOutline area={area} size={size} />
    </svg>
  );
}

/** The numbers of the defects, if there are any. */
function RegionNumbers({
  regions,
  size,
}: {
  readonly regions: Seen['regions'];
  readonly size: { readonly width: number; readonly height: number };
}) {
  const t = useTranslations('overlay');
  if (regions.length === 0) return null;
  return (
    <svg
      className={classes.layer}
      viewBox={`0 0 ${String(size.width)} ${String(size.height)}`}
      role="img"
      aria-label={t('defects', { count: regions.length })}
    >
      {regions.map((region, index) => (
        <RegionNumber key={keyOf(region)} region={region} number={index + 1} size={size} />
      ))}
    </svg>
  );
}

function keyOf({ x, y, width, height }: DefectRegion): string {
  return [x, y, width, height].join(',');
}

/** The number of a defect, beside its outline, within the picture. */
function RegionNumber({
  region: { x, y, width },
  number,
  size,
}: {
  readonly region: DefectRegion;
  readonly number: number;
  readonly size: { readonly width: number; readonly height: number };
}) {
  const text = Math.max(size.width, size.height) / 28;
  const right = x + width + text * 0.35;
  const left = right + text > size.width ? Math.max(x - text, text * 0.3) : right;
  return (
    <text className={classes.number} x={left} y={Math.max(y, 0) + text} fontSize={text}>
      {number}
    </text>
  );
}
