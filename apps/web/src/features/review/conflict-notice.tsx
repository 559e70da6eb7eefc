import { Alert } from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
import { useFormatter, useTranslations } from 'use-intl';
import { useFaultText } from '../../components/fault-text.ts';
import { Fault } from '../../ports/fault.ts';

/** What somebody else did meanwhile, in the page's words; any other fault in its own. */
export function ConflictNotice({ error }: { readonly error: unknown }) {
  const t = useTranslations('review.conflict');
  const format = useFormatter();
  const fault = useFaultText(error);
  if (error === null || error === undefined) return null;
  const { by, at, decision, active } = error instanceof Fault ? error.facts : {};
  const time = typeof at === 'string' ? format.dateTime(new Date(at), { timeStyle: 'medium' }) : '';
  const isDecision = decision === 'right' || decision === 'good' || decision === 'defect';
  const text = isDecision
    ? `${t(`decided.${decision}`, { name: typeof by === 'string' ? by : t('tab'), time })} ${t('notTaken')}`
    : typeof active === 'number'
      ? t('version', { version: active })
      : `${fault.title}. ${fault.text}`;
  return (
    <Alert role="alert" color="yellow" icon={<IconUsers size={18} />}>
      {text}
    </Alert>
  );
}
