import type { Share } from '../shares/share.ts';

/** What a study says of an appraiser; `undetermined` where it has no good or no bad parts. */
export type Capability = 'acceptable' | 'marginal' | 'unacceptable' | 'undetermined';

/** What an appraiser is judged by. */
export type Criterion = 'effectiveness' | 'missRate' | 'falseAlarmRate';

/**
 * The manual's table: to be acceptable, or marginal, all three must be met. AIAG, Measurement Systems
 * Analysis, 4th ed. 2010, chapter III, section C, table of effectiveness criteria.
 */
export const CRITERIA: Readonly<
  Record<Criterion, { readonly acceptable: number; readonly marginal: number }>
> = {
  /** Share of parts, at least. */
  effectiveness: { acceptable: 0.9, marginal: 0.8 },
  /** Share of decisions on bad parts, at most. */
  missRate: { acceptable: 0.02, marginal: 0.05 },
  /** Share of decisions on good parts, at most. */
  falseAlarmRate: { acceptable: 0.05, marginal: 0.1 },
};

/** The three figures of an appraiser. */
export type Rates = Readonly<Record<Criterion, Share>>;

/** A capability and what it hangs on. */
export interface CapabilityVerdict {
  /** The worst of the three. */
  readonly capability: Capability;
  /** Each by itself. */
  readonly by: Readonly<Record<Criterion, Capability>>;
}

/** From best to worst; what is not determined is worse than acceptable and marginal, and no better known. */
const ORDER: readonly Capability[] = ['acceptable', 'marginal', 'undetermined', 'unacceptable'];

/**
 * Judges by what was observed, as the manual does.
 *
 * @param rates - Of one appraiser.
 */
export function judgeObserved(rates: Rates): CapabilityVerdict {
  return judgeBy(rates, ({ share }) => share);
}

/**
 * Judges by the end of each interval that speaks against the appraiser: what the study shows, and not only
 * suggests. Small studies show little: without a single miss, it takes 183 bad parts to show a miss rate
 * of at most 2 % by a two-sided interval of 95 %.
 *
 * @param rates - Of one appraiser.
 */
export function judgeShown(rates: Rates): CapabilityVerdict {
  return judgeBy(rates, ({ of, interval }, criterion) => {
    if (of === 0) return null;
    return criterion === 'effectiveness' ? interval.low : interval.high;
  });
}

function judgeBy(
  rates: Rates,
  valueOf: (share: Share, criterion: Criterion) => number | null,
): CapabilityVerdict {
  const by = {
    effectiveness: capabilityOf('effectiveness', valueOf(rates.effectiveness, 'effectiveness')),
    missRate: capabilityOf('missRate', valueOf(rates.missRate, 'missRate')),
    falseAlarmRate: capabilityOf('falseAlarmRate', valueOf(rates.falseAlarmRate, 'falseAlarmRate')),
  };
  return { capability: worstOf(Object.values(by)), by };
}

function capabilityOf(criterion: Criterion, value: number | null): Capability {
  if (value === null) return 'undetermined';
  const { acceptable, marginal } = CRITERIA[criterion];
  const isWithin = (limit: number): boolean =>
    criterion === 'effectiveness' ? value >= limit : value <= limit;
  if (isWithin(acceptable)) return 'acceptable';
  return isWithin(marginal) ? 'marginal' : 'unacceptable';
}

/** The worst of several; `undetermined` of none. */
export function worstOf(capabilities: readonly Capability[]): Capability {
  return ORDER[Math.max(...capabilities.map((one) => ORDER.indexOf(one)))] ?? 'undetermined';
}
