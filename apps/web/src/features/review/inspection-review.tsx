import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { useApi } from '../../app/api.tsx';
import { keys } from '../../app/query-keys.ts';
import type { InspectionDetail } from '../../ports/inspection-api.ts';
import { DecisionPanel } from './decision-panel.tsx';
import { DecisionState } from './decision-list.tsx';
import classes from './inspection-review.module.css';

/** What was decided on one inspection, or can be: also of one that no queue has, such as a defect that passed. */
export function InspectionReview({ inspection }: { readonly inspection: InspectionDetail }) {
  const t = useTranslations('review');
  const { reviews } = useApi();
  const { id, outcome, picture } = inspection;
  const query = useQuery({
    queryKey: keys.reviewsOf(id),
    queryFn: async ({ signal }) =>
      reviews?.list({ inspectionId: id }, null, signal) ?? { items: [], next: null },
    enabled: reviews !== null,
  });
  const isJudged = outcome === 'pass' || outcome === 'fail' || outcome === 'cannot judge';
  if (reviews === null || !isJudged || picture === null || query.data === undefined) return null;
  const standing = query.data.items.find(({ state }) => state !== 'undone');
  return (
    <section className={classes.review} aria-label={t('decision')}>
      <h2>{t('decision')}</h2>
      {standing === undefined ? (
        <DecisionPanel
          inspection={inspection}
          kind={outcome === 'pass' ? 'borderline' : outcome}
          onDecided={() => {
            void query.refetch();
          }}
        />
      ) : (
        <>
          <p>
            {t(`as.${standing.decision}`)}
            {standing.name !== null && `: ${standing.name}`}
          </p>
          <DecisionState review={standing} />
        </>
      )}
    </section>
  );
}
