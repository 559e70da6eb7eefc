import { Select } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { PageHead } from '../../components/page-head.tsx';
import { EmptyState, FailureState, LoadingState } from '../../components/states.tsx';
import type { PartSummary } from '../../ports/parts-api.ts';
import classes from './chosen-part-page.module.css';
import { useChosenPart } from './chosen-part.ts';

/**
 * A page about one part that judges, with the choice of another.
 *
 * @param texts - Catalogue that has the page's title and lead, the label of the choice, and what to say without parts.
 */
export function ChosenPartPage({
  texts,
  icon,
  children,
}: {
  readonly texts: 'charts' | 'review' | 'study' | 'threshold';
  readonly icon: Parameters<typeof EmptyState>[0]['icon'];
  readonly children: (part: PartSummary) => ReactNode;
}) {
  const t = useTranslations(texts);
  const { parts, part, choose, isLoading, error, retry } = useChosenPart();
  return (
    <>
      <PageHead title={t('title')} lead={t('lead')}>
        {part !== null && (
          <Select
            className={classes.part}
            aria-label={t('part')}
            value={part.id}
            allowDeselect={false}
            data={parts.map(({ id, name }) => ({ value: id, label: name }))}
            onChange={(id) => {
              if (id !== null) choose(id);
            }}
          />
        )}
      </PageHead>
      {isLoading && <LoadingState />}
      {error !== null && <FailureState error={error} onRetry={retry} />}
      {part !== null && children(part)}
      {!isLoading && error === null && part === null && (
        <EmptyState icon={icon} title={t('none.title')}>
          {t('none.text')}
        </EmptyState>
      )}
    </>
  );
}
