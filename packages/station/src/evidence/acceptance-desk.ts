import type { AcceptanceQuery, AcceptanceReport } from '../api/acceptance.ts';
import type { VersionSummary } from '../api/part.ts';
import type { Actor } from '../api/role.ts';
import { CHAIN_START } from '../audit/chain.ts';
import { NotFoundError } from '../errors.ts';
import { partNameOf } from '../review/review-rows.ts';
import { familyOf } from '../review/version-family.ts';
import {
  acceptanceFigures,
  type OutcomeCounts,
} from '../statistics/acceptance/acceptance-figures.ts';
import { ACCEPTANCE_WORDS } from '../statistics/acceptance/acceptance-words.ts';
import { referenceOf } from '../statistics/threshold/reference.ts';
import type { StationDatabase } from '../store/database.ts';
import type { StoreOptions } from '../store/part-list.ts';
import type { VersionRow } from '../store/tables.ts';

type Pictures = AcceptanceReport['pictures'];

/** What is printed first of good parts, then of bad ones. */
const TERMS: readonly AcceptanceReport['terms'][number]['term'][] = [
  'rightAccept',
  'falseReject',
  'goodNotJudged',
  'goodSortedOut',
  'rightReject',
  'escape',
  'badNotJudged',
];

/** What a version of a part did with good and bad pictures that people know: a report to accept it by. */
export class AcceptanceDesk {
  readonly #database: StationDatabase;
  readonly #now: () => string;

  constructor({ database, now }: StoreOptions) {
    this.#database = database;
    this.#now = now;
  }

  /** @throws {@link NotFoundError} if there is no such part or version. */
  async report(
    { part, version }: { readonly part: string; readonly version: number },
    { language, ...limits }: AcceptanceQuery,
    actor: Actor,
  ): Promise<AcceptanceReport> {
    const { rows } = this.#database;
    const name = await partNameOf(rows, part);
    const row = await this.#version(part, version);
    const summary: VersionSummary = JSON.parse(row.summary);
    const { pictures, leftOut } = await this.#pictures(row, summary);
    const figures = acceptanceFigures(countsOf(pictures, 'good'), countsOf(pictures, 'bad'), {
      limits: agreed(limits),
    });
    const shares = { ...figures.terms, goodSortedOut: figures.goodSortedOut };
    const { number, sha256, createdAt, createdBy } = row;
    const { threshold, provisional, support, confirmed } = summary;
    return {
      part: { id: part, name },
      version: {
        number,
        sha256,
        threshold,
        provisional,
        createdAt,
        createdBy,
        support: support.length,
        confirmed: confirmed.length,
      },
      activations: await this.#activations(part, version),
      confidence: figures.confidence,
      terms: TERMS.map((term) => {
        const { interval, ...share } = shares[term];
        const words = ACCEPTANCE_WORDS[language][term];
        return { term, ...words, share: { ...share, interval: { ...interval } } };
      }),
      limits: { falseReject: limits.falseReject ?? null, escape: limits.escape ?? null },
      kept: { ...figures.limits },
      pictures,
      leftOut,
      repeatability: await this.#repeatability(part, version),
      madeAt: this.#now(),
      madeBy: actor.id,
      head: await this.#head(),
    };
  }

  async #version(part: string, version: number): Promise<VersionRow> {
    const row = await this.#database.rows
      .selectFrom('version')
      .selectAll()
      .where('part', '=', part)
      .where('number', '=', version)
      .executeTakeFirst();
    if (row === undefined) throw new NotFoundError('the version', version);
    return row;
  }

  /** Those that this version judged, each once, and none that it knows from learning. */
  async #pictures(
    { part, number }: VersionRow,
    { support }: VersionSummary,
  ): Promise<Pick<AcceptanceReport, 'pictures' | 'leftOut'>> {
    const { ancestors } = await familyOf(this.#database, part, number);
    const learnedFrom = new Set(support.map(({ sha256 }) => sha256));
    const reviews = await this.#database.rows
      .selectFrom('review')
      .innerJoin('inspection', 'inspection.id', 'review.inspection')
      .where('review.part', '=', part)
      .where('review.state', '!=', 'undone')
      .select(['review.decision', 'review.version as appliedTo'])
      .select(['review.decidedAt', 'review.decidedBy', 'inspection.id as inspection'])
      .select(['inspection.name', 'inspection.picture', 'inspection.pictureRemoved'])
      .select(['inspection.version', 'inspection.verdict', 'inspection.ratio'])
      .select('inspection.acceptedAt')
      .orderBy('review.seq')
      .execute();
    const pictures = new Map<string, Pictures[number]>();
    const learned = new Set<string>();
    const elsewhere = new Set<string>();
    for (const { decision, appliedTo, version, verdict, pictureRemoved, ...row } of reviews) {
      const reference = referenceOf({ decision, verdict });
      if (reference === undefined || verdict === null) continue;
      const isCalibrated = decision === 'good' && appliedTo !== null && ancestors.has(appliedTo);
      if (isCalibrated || learnedFrom.has(row.picture)) learned.add(row.picture);
      else if (version !== number) elsewhere.add(row.picture);
      else {
        const known = { ...row, pictureRemoved: pictureRemoved === 1, reference, verdict };
        pictures.set(row.picture, known);
      }
    }
    for (const picture of learned) pictures.delete(picture);
    const others = [...elsewhere].filter((one) => !pictures.has(one) && !learned.has(one));
    return {
      pictures: [...pictures.values()].toSorted(badFirst),
      leftOut: { learned: learned.size, otherVersions: others.length },
    };
  }

  async #activations(part: string, version: number): Promise<AcceptanceReport['activations']> {
    return this.#database.rows
      .selectFrom('activation')
      .select(['part', 'version', 'previous', 'at', 'by', 'reason'])
      .where('part', '=', part)
      .where('version', '=', version)
      .orderBy('seq')
      .execute();
  }

  /** The same file sent again is to get the same verdict. */
  async #repeatability(part: string, version: number): Promise<AcceptanceReport['repeatability']> {
    const repeated = await this.#database.rows
      .selectFrom('inspection')
      .where('part', '=', part)
      .where('version', '=', version)
      .where('state', '=', 'judged')
      .groupBy('picture')
      .having(({ fn }) => fn.countAll(), '>', 1)
      .select(({ fn }) => [
        fn.countAll<number>().as('count'),
        fn.count<number>('verdict').distinct().as('verdicts'),
        fn.min('ratio').as('least'),
        fn.max('ratio').as('most'),
      ])
      .execute();
    const spreads = repeated.flatMap(({ least, most }) =>
      least === null || most === null ? [] : [most - least],
    );
    return {
      pictures: repeated.length,
      judgements: repeated.reduce((sum, { count }) => sum + count, 0),
      differing: repeated.filter(({ verdicts }) => verdicts > 1).length,
      largestSpread: spreads.length === 0 ? null : Math.max(...spreads),
    };
  }

  async #head(): Promise<AcceptanceReport['head']> {
    const last = await this.#database.rows
      .selectFrom('audit')
      .select(['seq', 'hash'])
      .orderBy('seq', 'desc')
      .limit(1)
      .executeTakeFirst();
    return last ?? { seq: 0, hash: CHAIN_START };
  }
}

function countsOf(pictures: Pictures, kind: 'good' | 'bad'): OutcomeCounts {
  const of = pictures.filter(({ reference }) => reference === kind);
  const count = (verdict: string) => of.filter((one) => one.verdict === verdict).length;
  return { pass: count('pass'), fail: count('fail'), cannotJudge: count('cannot judge') };
}

function agreed({ falseReject, escape }: Omit<AcceptanceQuery, 'language'>) {
  return {
    ...(falseReject !== undefined && { falseReject }),
    ...(escape !== undefined && { escape }),
  };
}

function badFirst(a: Pictures[number], b: Pictures[number]): number {
  if (a.reference !== b.reference) return a.reference === 'bad' ? -1 : 1;
  return (b.ratio ?? 0) - (a.ratio ?? 0);
}
