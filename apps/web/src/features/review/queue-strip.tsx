import { Button } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { toneOf } from '../../app/outcome.ts';
import { Picture } from '../../components/picture.tsx';
import { VerdictSign } from '../../components/verdict-sign.tsx';
import type { ReviewItem } from '../../ports/review-api.ts';
import classes from './queue-strip.module.css';

/** What is to be reviewed, side by side, the oldest first. */
export function QueueStrip({
  items,
  current,
  onSelect,
  more,
}: {
  readonly items: readonly ReviewItem[];
  readonly current: ReviewItem;
  readonly onSelect: (item: ReviewItem) => void;
  readonly more: (() => void) | null;
}) {
  const t = useTranslations('review');
  return (
    <section aria-label={t('strip')}>
      <ul className={classes.strip}>
        {items.map((item) => {
          const { id, name, outcome, picture } = item.inspection;
          const tone = toneOf(outcome);
          return (
            <li key={id}>
              <button
                type="button"
                className={classes.thumbnail}
                data-tone={tone}
                aria-pressed={id === current.inspection.id}
                aria-label={t('show', { name, verdict: t(`short.${tone}`) })}
                onClick={() => {
                  onSelect(item);
                }}
              >
                <span className={classes.picture}>
                  <Picture address={picture} />
                </span>
                <span className={classes.caption}>
                  <VerdictSign tone={tone} />
                  {t(`short.${tone}`)}
                </span>
              </button>
            </li>
          );
        })}
        {more !== null && (
          <li className={classes.more}>
            <Button variant="default" onClick={more}>
              {t('more')}
            </Button>
          </li>
        )}
      </ul>
    </section>
  );
}
