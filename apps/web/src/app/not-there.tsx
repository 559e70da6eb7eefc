import { IconMapQuestion } from '@tabler/icons-react';
import { useTranslations } from 'use-intl';
import { LinkButton } from '../components/links.tsx';
import { EmptyState } from '../components/states.tsx';

/** What is shown at an address that no page has. */
export function NotThere() {
  const t = useTranslations('states.notThere');
  return (
    <EmptyState
      icon={IconMapQuestion}
      title={t('title')}
      action={<LinkButton to="/">{t('action')}</LinkButton>}
    >
      {t('text')}
    </EmptyState>
  );
}
