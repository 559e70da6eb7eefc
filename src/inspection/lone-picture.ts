/**
 * A support picture that stands apart from the others: another part among good ones, by mistake.
 *
 * @module
 */
import { LONE_PICTURE } from '../hyperparameters.ts';
import type { EnrolmentWarning } from './enrolment-warning.ts';
import type { NormalScore, SupportPicture } from './part.ts';

/**
 * The picture that lacks so much more of the others than any of them does that it shows something else.
 * Parts in poses of their own lack much of each other, too: so it must also lack as much as other parts
 * do, and its share of the range must be that of an outlier by Dixon's Q test (Dean and Dixon, Analytical
 * Chemistry 23, 1951, table I).
 *
 * @param lacks - Hash of a picture, and what one of its views lacks: a distance of rows of length 1.
 * @returns Its hash; undefined of fewer than three pictures: of two nobody knows which is at fault.
 */
export function loneAmong(
  lacks: Iterable<readonly [sha256: string, lack: number]>,
): string | undefined {
  const largest = new Map<string, number>();
  for (const [sha256, lack] of lacks) {
    largest.set(sha256, Math.max(lack, largest.get(sha256) ?? 0));
  }
  const sorted = [...largest].toSorted(([, a], [, b]) => b - a);
  if (sorted.length < 3) return undefined;
  const [[sha256, most], [, second]] = sorted;
  const [, least] = sorted[sorted.length - 1];
  const { criticalQ, leastRatio, leastDistance } = LONE_PICTURE;
  const critical = criticalQ[Math.min(sorted.length - 3, criticalQ.length - 1)];
  const isOutlier = most - second > critical * (most - least);
  return isOutlier && most >= leastRatio * second && most >= leastDistance ? sha256 : undefined;
}

/**
 * The picture that stood apart when leave-one-out scores were made: the only one that lacks more than the
 * largest distance, which is that of the others.
 *
 * @returns Its hash and how many times as much; undefined if none did.
 */
export function loneOf(
  leaveOneOut: readonly NormalScore[],
): { readonly sha256: string; readonly ratio: number } | undefined {
  const beyond = leaveOneOut.flatMap(({ sha256, missing }) =>
    missing !== null && missing.ratio > 1 ? [{ sha256, ratio: missing.ratio }] : [],
  );
  return beyond.toSorted((a, b) => b.ratio - a.ratio)[0];
}

/** Says so where a support picture shows something else than the others. */
export function loneWarnings(
  leaveOneOut: readonly NormalScore[],
  support: readonly SupportPicture[],
): EnrolmentWarning[] {
  const lone = loneOf(leaveOneOut);
  const picture = support.find(({ sha256 }) => sha256 === lone?.sha256);
  if (lone === undefined || picture === undefined) return [];
  return [
    {
      code: 'lone-picture',
      message:
        `${picture.name} shows something else than the other ${support.length - 1} good pictures: it lacks ` +
        `${lone.ratio.toFixed(2)} times as much of them as any of them lacks of the others`,
      remedy:
        'Leave it out: what it shows would pass. If it is a good part that lies or looks otherwise, add a second picture of such a one.',
      facts: { picture: picture.name, measured: lone.ratio, limit: LONE_PICTURE.leastRatio },
    },
  ];
}
