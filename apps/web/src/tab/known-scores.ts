import {
  knownScores,
  ratePromise,
  type Share as StatisticsShare,
  thresholdEffect,
  versionFamily,
} from '@fewgood/station/statistics';
import { Fault } from '../ports/fault.ts';
import type { KnownScores, Share, ThresholdEffect } from '../ports/review-api.ts';
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
  const { falseRejects, escapes, whicheverChosen } = thresholdEffect(
    knownScores(good, bad),
    threshold,
  );
  const { holds, morePictures } = ratePromise(falseRejects.count, falseRejects.of, target);
  return {
    threshold,
    falseRejects: shareOf(falseRejects),
    escapes: shareOf(escapes),
    chosen: whicheverChosen,
    target,
    holds,
    morePictures,
  };
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
  if (decision === 'good') return version !== null && ancestors.has(version) ? null : 'good';
  if (decision === 'defect') return 'bad';
  if (record.outcome === 'pass') return 'good';
  return record.outcome === 'fail' ? 'bad' : null;
}

function shareOf({ count, of, interval }: StatisticsShare): Share {
  return { count, of, ...interval };
}
