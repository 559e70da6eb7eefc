import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslations } from 'use-intl';
import { useApi } from '../../app/api.tsx';
import { keys } from '../../app/query-keys.ts';
import { ReasonList } from '../../components/reason-list.tsx';
import type { Enrolment } from '../../ports/parts-api.ts';
import { LearnProgressBar } from './learn-progress.tsx';
import classes from './part-page.module.css';

/** How often learning that is under way is looked at, milliseconds. */
const LOOK_EVERY = 1500;

/** Learning of a part that is under way, or failed last. */
export function UnfinishedEnrolments({ partId }: { readonly partId: string }) {
  const { parts } = useApi();
  const client = useQueryClient();
  const { data = [] } = useQuery({
    queryKey: keys.enrolments(partId),
    queryFn: async ({ signal }) => parts.unfinished(partId, signal),
    refetchInterval: ({ state }) => ((state.data ?? []).some(isUnderWay) ? LOOK_EVERY : false),
  });
  const underWay = data.filter(isUnderWay).length;
  // One that is done has become a version.
  useEffect(() => {
    void client.invalidateQueries({ queryKey: keys.versions(partId) });
  }, [client, partId, underWay]);
  return data.map((enrolment) => (
    <section key={enrolment.id} className={classes.unfinished}>
      <UnfinishedText enrolment={enrolment} />
    </section>
  ));
}

function UnfinishedText({ enrolment }: { readonly enrolment: Enrolment }) {
  const t = useTranslations('part.unfinished');
  const { state, progress, error } = enrolment;
  return (
    <>
      {state !== 'done' && <h2>{t(state)}</h2>}
      {isUnderWay(enrolment) && <LearnProgressBar progress={progress} />}
      {error !== null && <ReasonList reasons={[error]} outcome="error" />}
    </>
  );
}

function isUnderWay({ state }: Enrolment): boolean {
  return state === 'waiting' || state === 'running';
}
