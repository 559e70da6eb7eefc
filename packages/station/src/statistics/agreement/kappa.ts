import { type Interval, normalQuantile } from 'fewgood';
import { CONFIDENCE } from '../shares/exact-interval.ts';

/** Agreement beyond chance. */
export interface Kappa {
  /** 1 for complete agreement, 0 for as much as by chance; null if all say one thing, where chance agrees as well. */
  readonly kappa: number | null;
  /** Share of pairs of judgements that agree. */
  readonly observed: number;
  /** Share that agrees by chance. */
  readonly expected: number;
  /** Standard error, by leaving out one part after another; null without a kappa or with one part. */
  readonly standardError: number | null;
  /** Where the kappa behind it lies; null where it is not known. */
  readonly interval: Interval | null;
}

/** Agreement and chance of a sample of parts. */
interface Agreement {
  readonly observed: number;
  readonly expected: number;
}

/**
 * Cohen's kappa of two appraisers over all their pairs of judgements: trial 1 with trial 1, and so on.
 *
 * J. Cohen, "A coefficient of agreement for nominal scales", Educational and Psychological Measurement 20,
 * 1960. The interval leaves out one part after another (see {@link withJackknife}), since the trials of one
 * part depend on one another; the formula of Fleiss, Cohen and Everitt (1969), which other programs print,
 * takes them for as many parts.
 *
 * @param tables - Of each part: how often both said bad, the first alone good, the second alone good, both
 *   good; in this order, shape [P, 4].
 * @param confidence - Of both sides together, between 0 and 1 exclusive.
 */
export function cohenKappa(tables: readonly CrossTable[], confidence: number = CONFIDENCE): Kappa {
  return withJackknife(tables, agreementOfTable, confidence);
}

/** Counts of pairs: both bad, the first alone good, the second alone good, both good. */
export type CrossTable = readonly [
  bothBad: number,
  firstGood: number,
  secondGood: number,
  bothGood: number,
];

/** The sum of cross tables. */
export function sumTables(tables: readonly CrossTable[]): CrossTable {
  return tables.reduce(add, [0, 0, 0, 0]);
}

function add(sum: CrossTable, table: CrossTable): CrossTable {
  return [sum[0] + table[0], sum[1] + table[1], sum[2] + table[2], sum[3] + table[3]];
}

function agreementOfTable(tables: readonly CrossTable[]): Agreement {
  const [bothBad, firstGood, secondGood, bothGood] = sumTables(tables);
  const all = bothBad + firstGood + secondGood + bothGood;
  const [first, second] = [(firstGood + bothGood) / all, (secondGood + bothGood) / all];
  return {
    observed: (bothBad + bothGood) / all,
    expected: first * second + (1 - first) * (1 - second),
  };
}

/**
 * Fleiss' kappa of any number of judgements on each part.
 *
 * J. L. Fleiss, "Measuring nominal scale agreement among many raters", Psychological Bulletin 76, 1971.
 * The interval leaves out one part after another (see {@link withJackknife}); Fleiss' own standard error
 * holds where kappa is 0 and is made for a test, not for an interval.
 *
 * @param good - How often each part was called good, shape [P].
 * @param judgements - How often each part was judged, the same for all, at least 2.
 * @param confidence - Of both sides together, between 0 and 1 exclusive.
 */
export function fleissKappa(
  good: readonly number[],
  judgements: number,
  confidence: number = CONFIDENCE,
): Kappa {
  return withJackknife(good, (counts) => agreementOfCounts(counts, judgements), confidence);
}

function agreementOfCounts(good: readonly number[], judgements: number): Agreement {
  const share = good.reduce((sum, count) => sum + count, 0) / (good.length * judgements);
  const agreeing = good.reduce((sum, count) => {
    const bad = judgements - count;
    return sum + count * (count - 1) + bad * (bad - 1);
  }, 0);
  return {
    observed: agreeing / (good.length * judgements * (judgements - 1)),
    expected: share * share + (1 - share) * (1 - share),
  };
}

/**
 * Kappa, and its standard error by the jackknife over parts: each part left out once, whose judgements go
 * together. That needs no assumption on how the judgements of one part depend on one another.
 *
 * Without a single disagreement the jackknife gives 0, as if kappa were known. The lower end then is what
 * a share of parts with disagreement as large as P parts without one allow leaves:
 * 1 - (1 - confidence)^(1/P) of parts, as if on each of these all pairs disagreed.
 *
 * @param parts - What kappa is made of, one a part.
 */
function withJackknife<T>(
  parts: readonly T[],
  agreement: (parts: readonly T[]) => Agreement,
  confidence: number,
): Kappa {
  const { observed, expected } = agreement(parts);
  const kappa = kappaOf({ observed, expected });
  if (kappa === null || parts.length < 2) {
    return { kappa, observed, expected, standardError: null, interval: null };
  }
  const left = parts.map((_, i) => kappaOf(agreement(parts.toSpliced(i, 1))) ?? kappa);
  const mean = left.reduce((sum, value) => sum + value, 0) / left.length;
  const squares = left.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const standardError = Math.sqrt((squares * (parts.length - 1)) / parts.length);
  const z = normalQuantile((1 + confidence) / 2);
  const disagreement = -Math.expm1(Math.log1p(-confidence) / parts.length);
  const low = observed === 1 ? 1 - disagreement / (1 - expected) : kappa - z * standardError;
  const interval = { low: Math.max(-1, low), high: Math.min(1, kappa + z * standardError) };
  return { kappa, observed, expected, standardError, interval };
}

function kappaOf({ observed, expected }: Agreement): number | null {
  return expected >= 1 ? null : (observed - expected) / (1 - expected);
}
