import { IconPlugConnectedX } from '@tabler/icons-react';
import { useTranslations } from 'use-intl';
import { LinkAnchor } from '../components/links.tsx';
import { useMomentText } from '../components/moment-text.ts';
import { useLostConnections } from './connections.ts';
import classes from './connection-alarm.module.css';

/** Says on every page which connections are lost, until they are back. */
export function ConnectionAlarm() {
  const t = useTranslations('connections.alarm');
  const momentText = useMomentText();
  const lost = useLostConnections();
  return (
    // There before it says something, so that a voice notices when it does.
    <div role="alert" className={classes.alarms}>
      {lost.map(({ role, name, fault, since }) => (
        <p key={`${role} ${name}`} className={classes.alarm} data-tone="fail">
          <IconPlugConnectedX size={20} aria-hidden="true" />
          <span>
            <strong>{t(role, { name })}</strong>{' '}
            {since !== null && t('since', { time: momentText(since) })} {fault}
          </span>
          <LinkAnchor to="/connections">{t('more')}</LinkAnchor>
        </p>
      ))}
    </div>
  );
}
