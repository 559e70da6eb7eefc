import type { Part } from './part.ts';
import { toHeader } from './part-header.ts';

/**
 * Whether two parts were learned alike, so that a picture has the same score with both: they may differ
 * in their calibrations, sizes and tolerances of how they lie alone. An enrolment gives the same bytes for the same pictures, settings, model
 * and runtime, and what headers say of banks and self-test tells other programs apart.
 */
export function isLearnedAlike(part: Part, other: Part): boolean {
  const [one, another] = [part, other].map((any) => {
    const { calibration, sizing: _, alignment, kinds: __, ...learned } = toHeader(any);
    const regionMoves = alignment?.regionMoves ?? false;
    return JSON.stringify([learned, regionMoves, calibration.leaveOneOut]);
  });
  const [kinds, others] = [part.kinds ?? [], other.kinds ?? []];
  return (
    one === another &&
    kinds.length === others.length &&
    kinds.every((kind, k) => isLearnedAlike(kind, others[k]))
  );
}
