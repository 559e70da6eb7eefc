import type { Decision, ReviewKind } from '../ports/review-api.ts';
import type { InspectionRecord, ReviewRecord } from './records.ts';

/** A pass at or above this share of its threshold is borderline, and is to be reviewed: as at a station. */
export const BORDERLINE = 0.9;

/** The decision on an inspection that holds. */
export function standingOf({ reviews }: InspectionRecord): ReviewRecord | undefined {
  return reviews.find(({ state }) => state !== 'undone');
}

/** Whether a decision of a kind on an inspection holds. */
export function isDecided(record: InspectionRecord, decision: Decision): boolean {
  return standingOf(record)?.decision === decision;
}

/** Why an inspection is to be reviewed; null where it is not, or its picture is gone. */
export function openKind(record: InspectionRecord): ReviewKind | null {
  const { outcome, ratio, hasPicture } = record;
  if (!hasPicture || standingOf(record) !== undefined) return null;
  if (outcome === 'fail' || outcome === 'cannot judge') return outcome;
  return outcome === 'pass' && ratio !== null && ratio >= BORDERLINE ? 'borderline' : null;
}
