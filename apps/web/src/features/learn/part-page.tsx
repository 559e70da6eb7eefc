import { IconArrowBackUp, IconPlus, IconSchool } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { useApi } from '../../app/api.tsx';
import { keys } from '../../app/query-keys.ts';
import { useSession } from '../../app/session.tsx';
import { LinkButton } from '../../components/links.tsx';
import { ConfirmButton } from '../../components/confirm-button.tsx';
import { useFaultText } from '../../components/fault-text.ts';
import { PageHead } from '../../components/page-head.tsx';
import { EmptyState, FailureState, LoadingState } from '../../components/states.tsx';
import type { PartSummary, PartVersion } from '../../ports/parts-api.ts';
import { ImportPart } from './import-part.tsx';
import classes from './part-page.module.css';
import { UnfinishedEnrolments } from './unfinished.tsx';
import { VersionCard } from './version-card.tsx';

/** A part and its versions. */
export function PartPage() {
  const t = useTranslations('part');
  const { id } = useParams({ from: '/shell/parts/$id' });
  const { parts } = useApi();
  const part = useQuery({
    queryKey: keys.part(id),
    queryFn: async ({ signal }) => parts.one(id, signal),
  });
  const versions = useQuery({
    queryKey: keys.versions(id),
    queryFn: async ({ signal }) => parts.versions(id, signal),
  });
  const retry = () => {
    void part.refetch();
    void versions.refetch();
  };
  const error = part.error ?? versions.error;
  if (error !== null) return <FailureState error={error} onRetry={retry} />;
  if (part.data === undefined || versions.data === undefined) return <LoadingState />;
  const { activeVersion } = part.data;
  const active = versions.data.find(({ number }) => number === activeVersion) ?? null;
  return (
    <>
      <PageHead
        title={part.data.name}
        lead={activeVersion === null ? t('inactive') : t('active', { version: activeVersion })}
      >
        <PartActions part={part.data} versions={versions.data} />
      </PageHead>
      <UnfinishedEnrolments partId={id} />
      {versions.data.length === 0 && (
        <EmptyState icon={IconSchool} title={t('none.title')}>
          {t('none.text')}
        </EmptyState>
      )}
      <ol className={classes.versions} aria-label={t('versions')}>
        {versions.data.map((version) => (
          <li key={version.number}>
            <VersionCard partId={id} version={version} active={active} />
          </li>
        ))}
      </ol>
    </>
  );
}

function PartActions({
  part,
  versions,
}: {
  readonly part: PartSummary;
  readonly versions: readonly PartVersion[];
}) {
  const t = useTranslations('part');
  const { parts } = useApi();
  const { can } = useSession();
  const client = useQueryClient();
  const rollBack = useMutation({
    mutationFn: async () => parts.rollBack(part.id, part.activeVersion),
    onSuccess: async () => client.invalidateQueries({ queryKey: keys.parts }),
  });
  const fault = useFaultText(rollBack.error);
  if (!can('engineer')) return null;
  const canRollBack = part.activeVersion !== null && versions.length > 1;
  return (
    <>
      {rollBack.isError && <span role="alert">{`${fault.title}. ${fault.text}`}</span>}
      {canRollBack && (
        <ConfirmButton
          variant="default"
          leftSection={<IconArrowBackUp size={18} />}
          loading={rollBack.isPending}
          title={t('rollBack.title')}
          text={t('rollBack.text')}
          confirm={t('rollBack.confirm')}
          onConfirm={() => {
            rollBack.mutate();
          }}
        >
          {t('rollBack.action')}
        </ConfirmButton>
      )}
      <ImportPart partId={part.id} />
      <LinkButton
        to="/parts/$id/learn"
        params={{ id: part.id }}
        leftSection={<IconPlus size={18} />}
      >
        {t('learn')}
      </LinkButton>
    </>
  );
}
