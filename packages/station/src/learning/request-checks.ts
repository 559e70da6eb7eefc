import {
  type AlignmentRequest,
  assertAlignment,
  assertLightRequest,
  assertLookArea,
  cornersOf,
} from 'fewgood';
import type { EnrolmentRequest } from '../api/enrolment.ts';

/** Where a foreground will be looked at, whatever it is. */
const SOMEWHERE = {
  include: cornersOf({ x: 0, y: 0, width: 1, height: 1 }),
  ignore: [],
  mask: null,
};

/** What is asked of how parts lie, as the library has it. */
export function alignmentOf({
  maxOffset,
  ...others
}: NonNullable<EnrolmentRequest['alignment']>): AlignmentRequest {
  return { ...others, maxOffset: maxOffset === null ? null : { value: maxOffset, unit: 'px' } };
}

/**
 * Checks a request as far as it can be without its pictures, in the words of the library, before any work.
 *
 * @throws {@link ArgumentRangeError} if a shape to look at is none, peaks do not belong to how light is corrected, or
 *   nothing is there that could move.
 */
export function assertRequest({ lookArea, foreground, light, alignment }: EnrolmentRequest): void {
  const area = lookArea && { ...lookArea, mask: null };
  if (area) assertLookArea(area);
  if (light) assertLightRequest({ method: light.method, peaks: light.peaks });
  if (!alignment) return;
  assertAlignment(alignmentOf(alignment), {
    lookArea: foreground === 'auto' ? SOMEWHERE : area,
    layout: undefined,
  });
}
