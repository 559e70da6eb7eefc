import { Table } from '@mantine/core';
import { useFormatter, useTranslations } from 'use-intl';
import { toneOf } from '../../app/outcome.ts';
import { LinkAnchor } from '../../components/links.tsx';
import { Picture } from '../../components/picture.tsx';
import { VerdictBadge } from '../../components/verdict-badge.tsx';
import type { AcceptanceLimits, AcceptanceReport } from '../../ports/acceptance-api.ts';
import classes from './acceptance-page.module.css';

interface Part {
  readonly report: AcceptanceReport;
}

/** The report itself, on screen and on paper. */
export function AcceptanceSheet({ report, limits }: Part & { readonly limits: AcceptanceLimits }) {
  return (
    <div className={classes.report}>
      <Subject report={report} />
      <Figures report={report} limits={limits} />
      <Repeatability report={report} />
      <ReferencePictures report={report} />
      <Signatures report={report} />
    </div>
  );
}

function useTexts() {
  const format = useFormatter();
  return {
    time: (at: string) =>
      format.dateTime(new Date(at), { dateStyle: 'medium', timeStyle: 'short' }),
    percent: (share: number) =>
      format.number(share, { style: 'percent', maximumSignificantDigits: 3 }),
    figure: (value: number) => format.number(value, { maximumSignificantDigits: 4 }),
  };
}

function Subject({ report }: Part) {
  const t = useTranslations('acceptance.subject');
  const { time, figure } = useTexts();
  const { threshold, provisional, created, createdBy, activation, support, confirmed } = report;
  const bound = threshold === null ? t('noThreshold') : figure(threshold);
  const facts = [
    [t('part'), `${report.partName} · ${String(report.version)}`],
    [t('threshold'), provisional ? t('provisional', { threshold: bound }) : bound],
    [t('made'), t('byAt', { name: createdBy, time: time(created) })],
    [t('learned'), t('learnedFrom', { support, confirmed })],
    [
      t('active'),
      activation === null
        ? t('never')
        : t('byAt', { name: activation.by, time: time(activation.at) }),
    ],
    [t('hash'), report.sha256],
  ] as const;
  return (
    <section className={classes.sheet} aria-label={t('title')}>
      <h2>{t('title')}</h2>
      <dl className={classes.facts}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** Figures that limits are agreed upon. */
const LIMITED = { goodSortedOut: 'falseReject', escape: 'escape' } as const;

function Figures({ report, limits }: Part & { readonly limits: AcceptanceLimits }) {
  const t = useTranslations('acceptance.figures');
  const { percent } = useTexts();
  return (
    <section className={classes.sheet} aria-label={t('title')}>
      <h2>{t('title')}</h2>
      <Table.ScrollContainer minWidth={560}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('term')}</Table.Th>
              <Table.Th>{t('count')}</Table.Th>
              <Table.Th>{t('share')}</Table.Th>
              <Table.Th>{t('interval')}</Table.Th>
              <Table.Th>{t('limit')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {report.terms.map(({ term, name, meaning, share: { count, of, share, low, high } }) => {
              const limited =
                term === 'goodSortedOut' || term === 'escape' ? LIMITED[term] : undefined;
              const limit = limited === undefined ? undefined : limits[limited];
              const kept = limited === undefined ? null : report.kept[limited];
              return (
                <Table.Tr key={term}>
                  <Table.Th scope="row">
                    {name}
                    <span className={classes.soft}>{meaning}</span>
                  </Table.Th>
                  <Table.Td>{t('of', { count, of })}</Table.Td>
                  <Table.Td>{share === null ? '–' : percent(share)}</Table.Td>
                  <Table.Td>
                    {share === null ? '–' : t('range', { low: percent(low), high: percent(high) })}
                  </Table.Td>
                  <Table.Td>
                    {limit !== undefined && kept !== null && (
                      <>
                        {t('atMost', { limit: percent(limit) })}
                        <strong className={classes.kept} data-tone={TONES[kept]}>
                          {t(kept)}
                        </strong>
                      </>
                    )}
                  </Table.Td>
                </Table.Tr>
              );
            })}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <p className={classes.soft}>{t('text')}</p>
    </section>
  );
}

const TONES = { shown: 'pass', broken: 'fail', open: 'unjudged' } as const;

function Repeatability({ report: { repeatability } }: Part) {
  const t = useTranslations('acceptance.repeatability');
  const { figure } = useTexts();
  const { pictures, judgements, differing, largestSpread } = repeatability;
  return (
    <section className={classes.sheet} aria-label={t('title')}>
      <h2>{t('title')}</h2>
      <p>
        {pictures === 0
          ? t('none')
          : t('found', { pictures, judgements, differing, spread: figure(largestSpread ?? 0) })}
      </p>
      <p className={classes.soft}>{t('text')}</p>
    </section>
  );
}

function ReferencePictures({ report: { pictures, leftOut } }: Part) {
  const t = useTranslations('acceptance.pictures');
  const { time, figure } = useTexts();
  return (
    <section className={classes.pictures} aria-label={t('title')}>
      <h2>{t('title')}</h2>
      {pictures.length === 0 ? (
        <p>{t('none')}</p>
      ) : (
        <Table.ScrollContainer minWidth={560}>
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('picture')}</Table.Th>
                <Table.Th>{t('reference')}</Table.Th>
                <Table.Th>{t('verdict')}</Table.Th>
                <Table.Th>{t('ratio')}</Table.Th>
                <Table.Th>{t('decided')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {pictures.map((one) => (
                <Table.Tr key={one.inspection} data-tone={toneOf(one.verdict)}>
                  <Table.Td>
                    <span className={classes.picture}>
                      <span>
                        <Picture address={one.thumbnail} />
                      </span>
                      <LinkAnchor to="/inspections/$id" params={{ id: one.inspection }}>
                        {one.name}
                      </LinkAnchor>
                    </span>
                  </Table.Td>
                  <Table.Td>{t(one.reference)}</Table.Td>
                  <Table.Td>
                    <VerdictBadge outcome={one.verdict} />
                  </Table.Td>
                  <Table.Td>{one.ratio === null ? '–' : figure(one.ratio)}</Table.Td>
                  <Table.Td>
                    {one.decidedBy}
                    <span className={classes.soft}>{time(one.decidedAt)}</span>
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      <p className={classes.soft}>{t('leftOut', leftOut)}</p>
    </section>
  );
}

function Signatures({ report: { madeAt, madeBy, head } }: Part) {
  const t = useTranslations('acceptance.signatures');
  const { time } = useTexts();
  return (
    <footer className={classes.signatures} aria-label={t('title')}>
      <div className={classes.lines}>
        {(['supplier', 'operator', 'quality'] as const).map((who) => (
          <p key={who}>
            <span className={classes.line} />
            {t(who)}
          </p>
        ))}
      </div>
      <p className={classes.soft}>{t('made', { time: time(madeAt), name: madeBy })}</p>
      <p className={classes.soft}>
        {t('head', { seq: head.seq })} <code>{head.hash}</code>
      </p>
      <p className={classes.soft}>{t('terms')}</p>
    </footer>
  );
}
