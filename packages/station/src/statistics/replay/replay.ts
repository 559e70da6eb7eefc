import { judge, type InspectionRecord, type Verdict } from 'fewgood';

/** What is kept of a past inspection, as much as a replay needs. */
export interface PastInspection extends Pick<InspectionRecord, 'verdict' | 'reasons' | 'score'> {
  /** Which inspection. */
  readonly id: string;
}

/** A past inspection whose verdict would be another. */
export interface Flip {
  /** Which inspection. */
  readonly id: string;
  /** What was said. */
  readonly from: Verdict;
  /** What would be said. */
  readonly to: Verdict;
}

/** What a change would do to past verdicts. */
export interface Replay {
  /** Inspections that were looked at. */
  readonly inspections: number;
  /** Those whose verdict would be another, in the order they came in. */
  readonly flips: readonly Flip[];
  /** How many there are of each kind, such as `fail > pass`; kinds of which there is none are left out. */
  readonly kinds: Readonly<Partial<Record<`${Verdict} > ${Verdict}`, number>>>;
  /** Inspections of which it is not known what would be said. */
  readonly unknown: readonly string[];
}

/**
 * What another threshold would have said of past inspections of one version of a part. Scores stay what
 * they are, and what else stood against a picture still does: one that could not be judged, cannot be.
 * Confirming pictures may also change what counts as missing; only inspecting again tells that
 * ({@link replayVerdicts}).
 *
 * @param threshold - Score above which a picture would fail.
 */
export function replayThreshold(past: readonly PastInspection[], threshold: number | null): Replay {
  return replayVerdicts(
    past,
    new Map(past.map((inspection) => [inspection.id, verdictAt(inspection, threshold)])),
  );
}

/** What a threshold would have said of one past inspection. */
export function verdictAt(
  { score, reasons }: Omit<PastInspection, 'id' | 'verdict'>,
  threshold: number | null,
): Verdict {
  // Judging adds these two again where they are still so.
  const observed = reasons.filter(
    ({ code }) => code !== 'no-threshold' && code !== 'score-not-a-number',
  );
  return judge(score ?? NaN, threshold, observed).verdict;
}

/**
 * What another version of a part says of past inspections, whose pictures it inspected again.
 *
 * @param verdicts - Of the other version, by id; those of pictures that are gone are left out.
 */
export function replayVerdicts(
  past: readonly Pick<PastInspection, 'id' | 'verdict'>[],
  verdicts: ReadonlyMap<string, Verdict>,
): Replay {
  const flips: Flip[] = [];
  const unknown: string[] = [];
  const kinds: Partial<Record<`${Verdict} > ${Verdict}`, number>> = {};
  for (const { id, verdict: from } of past) {
    const to = verdicts.get(id);
    if (to === undefined) unknown.push(id);
    else if (to !== from) {
      flips.push({ id, from, to });
      kinds[`${from} > ${to}`] = (kinds[`${from} > ${to}`] ?? 0) + 1;
    }
  }
  return { inspections: past.length, flips, kinds, unknown };
}
