import { Badge } from '@mantine/core';
import { IconCertificate, IconDownload, IconPlayerPlay } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { useApi } from '../../app/api.tsx';
import { largestScores } from '../../app/largest-scores.ts';
import { keys } from '../../app/query-keys.ts';
import { useSession } from '../../app/session.tsx';
import { ConfirmButton } from '../../components/confirm-button.tsx';
import { DownloadButton } from '../../components/download.tsx';
import { useFaultText } from '../../components/fault-text.ts';
import { LinkButton } from '../../components/links.tsx';
import { DoubtList } from '../../components/reason-list.tsx';
import type { PartVersion } from '../../ports/parts-api.ts';
import { LeaveOneOutChart } from './leave-one-out.tsx';
import { VersionCompare } from './version-compare.tsx';
import { useVersionFacts } from './version-facts.ts';
import { VersionOverride } from './version-override.tsx';
import { ThresholdClaimText } from './threshold-claim.tsx';
import classes from './version-card.module.css';

/** One version of a part: what it was learned from, and what it may claim. */
export function VersionCard({
  partId,
  version,
  active,
}: {
  readonly partId: string;
  readonly version: PartVersion;
  /** The version that judges. */
  readonly active: PartVersion | null;
}) {
  const t = useTranslations('part.version');
  const { number, isActive, origin, warnings, claim, leaveOneOut } = version;
  return (
    <article className={classes.card} data-active={isActive || undefined}>
      <header className={classes.head}>
        <h2>{t('title', { number })}</h2>
        {isActive && <Badge>{t('active')}</Badge>}
        {origin !== 'enrolment' && (
          <Badge variant="light" color="gray">
            {t(`origin.${origin}`)}
          </Badge>
        )}
        <VersionActions partId={partId} version={version} active={active} />
      </header>
      <VersionFacts version={version} />
      <ul className={classes.samples}>
        {version.pictures.map(({ name, address }) => (
          <li key={name}>
            {address === null ? <span /> : <img src={address} alt="" loading="lazy" />}
            <span>{name}</span>
          </li>
        ))}
      </ul>
      <div className={classes.claim}>
        <ThresholdClaimText claim={claim} />
        <LeaveOneOutChart
          scores={largestScores(leaveOneOut, version.pictures)}
          threshold={claim.threshold}
        />
      </div>
      <DoubtList doubts={warnings} />
    </article>
  );
}

function VersionFacts({ version }: { readonly version: PartVersion }) {
  const facts = useVersionFacts();
  const { created, by, pose, preset, look, light, place, models, note } = facts(version);
  const said = [created, by, pose, preset, look, light, place, models, note];
  return <p className={classes.facts}>{said.filter((fact) => fact !== null).join(' · ')}</p>;
}

function VersionActions({
  partId,
  version,
  active,
}: {
  readonly partId: string;
  readonly version: PartVersion;
  readonly active: PartVersion | null;
}) {
  const t = useTranslations('part.version');
  const { parts } = useApi();
  const { can } = useSession();
  const { number, isActive } = version;
  const client = useQueryClient();
  const activate = useMutation({
    mutationFn: async (reason: string) =>
      parts.activate(partId, number, {
        expected: active?.number ?? null,
        reason,
        override: reason !== '',
      }),
    onSuccess: async () => client.invalidateQueries({ queryKey: keys.parts }),
  });
  const fault = useFaultText(activate.error);
  return (
    <div className={classes.actions}>
      {activate.isError && (
        <VersionOverride
          error={activate.error}
          text={`${fault.title}. ${fault.text}`}
          onOverride={(reason) => {
            activate.mutate(reason);
          }}
        />
      )}
      {!isActive && active !== null && <VersionCompare version={version} active={active} />}
      <VersionPapers partId={partId} number={number} />
      {!isActive && can('engineer') && (
        <ConfirmButton
          size="sm"
          leftSection={<IconPlayerPlay size={16} />}
          loading={activate.isPending}
          title={t('activate.title', { number })}
          text={t('activate.text')}
          confirm={t('activate.confirm')}
          onConfirm={() => {
            activate.mutate('');
          }}
        >
          {t('activate.action')}
        </ConfirmButton>
      )}
    </div>
  );
}

/** Its acceptance report, and its file. */
function VersionPapers({ partId, number }: { readonly partId: string; readonly number: number }) {
  const t = useTranslations('part.version');
  const { parts, evidence } = useApi();
  const { can } = useSession();
  return (
    <>
      {evidence !== null && (
        <LinkButton
          to="/parts/$id/acceptance/$version"
          params={{ id: partId, version: String(number) }}
          variant="default"
          size="sm"
          leftSection={<IconCertificate size={16} />}
        >
          {t('acceptance')}
        </LinkButton>
      )}
      {can('engineer') && (
        <DownloadButton
          source={parts.exportFile(partId, number)}
          variant="default"
          size="sm"
          leftSection={<IconDownload size={16} />}
        >
          {t('export')}
        </DownloadButton>
      )}
    </>
  );
}
