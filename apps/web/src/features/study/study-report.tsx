import { Table } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useFormatter, useTranslations } from 'use-intl';
import { keys } from '../../app/query-keys.ts';
import { UnansweredState } from '../../components/states.tsx';
import type { Criterion, Study, StudyApi, StudyFigures } from '../../ports/study-api.ts';
import { CapabilitySign, capabilityTones } from './capability-sign.tsx';
import { useStudyTexts } from './study-texts.ts';
import classes from './study-report.module.css';

const criteria: readonly Criterion[] = ['effectiveness', 'missRate', 'falseAlarmRate'];

/** What a finished study says, on screen and on paper. */
export function StudyReport({
  study,
  studies,
}: {
  readonly study: Study;
  readonly studies: StudyApi;
}) {
  const { id } = study;
  const query = useQuery({
    queryKey: keys.studyFigures(id),
    queryFn: async ({ signal }) => studies.figures(id, signal),
  });
  if (!query.isSuccess) return <UnansweredState query={query} />;
  const { data } = query;
  return (
    <div className={classes.report}>
      <Conclusion study={study} figures={data} />
      <Rates figures={data} />
      <Kappas figures={data} />
      <Doubtful figures={data} />
      <Origin study={study} figures={data} />
    </div>
  );
}

function Conclusion({ study, figures }: { readonly study: Study; readonly figures: StudyFigures }) {
  const t = useTranslations('study.report');
  const text = useStudyTexts();
  const { observed, shown, agreed, effectiveness } = figures;
  return (
    <section
      className={classes.conclusion}
      data-tone={capabilityTones[observed]}
      aria-label={t('title')}
    >
      <h2>
        <CapabilitySign capability={observed} />
      </h2>
      <p>
        {t('conclusion', {
          parts: study.parts,
          agreed: text.share(agreed),
          right: text.share(effectiveness),
        })}
      </p>
      <p>
        {t('shown')} <CapabilitySign capability={shown} />
      </p>
    </section>
  );
}

function Rates({ figures: { appraisers, criteria: limits } }: { readonly figures: StudyFigures }) {
  const t = useTranslations('study.report');
  const text = useStudyTexts();
  return (
    <section className={classes.sheet} aria-label={t('rates')}>
      <h2>{t('rates')}</h2>
      <Table.ScrollContainer minWidth={640}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('appraiser')}</Table.Th>
              {criteria.map((criterion) => (
                <Table.Th key={criterion}>{t(criterion)}</Table.Th>
              ))}
              <Table.Th>{t('verdict')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {appraisers.map(({ name, rates, by, observed }) => (
              <Table.Tr key={name}>
                <Table.Th scope="row">{name}</Table.Th>
                {criteria.map((criterion) => (
                  <Table.Td key={criterion}>
                    <span>{text.share(rates[criterion])}</span>
                    <CapabilitySign capability={by[criterion]} />
                  </Table.Td>
                ))}
                <Table.Td>
                  <CapabilitySign capability={observed} />
                </Table.Td>
              </Table.Tr>
            ))}
            {(['acceptable', 'marginal'] as const).map((capability) => (
              <Table.Tr key={capability} className={classes.limits}>
                <Table.Th scope="row">{t(`limits.${capability}`)}</Table.Th>
                {criteria.map((criterion) => (
                  <Table.Td key={criterion}>
                    {t(criterion === 'effectiveness' ? 'atLeast' : 'atMost', {
                      limit: text.percent(limits[criterion][capability]),
                    })}
                  </Table.Td>
                ))}
                <Table.Td />
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <p className={classes.note}>{t('ratesText')}</p>
    </section>
  );
}

function Kappas({ figures }: { readonly figures: StudyFigures }) {
  const t = useTranslations('study.report');
  const text = useStudyTexts();
  const { appraisers, pairs, kappaBetween } = figures;
  const rows = [
    ...appraisers.map(({ name, kappaWithin }) => [t('within', { name }), kappaWithin] as const),
    ...appraisers.map(
      ({ name, kappaReference }) => [t('against', { name }), kappaReference] as const,
    ),
    ...pairs.map(({ first, second, kappa }) => [t('between', { first, second }), kappa] as const),
    ...(appraisers.length > 1 ? [[t('all'), kappaBetween] as const] : []),
  ];
  return (
    <section className={classes.sheet} aria-label={t('kappas')}>
      <h2>{t('kappas')}</h2>
      <Table>
        <Table.Tbody>
          {rows.map(([name, kappa]) => (
            <Table.Tr key={name}>
              <Table.Th scope="row">{name}</Table.Th>
              <Table.Td>{text.kappa(kappa)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <p className={classes.note}>{t('kappasText')}</p>
    </section>
  );
}

/** Parts that somebody always called the wrong thing, or not always the same. */
function Doubtful({ figures: { appraisers } }: { readonly figures: StudyFigures }) {
  const t = useTranslations('study.report');
  const some = appraisers.filter(
    ({ alwaysWrong, mixed }) => alwaysWrong.length > 0 || mixed.length > 0,
  );
  if (some.length === 0) return null;
  return (
    <section className={classes.sheet} aria-label={t('doubtful')}>
      <h2>{t('doubtful')}</h2>
      <dl className={classes.doubtful}>
        {some.map(({ name, alwaysWrong, mixed }) => (
          <div key={name}>
            <dt>{name}</dt>
            {alwaysWrong.length > 0 && (
              <dd>{t('alwaysWrong', { parts: alwaysWrong.join(', ') })}</dd>
            )}
            {mixed.length > 0 && <dd>{t('mixed', { parts: mixed.join(', ') })}</dd>}
          </div>
        ))}
      </dl>
    </section>
  );
}

function Origin({ study, figures }: { readonly study: Study; readonly figures: StudyFigures }) {
  const t = useTranslations('study.report');
  const format = useFormatter();
  const time = (moment: string | null) =>
    moment === null
      ? ''
      : format.dateTime(new Date(moment), { dateStyle: 'medium', timeStyle: 'short' });
  return (
    <footer className={classes.origin}>
      <p>
        {t('origin', {
          planned: time(study.created),
          planner: study.createdBy,
          ended: time(study.ended),
          ender: study.endedBy ?? '',
        })}{' '}
        {study.version !== null && t('version', { version: study.version })}
      </p>
      <p>
        {t('hash')} <code>{figures.hash}</code>
      </p>
      <p>{t('terms')}</p>
    </footer>
  );
}
