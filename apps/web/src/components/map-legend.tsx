import { useTranslations } from 'use-intl';
import classes from './map-legend.module.css';

/** What the colours of the anomaly map mean: one scale for all pictures of a part. */
export function MapLegend() {
  const t = useTranslations('overlay');
  return (
    <span className={classes.legend}>
      <span>{t('cold')}</span>
      <svg
        className={classes.scale}
        viewBox="0 0 100 8"
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        {COLOURS.map((colour, index) => (
          <rect
            key={colour}
            x={(100 / COLOURS.length) * index}
            width={100 / COLOURS.length + 0.5}
            height="8"
            fill={colour}
          />
        ))}
      </svg>
      <span>{t('hot')}</span>
    </span>
  );
}

/** The library's scale from half the limit over the limit, midway, to twice the limit. */
const COLOURS = [
  '#0b0724',
  '#210c4a',
  '#3d0965',
  '#57106e',
  '#71196e',
  '#8b226a',
  '#a42c61',
  '#bd3754',
  '#cf4545',
  '#e35933',
  '#f1711f',
  '#f98c0a',
  '#fcaa0f',
  '#f9c932',
  '#f2e865',
  '#fcffa4',
];
