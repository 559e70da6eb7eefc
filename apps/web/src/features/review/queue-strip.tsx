import { Button } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { toneOf } from '../../app/outcome.ts';
import { VerdictThumbnail } from '../../components/verdict-thumbnail.tsx';
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
          const { id, name, outcome } = item.inspection;
          const tone = toneOf(outcome);
          return (
            <li key={id}>
              <VerdictThumbnail
                inspection={item.inspection}
                isChosen={id === current.inspection.id}
                label={t('show', { name, verdict: t(`short.${tone}`) })}
                caption={t(`short.${tone}`)}
                onChoose={() => {
                  onSelect(item);
                }}
              />
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
