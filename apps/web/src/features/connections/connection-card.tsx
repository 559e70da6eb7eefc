import { useTranslations } from 'use-intl';
import { useMomentText } from '../../components/moment-text.ts';
import type { ConnectionCondition, StationConnection } from '../../ports/connections-api.ts';
import classes from './connection-card.module.css';
import { ToldFigures } from './told-figures.tsx';
import { UntakenVerdicts } from './untaken-verdicts.tsx';

const TONES: Readonly<Record<ConnectionCondition, string>> = {
  up: 'pass',
  down: 'fail',
  untried: 'waiting',
  off: 'waiting',
};

/** Kinds that the page has words for. */
const KINDS = ['webhook', 'mqtt', 'modbus', 'opcua', 'folder', 'camera', 'fleet'] as const;

/** One connection: what it is, how its other side is, and what waits for that. */
export function ConnectionCard({ connection }: { readonly connection: StationConnection }) {
  const t = useTranslations('connections');
  const momentText = useMomentText();
  const { role, name, kind, condition, fault, since, place, told } = connection;
  const known = KINDS.find((one) => one === kind);
  return (
    <li className={classes.card} data-tone={TONES[condition]}>
      <div className={classes.head}>
        <h2>{name}</h2>
        <p className={classes.condition}>
          <span className={classes.sign} data-condition={condition} aria-hidden="true" />
          <strong>{t(`condition.${condition}`)}</strong>
        </p>
      </div>
      <p className={classes.soft}>
        {[t(`role.${role}`), known === undefined ? kind : t(`kind.${known}`), place]
          .filter((text) => text !== null)
          .join(' · ')}
      </p>
      {since !== null && <p className={classes.soft}>{t('since', { time: momentText(since) })}</p>}
      {fault !== null && <p className={classes.fault}>{fault}</p>}
      {told !== null && <ToldFigures told={told} />}
      {told !== null && told.dead > 0 && <UntakenVerdicts name={name} count={told.dead} />}
    </li>
  );
}
