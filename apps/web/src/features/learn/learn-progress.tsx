import { Progress } from '@mantine/core';
import { useTranslations } from 'use-intl';
import type { LearnProgress } from '../../ports/parts-api.ts';
import classes from './learn-progress.module.css';

/** How far learning has come. */
export function LearnProgressBar({ progress }: { readonly progress: LearnProgress | null }) {
  const t = useTranslations('learn.progress');
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the catalogue is asked whether it knows it
  const key = (progress?.stage ?? 'waiting') as 'waiting';
  const stage = t.has(key) ? t(key) : t('working');
  const share = progress?.share ?? null;
  return (
    <div className={classes.progress} role="status">
      <span>{stage}</span>
      <Progress
        aria-label={stage}
        size="lg"
        value={share === null ? 100 : share * 100}
        striped={share === null}
        animated={share === null}
      />
    </div>
  );
}
