import { ArgumentRangeError } from 'fewgood';
import { assertConfidence, CONFIDENCE } from '../shares/exact-interval.ts';
import { exactShare, type Share } from '../shares/share.ts';

/** Figures of an acceptance test of a system that sorts parts into good and bad. */
export type AcceptanceTerm =
  'rightAccept' | 'falseReject' | 'rightReject' | 'escape' | 'goodNotJudged' | 'badNotJudged';

/** Outcomes of parts that are known to be of one kind. */
export interface OutcomeCounts {
  /** Passed. */
  readonly pass: number;
  /** Failed. */
  readonly fail: number;
  /** Not judged. */
  readonly cannotJudge: number;
}

/** What was agreed upon for the acceptance. */
export interface AcceptanceLimits {
  /** Share of good parts that may be sorted out, failed and not judged together. */
  readonly falseReject?: number;
  /** Share of bad parts that may pass. */
  readonly escape?: number;
}

/**
 * What a test shows of a limit: `shown` to be kept where even the unfavourable end of the interval keeps it,
 * `broken` where even the favourable end does not, else `open`: more parts would tell.
 */
export type LimitVerdict = 'shown' | 'broken' | 'open';

/** Result of an acceptance test. */
export interface AcceptanceFigures {
  /** Of both sides of every interval together. */
  readonly confidence: number;
  /** Of good parts: `rightAccept`, `falseReject`, `goodNotJudged`; of bad ones: the others. */
  readonly terms: Readonly<Record<AcceptanceTerm, Share>>;
  /** Good parts that do not pass, failed and not judged: what the line has to look at again. */
  readonly goodSortedOut: Share;
  /** Agreed limits; null where none was agreed upon. */
  readonly limits: {
    /** Of good parts sorted out. */
    readonly falseReject: LimitVerdict | null;
    /** Of bad parts that pass. */
    readonly escape: LimitVerdict | null;
  };
}

/**
 * Figures of an acceptance test with good and bad parts that are known as such. A part that cannot be
 * judged is sorted out: it is counted by itself, and with the good parts sorted out, but it does not escape.
 *
 * Exact intervals, for parts that are independent of one another and each judged once.
 *
 * @param good - Outcomes of the good parts.
 * @param bad - Outcomes of the bad parts.
 * @throws {@link ArgumentRangeError} if a count, a limit or `confidence` is out of range.
 */
export function acceptanceFigures(
  good: OutcomeCounts,
  bad: OutcomeCounts,
  {
    limits = {},
    confidence = CONFIDENCE,
  }: { readonly limits?: AcceptanceLimits; readonly confidence?: number } = {},
): AcceptanceFigures {
  assertConfidence(confidence);
  const allGood = total('good', good);
  const allBad = total('bad', bad);
  const terms = {
    rightAccept: exactShare(good.pass, allGood, confidence),
    falseReject: exactShare(good.fail, allGood, confidence),
    rightReject: exactShare(bad.fail, allBad, confidence),
    escape: exactShare(bad.pass, allBad, confidence),
    goodNotJudged: exactShare(good.cannotJudge, allGood, confidence),
    badNotJudged: exactShare(bad.cannotJudge, allBad, confidence),
  };
  const goodSortedOut = exactShare(good.fail + good.cannotJudge, allGood, confidence);
  return {
    confidence,
    terms,
    goodSortedOut,
    limits: {
      falseReject: verdictOn(goodSortedOut, 'falseReject', limits),
      escape: verdictOn(terms.escape, 'escape', limits),
    },
  };
}

function total(kind: string, { pass, fail, cannotJudge }: OutcomeCounts): number {
  for (const [name, count] of Object.entries({ pass, fail, cannotJudge })) {
    if (Number.isInteger(count) && count >= 0) continue;
    throw new ArgumentRangeError(`${kind}.${name}`, count, 'an integer from 0');
  }
  return pass + fail + cannotJudge;
}

function verdictOn(
  { interval }: Share,
  name: keyof AcceptanceLimits,
  limits: AcceptanceLimits,
): LimitVerdict | null {
  const limit = limits[name];
  if (limit === undefined) return null;
  if (!(limit >= 0 && limit <= 1)) {
    throw new ArgumentRangeError(`limits.${name}`, limit, 'a share from 0 to 1');
  }
  if (interval.high <= limit) return 'shown';
  return interval.low > limit ? 'broken' : 'open';
}
