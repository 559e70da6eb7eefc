import { Alert, Button } from '@mantine/core';
import { IconArrowRight, IconUsers } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useFormatter, useTranslations } from 'use-intl';
import { useApi } from '../../app/api.tsx';
import { keys } from '../../app/query-keys.ts';
import type { InspectionSummary } from '../../ports/inspection-api.ts';
import classes from './decision-panel.module.css';

/** The picture that is looked at was decided on by somebody else: it stays until one goes on. */
export function DecidedMeanwhile({
  inspection,
  onNext,
}: {
  readonly inspection: InspectionSummary;
  readonly onNext: () => void;
}) {
  const t = useTranslations('review');
  const format = useFormatter();
  const { reviews } = useApi();
  const { data } = useQuery({
    queryKey: keys.reviewsOf(inspection.id),
    queryFn: async ({ signal }) =>
      reviews?.list({ inspectionId: inspection.id }, null, signal) ?? { items: [], next: null },
  });
  const standing = data?.items.find(({ state }) => state !== 'undone');
  return (
    <div className={classes.panel}>
      <Alert role="status" color="yellow" icon={<IconUsers size={18} />}>
        {standing === undefined
          ? t('conflict.gone')
          : t(`conflict.decided.${standing.decision}`, {
              name: standing.by ?? t('conflict.tab'),
              time: format.dateTime(new Date(standing.time), { timeStyle: 'medium' }),
            })}
      </Alert>
      <Button size="md" rightSection={<IconArrowRight size={18} />} onClick={onNext}>
        {t('next')}
      </Button>
    </div>
  );
}
