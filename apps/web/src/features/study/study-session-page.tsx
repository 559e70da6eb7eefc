import { Button, Progress } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { IconCheck, IconX } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { useApi } from '../../app/api.tsx';
import { keys } from '../../app/query-keys.ts';
import { LinkButton } from '../../components/links.tsx';
import { PageHead } from '../../components/page-head.tsx';
import { EmptyState, UnansweredState } from '../../components/states.tsx';
import type { Judgement, StudyApi, StudySession } from '../../ports/study-api.ts';
import { ConflictNotice } from '../review/conflict-notice.tsx';
import classes from './study-session-page.module.css';

/** An appraiser at his pictures, one after another. */
export function StudySessionPage() {
  const { studies } = useApi();
  const { id, appraiser } = useParams({ from: '/shell/studies/$id/$appraiser' });
  return studies === null ? null : <Session studies={studies} id={id} appraiser={appraiser} />;
}

interface SessionOf {
  readonly studies: StudyApi;
  readonly id: string;
  readonly appraiser: string;
}

function Session({ studies, id, appraiser }: SessionOf) {
  const t = useTranslations('study.session');
  const query = useQuery({
    queryKey: keys.studySession(id, appraiser),
    queryFn: async ({ signal }) => studies.session(id, appraiser, signal),
  });
  if (!query.isSuccess) return <UnansweredState query={query} />;
  const { data } = query;
  const { next } = data;
  return (
    <>
      <PageHead title={t('title', { name: appraiser })} lead={t('lead')} />
      {next === null ? (
        <EmptyState
          icon={IconCheck}
          title={t('end.title')}
          action={
            <LinkButton to="/studies/$id" params={{ id }}>
              {t('end.action')}
            </LinkButton>
          }
        >
          {t('end.text')}
        </EmptyState>
      ) : (
        <Shown studies={studies} id={id} appraiser={appraiser} number={next} session={data} />
      )}
    </>
  );
}

function Shown({
  studies,
  id,
  appraiser,
  number,
  session: { done, of },
}: SessionOf & { readonly number: number; readonly session: StudySession }) {
  const t = useTranslations('study.session');
  const client = useQueryClient();
  const judge = useMutation({
    mutationFn: async (judgement: Judgement) => studies.judge(id, appraiser, { number, judgement }),
    onSuccess: async (session) => {
      client.setQueryData(keys.studySession(id, appraiser), session);
      await client.invalidateQueries({ queryKey: keys.study(id) });
    },
    // Another screen may have gone on meanwhile.
    onError: async () => client.invalidateQueries({ queryKey: keys.studySession(id, appraiser) }),
  });
  const say = (judgement: Judgement) => {
    if (!judge.isPending) judge.mutate(judgement);
  };
  return (
    <div className={classes.session}>
      <div className={classes.progress}>
        <Progress value={(100 * done) / of} aria-label={t('progress', { number, of })} />
        <span aria-live="polite">{t('progress', { number, of })}</span>
      </div>
      <img
        key={number}
        className={classes.picture}
        src={studies.pictureAddress(id, appraiser, number)}
        alt={t('picture', { number })}
      />
      <ConflictNotice error={judge.error} />
      <Answers onSay={say} />
      <p className={classes.keys}>{t('keys')}</p>
    </div>
  );
}

const answers = [
  { judgement: 'good', key: 'G', color: 'teal.9', icon: IconCheck },
  { judgement: 'bad', key: 'B', color: 'red.9', icon: IconX },
] as const;

function Answers({ onSay }: { readonly onSay: (judgement: Judgement) => void }) {
  const t = useTranslations('study.session');
  useHotkeys(
    answers.map(({ key, judgement }) => [
      key,
      () => {
        onSay(judgement);
      },
    ]),
  );
  return (
    <div className={classes.answers}>
      {answers.map(({ judgement, color: colour, icon: Icon }) => (
        <Button
          key={judgement}
          size="xl"
          color={colour}
          leftSection={<Icon size={26} />}
          onClick={() => {
            onSay(judgement);
          }}
        >
          {t(judgement)}
        </Button>
      ))}
    </div>
  );
}
