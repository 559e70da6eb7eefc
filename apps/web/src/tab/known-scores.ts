import {
  knownScores,
  ratePromise,
  referenceOf,
  thresholdEffect,
  versionFamily,
} from '@fewgood/station/statistics';
import { effectOf } from '../app/threshold-effect.ts';
import { Fault } from '../ports/fault.ts';
import type { KnownScores, ThresholdEffect } from '../ports/review-api.ts';
import type { InspectionRecord, PartRecord, VersionRecord } from './records.ts';
import { standingOf } from './reviewed.ts';

/**
 * Scores of pictures of a part of which somebody said what they are, by the version that judges.
 *
 * @param inspections - Of all parts, the newest first.
 * @param hashes - Of their pictures, by the inspections' ids.
 * @throws {@link Fault} if no version of the part judges.
 */
export function scoresOfPart(
  part: PartRecord,
  inspections: readonly InspectionRecord[],
  hashes: ReadonlyMap<string, string>,
): KnownScores {
  const version = activeOf(part);
  const { members, ancestors } = versionFamily(part.versions, version.number);
  const kinds = { good: new Map<string, number>(), bad: new Map<string, number>() };
  let otherVersions = 0;
  for (const record of inspections.toReversed()) {
    const { id, partId, score, version: judgedBy } = record;
    const kind = partId === part.id ? kindOf(record, ancestors) : null;
    if (kind === null || score === null) continue;
    if (judgedBy === null || !members.has(judgedBy)) otherVersions += 1;
    // The same picture sent again says nothing new.
    else kinds[kind].set(hashes.get(id) ?? id, score);
  }
  const confirmed = version.facts.confirmed.map(({ score }) => score);
  return {
    version: version.number,
    good: [...confirmed, ...kinds.good.values()],
    bad: [...kinds.bad.values()],
    otherVersions,
  };
}

/** What a threshold does to pictures of which somebody said what they are. */
export function effectOfThreshold(
  part: PartRecord,
  { good, bad }: KnownScores,
  threshold: number,
): ThresholdEffect {
  const { targetFalseReject: target } = activeOf(part).facts.claim;
  const effect = thresholdEffect(knownScores(good, bad), threshold);
  const { count, of } = effect.falseRejects;
  return effectOf({ ...effect, threshold, promise: { ...ratePromise(count, of, target), target } });
}

function activeOf({ active, versions }: PartRecord): VersionRecord {
  const version = versions.find(({ number }) => number === active);
  if (version !== undefined) return version;
  throw new Fault(
    'refused',
    'Cannot look at the threshold of the part: none of its versions is active.',
    { code: 'CONFLICT', remedy: 'Activate a version of it.' },
  );
}

/** What a decision says that a picture shows; null where it says neither, or the calibration has it already. */
function kindOf(record: InspectionRecord, ancestors: ReadonlySet<number>): 'good' | 'bad' | null {
  const review = standingOf(record);
  if (review === undefined) return null;
  const { decision, version } = review;
  if (decision === 'good' && version !== null && ancestors.has(version)) return null;
  return referenceOf({ decision, verdict: record.outcome }) ?? null;
}
