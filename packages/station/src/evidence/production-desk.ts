import type { Verdict } from 'fewgood';
import type { ChartQuery, ProductionCharts } from '../api/charts.ts';
import { failRates, type PeriodRates } from '../statistics/production/fail-rates.ts';
import { localClock } from '../statistics/production/local-time.ts';
import { hours, shiftsOf } from '../statistics/production/periods.ts';
import { quantiles } from '../statistics/production/quantiles.ts';
import { throughput } from '../statistics/production/throughput.ts';
import { IN_CONTROL } from '../statistics/charts/in-control.ts';
import type { StationDatabase } from '../store/database.ts';
import type { PartList } from '../store/part-list.ts';
import { controlChart, type ScoredAt } from './control-chart.ts';

/** Most inspections that charts are made of: more have no room on a screen. */
const MOST = 10_000;

interface Judged {
  readonly id: string;
  readonly acceptedAt: string;
  readonly judgedAt: string;
  readonly verdictAt: string | null;
  readonly version: number | null;
  readonly verdict: Verdict;
  readonly ratio: number | null;
  readonly milliseconds: number | null;
}

/** What the production of a part came to: scores over time, fail rates, throughput and latency. */
export class ProductionDesk {
  readonly #database: StationDatabase;
  readonly #parts: PartList;
  readonly #most: number;

  /** @param most - Inspections that charts are made of; the newest of a period that has more. */
  constructor(
    { database, parts }: { readonly database: StationDatabase; readonly parts: PartList },
    most: number = MOST,
  ) {
    this.#database = database;
    this.#parts = parts;
    this.#most = most;
  }

  /** @throws {@link NotFoundError} if there is no such part. */
  async charts(part: string, query: ChartQuery): Promise<ProductionCharts> {
    const { activeVersion } = await this.#parts.get(part);
    const { timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone } = query;
    const { judged, count } = await this.#judged(part, query);
    const clock = localClock(timeZone);
    const timed = judged.map(({ acceptedAt, verdict }) => ({
      time: Date.parse(acceptedAt),
      verdict,
    }));
    const version = query.version ?? activeVersion;
    const control = await this.#control({ part, version, baseline: query.baseline }, judged);
    return {
      inspections: judged.length,
      omitted: count - judged.length,
      timeZone,
      ...control,
      hours: plain(failRates(timed, hours(clock))),
      shifts: plain(failRates(timed, shiftsOf(query.shifts, clock))),
      latency: {
        judging: quantiles(judged.flatMap(({ milliseconds }) => milliseconds ?? [])),
        answer: quantiles(judged.flatMap(answerTime)),
      },
      throughput: { ...throughput(judged.map(({ judgedAt }) => Date.parse(judgedAt))) },
    };
  }

  async #control(
    { part, version, baseline }: { part: string; version: number | null; baseline: number },
    judged: readonly Judged[],
  ): Promise<Pick<ProductionCharts, 'control' | 'withoutControl'>> {
    if (version === null) {
      const withoutControl = {
        reason: 'no-version',
        found: 0,
        expected: IN_CONTROL.least,
      } as const;
      return { control: null, withoutControl };
    }
    const points = judged.flatMap((row) => (row.version === version ? scoredOf(row) : []));
    const chart = controlChart(version, await this.#baseline(part, version, baseline), points);
    return 'reason' in chart
      ? { control: null, withoutControl: chart }
      : { control: chart, withoutControl: null };
  }

  /** The first that a version passed, whatever the period. */
  async #baseline(part: string, version: number, count: number): Promise<ScoredAt[]> {
    const rows = await this.#database.rows
      .selectFrom('inspection')
      .select(['id', 'acceptedAt', 'ratio'])
      .where('part', '=', part)
      .where('version', '=', version)
      .where('verdict', '=', 'pass')
      .where('ratio', '>', 0)
      .orderBy('seq')
      .limit(count)
      .execute();
    return rows.flatMap((row) => scoredOf({ ...row, verdict: 'pass' }));
  }

  /** In order of time. */
  async #judged(
    part: string,
    { version, from, to }: ChartQuery,
  ): Promise<{ judged: Judged[]; count: number }> {
    let query = this.#database.rows
      .selectFrom('inspection')
      .where('part', '=', part)
      .where('state', '=', 'judged');
    if (version !== undefined) query = query.where('version', '=', version);
    if (from !== undefined) query = query.where('acceptedAt', '>=', from);
    if (to !== undefined) query = query.where('acceptedAt', '<', to);
    const { count } = await query
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    const rows = await query
      .select(['id', 'acceptedAt', 'judgedAt', 'verdictAt', 'version', 'verdict', 'ratio'])
      .select('milliseconds')
      .orderBy('seq', 'desc')
      .limit(this.#most)
      .execute();
    const judged = rows.flatMap(({ judgedAt, verdict, ...row }) =>
      judgedAt === null || verdict === null ? [] : [{ ...row, judgedAt, verdict }],
    );
    return { judged: judged.toReversed(), count };
  }
}

/** A score that a chart can take: of a picture that could be judged, and above 0. */
function scoredOf({
  id,
  acceptedAt,
  ratio,
  verdict,
}: Pick<Judged, 'id' | 'acceptedAt' | 'ratio' | 'verdict'>): ScoredAt[] {
  const isScore = verdict !== 'cannot judge' && ratio !== null && ratio > 0 && ratio < Infinity;
  return isScore ? [{ id, acceptedAt, ratio }] : [];
}

/** Milliseconds from taken in to the verdict stored; until judging ended, where nothing else was noted. */
function answerTime({ acceptedAt, judgedAt, verdictAt, milliseconds }: Judged): number[] {
  const accepted = Date.parse(acceptedAt);
  if (verdictAt !== null) return [Date.parse(verdictAt) - accepted];
  // `judgedAt` is when judging began.
  return milliseconds === null ? [] : [Date.parse(judgedAt) - accepted + milliseconds];
}

function plain(rates: readonly PeriodRates[]): ProductionCharts['hours'] {
  return rates.map(({ fail, cannotJudge, ...rest }) => ({
    ...rest,
    fail: { ...fail, interval: { ...fail.interval } },
    cannotJudge: { ...cannotJudge, interval: { ...cannotJudge.interval } },
  }));
}
