import { Alert, Button, Progress } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconRobot } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useFormatter, useTranslations } from 'use-intl';
import { useApi } from '../../app/api.tsx';
import { keys } from '../../app/query-keys.ts';
import { useSession } from '../../app/session.tsx';
import { ConfirmButton } from '../../components/confirm-button.tsx';
import { LinkButton } from '../../components/links.tsx';
import { PageHead } from '../../components/page-head.tsx';
import { PrintButton } from '../../components/print-button.tsx';
import { UnansweredState } from '../../components/states.tsx';
import type { Study, StudyApi } from '../../ports/study-api.ts';
import { ConflictNotice } from '../review/conflict-notice.tsx';
import classes from './study-page.module.css';
import { StudyReport } from './study-report.tsx';

/** One study: how far its appraisers are, or what it says. */
export function StudyPage() {
  const { studies } = useApi();
  const { id } = useParams({ from: '/shell/studies/$id' });
  return studies === null ? null : <OpenedStudy id={id} studies={studies} />;
}

function OpenedStudy({ id, studies }: { readonly id: string; readonly studies: StudyApi }) {
  const t = useTranslations('study');
  const query = useQuery({
    queryKey: keys.study(id),
    queryFn: async ({ signal }) => studies.one(id, signal),
  });
  const { parts: partsApi } = useApi();
  const listed = useQuery({
    queryKey: keys.parts,
    queryFn: async ({ signal }) => partsApi.list(signal),
  });
  if (!query.isSuccess) return <UnansweredState query={query} />;
  const { data } = query;
  const { name, partId, parts, bad, trials, appraisers, state } = data;
  const part = listed.data?.find((one) => one.id === partId)?.name ?? '';
  return (
    <>
      <PageHead
        title={name}
        lead={`${part}: ${t('item', { parts, trials, appraisers: appraisers.length })}. ${t('bad', { bad })}`}
      >
        {state === 'finished' && <PrintButton />}
      </PageHead>
      {state === 'open' && <Running study={data} studies={studies} />}
      {state === 'cancelled' && <Alert>{t('cancelled')}</Alert>}
      {state === 'finished' && <StudyReport study={data} studies={studies} />}
    </>
  );
}

function Running({ study, studies }: { readonly study: Study; readonly studies: StudyApi }) {
  const t = useTranslations('study');
  const { can } = useSession();
  const client = useQueryClient();
  const { id, partId, appraisers } = study;
  const onSettled = async () => {
    await client.invalidateQueries({ queryKey: keys.study(id) });
    await client.invalidateQueries({ queryKey: keys.studies(partId) });
  };
  const finish = useMutation({ mutationFn: async () => studies.finish(id), onSettled });
  const cancel = useMutation({ mutationFn: async () => studies.cancel(id), onSettled });
  const isDone = appraisers.every(({ done, of }) => done === of);
  return (
    <div className={classes.running}>
      <PlanDoubts study={study} />
      <ul className={classes.appraisers}>
        {appraisers.map((appraiser) => (
          <li key={appraiser.name}>
            <AppraiserRow study={study} studies={studies} appraiser={appraiser} />
          </li>
        ))}
      </ul>
      <ConflictNotice error={finish.error ?? cancel.error} />
      {can('engineer') && (
        <div className={classes.ends}>
          <Button
            disabled={!isDone}
            loading={finish.isPending}
            onClick={() => {
              finish.mutate();
            }}
          >
            {t('finish')}
          </Button>
          <ConfirmButton
            variant="subtle"
            isDanger
            title={t('cancel.title')}
            text={t('cancel.text')}
            confirm={t('cancel.confirm')}
            onConfirm={() => {
              cancel.mutate();
            }}
          >
            {t('cancel.action')}
          </ConfirmButton>
        </div>
      )}
    </div>
  );
}

/** What a plan may fall short of, by what the statistics call it. */
const doubts = [
  'few-parts',
  'few-appraisers',
  'one-trial',
  'few-trials',
  'no-bad-parts',
  'few-bad-parts',
  'no-good-parts',
  'few-good-parts',
  'few-borderline-parts',
] as const;

function PlanDoubts({ study: { warnings, best } }: { readonly study: Study }) {
  const t = useTranslations('study.doubts');
  const format = useFormatter();
  const percent = (share: number) =>
    format.number(share, { style: 'percent', maximumFractionDigits: 1 });
  return (
    <Alert color={warnings.length > 0 ? 'yellow' : 'blue'} icon={<IconAlertTriangle />}>
      {t('title', {
        effectiveness: percent(best.effectiveness),
        missRate: percent(best.missRate),
        falseAlarmRate: percent(best.falseAlarmRate),
      })}
      {warnings.length > 0 && (
        <ul className={classes.doubts}>
          {warnings.map(({ code, found, expected }) => {
            const known = doubts.find((one) => one === code);
            return <li key={code}>{known === undefined ? code : t(known, { found, expected })}</li>;
          })}
        </ul>
      )}
    </Alert>
  );
}

function AppraiserRow({
  study: { id },
  studies,
  appraiser: { name, done, of },
}: {
  readonly study: Study;
  readonly studies: StudyApi;
  readonly appraiser: Study['appraisers'][number];
}) {
  const t = useTranslations('study');
  const { can } = useSession();
  const isStation = name === studies.stationName;
  const isDone = done === of;
  return (
    <div className={classes.appraiser}>
      <span className={classes.name}>{isStation ? t('station') : name}</span>
      <Progress value={(100 * done) / of} aria-label={t('progress', { done, of })} />
      <span className={classes.soft}>{t('progress', { done, of })}</span>
      {isDone && (
        <span className={classes.done}>
          <IconCheck size={18} aria-hidden="true" /> {t('done')}
        </span>
      )}
      {!isDone && isStation && can('engineer') && <StationButton id={id} studies={studies} />}
      {!isDone && !isStation && can('operator') && (
        <LinkButton
          to="/studies/$id/$appraiser"
          params={{ id, appraiser: name }}
          variant={done === 0 ? 'filled' : 'default'}
        >
          {done === 0 ? t('start', { name }) : t('continue', { name })}
        </LinkButton>
      )}
    </div>
  );
}

/** Lets the station judge until it is at the end; the page may be left meanwhile, and it goes on later. */
function StationButton({ id, studies }: { readonly id: string; readonly studies: StudyApi }) {
  const t = useTranslations('study');
  const client = useQueryClient();
  const judge = useMutation({
    mutationFn: async () => {
      for (;;) {
        const { next } = await studies.judgeByStation(id);
        await client.invalidateQueries({ queryKey: keys.study(id) });
        if (next === null) return;
      }
    },
  });
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconRobot size={18} />}
        loading={judge.isPending}
        onClick={() => {
          judge.mutate();
        }}
      >
        {t('judgeByStation')}
      </Button>
      <ConflictNotice error={judge.error} />
    </>
  );
}
