import { Progress } from '@mantine/core';
import { IconPlus, IconUsersGroup } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useFormatter, useTranslations } from 'use-intl';
import { useApi } from '../../app/api.tsx';
import { keys } from '../../app/query-keys.ts';
import { useSession } from '../../app/session.tsx';
import { LinkButton } from '../../components/links.tsx';
import { EmptyState, UnansweredState } from '../../components/states.tsx';
import type { Study, StudyApi } from '../../ports/study-api.ts';
import { ChosenPartPage } from '../inspect/chosen-part-page.tsx';
import classes from './studies-page.module.css';

/** Studies of agreement of a part: who agrees with himself, with others and with what parts are. */
export function StudiesPage() {
  const { studies } = useApi();
  return (
    <ChosenPartPage texts="study" icon={IconUsersGroup}>
      {({ id }) => studies !== null && <PartStudies key={id} partId={id} studies={studies} />}
    </ChosenPartPage>
  );
}

function PartStudies({ partId, studies }: { readonly partId: string; readonly studies: StudyApi }) {
  const t = useTranslations('study');
  const { can } = useSession();
  const query = useQuery({
    queryKey: keys.studies(partId),
    queryFn: async ({ signal }) => studies.list(partId, signal),
  });
  const plan = can('engineer') && (
    <LinkButton to="/studies/new" leftSection={<IconPlus size={18} />}>
      {t('plan.action')}
    </LinkButton>
  );
  if (!query.isSuccess) return <UnansweredState query={query} />;
  const { data } = query;
  if (data.length === 0) {
    return (
      <EmptyState icon={IconUsersGroup} title={t('empty.title')} action={plan}>
        {t('empty.text')}
      </EmptyState>
    );
  }
  return (
    <>
      <div className={classes.actions}>{plan}</div>
      <ul className={classes.list}>
        {data.map((study) => (
          <li key={study.id}>
            <StudyItem study={study} />
          </li>
        ))}
      </ul>
    </>
  );
}

function StudyItem({ study }: { readonly study: Study }) {
  const t = useTranslations('study');
  const format = useFormatter();
  const { id, name, state, parts, trials, appraisers, created } = study;
  const done = appraisers.reduce((sum, one) => sum + one.done, 0);
  const of = appraisers.reduce((sum, one) => sum + one.of, 0);
  return (
    <Link to="/studies/$id" params={{ id }} className={classes.item}>
      <span className={classes.name}>{name}</span>
      <span className={classes.soft}>
        {t('item', { parts, trials, appraisers: appraisers.length })} ·{' '}
        {format.dateTime(new Date(created), { dateStyle: 'medium' })}
      </span>
      <span className={classes.state}>{t(`state.${state}`)}</span>
      {state === 'open' && (
        <Progress value={(100 * done) / of} aria-label={t('progress', { done, of })} />
      )}
    </Link>
  );
}
