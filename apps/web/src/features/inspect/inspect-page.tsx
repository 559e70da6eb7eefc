import { IconPuzzle } from '@tabler/icons-react';
import { useTranslations } from 'use-intl';
import { LinkButton } from '../../components/links.tsx';
import { EmptyState, FailureState, LoadingState } from '../../components/states.tsx';
import { useChosenPart } from './chosen-part.ts';
import { InspectionDesk } from './inspection-desk.tsx';

/** Inspect live: what lies before the camera, or what is dropped here, and its verdict. */
export function InspectPage() {
  const t = useTranslations('inspect');
  const chosen = useChosenPart();
  if (chosen.isLoading) return <LoadingState />;
  if (chosen.error !== null) return <FailureState error={chosen.error} onRetry={chosen.retry} />;
  if (chosen.part === null) {
    return (
      <>
        <h1 className="visually-hidden">{t('title')}</h1>
        <EmptyState
          icon={IconPuzzle}
          title={t('noPart.title')}
          action={
            <LinkButton to="/parts/new" size="md">
              {t('noPart.action')}
            </LinkButton>
          }
        >
          {t('noPart.text')}
        </EmptyState>
      </>
    );
  }
  return <InspectionDesk key={chosen.part.id} chosen={chosen} part={chosen.part} />;
}
