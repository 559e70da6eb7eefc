/**
 * What a part asks of how it lies: checked, kept in its header, changed later.
 *
 * @module
 */
import * as z from 'zod';
import { ArgumentRangeError } from '../errors.ts';
import type { AlignmentRequest } from './alignment.ts';
import type { Part } from './part.ts';

const requestSchema: z.ZodType<AlignmentRequest> = z.object({
  maxAngle: z.number().min(0).max(180).nullable(),
  maxOffset: z.object({ value: z.number().min(0), unit: z.enum(['px', 'mm']) }).nullable(),
  regionMoves: z.boolean(),
});

/** How the field of a header is checked; parts that are not aligned have none. */
export const alignmentField: { readonly alignment: z.ZodType<AlignmentRequest | undefined> } = {
  alignment: requestSchema.optional(),
};

/** Asks for alignment, and nothing of it. */
export const ALIGNED: AlignmentRequest = { maxAngle: null, maxOffset: null, regionMoves: false };

/**
 * Checks what is asked of how parts lie before the work that it is for.
 *
 * @param part - Of which it is asked.
 * @throws {@link ArgumentRangeError} if an angle is not from 0 to 180, a distance is below 0, millimetres are meant
 *   without a scale, nothing could move, or a picture shows several objects.
 */
export function assertAlignment(
  { maxAngle, maxOffset, regionMoves }: AlignmentRequest,
  {
    lookArea,
    sizing,
    layout,
  }: Pick<Part, 'lookArea' | 'layout'> & {
    readonly sizing?: { readonly pixelsPerMillimetre: number | null } | undefined;
  },
): void {
  if (layout !== undefined) {
    const expected = 'nothing where a picture shows several objects';
    throw new ArgumentRangeError('alignment', 'of one object', expected);
  }
  assertTolerances({ maxAngle, maxOffset }, sizing?.pixelsPerMillimetre ?? null);
  if (regionMoves && lookArea === undefined) {
    throw new ArgumentRangeError(
      'regionMoves',
      'true',
      'false where the whole picture is looked at',
    );
  }
}

function assertTolerances(
  { maxAngle, maxOffset }: Pick<AlignmentRequest, 'maxAngle' | 'maxOffset'>,
  pixelsPerMillimetre: number | null,
): void {
  if (maxAngle !== null && !(maxAngle >= 0 && maxAngle <= 180)) {
    throw new ArgumentRangeError('maxAngle', maxAngle, 'degrees from 0 to 180');
  }
  if (maxOffset !== null && !(maxOffset.value >= 0 && Number.isFinite(maxOffset.value))) {
    throw new ArgumentRangeError('maxOffset', maxOffset.value, 'a distance of 0 or more');
  }
  if (maxOffset?.unit === 'mm' && pixelsPerMillimetre === null) {
    const expected = 'pixels, or a scale in pixels a millimetre beside it';
    throw new ArgumentRangeError('maxOffset', `${maxOffset.value} mm`, expected);
  }
}

/**
 * The part with other tolerances: no score changes by them, so nothing is learned again.
 *
 * @param change - What is said anew, the rest stays; null where the part is not to be aligned any more.
 * @throws {@link ArgumentRangeError} if a tolerance is out of range or in millimetres without a scale, regions that
 *   moved would not any more or the other way round, or the part has nothing to be aligned by.
 */
export function withAlignment(part: Part, change: Partial<AlignmentRequest> | null): Part {
  const { alignment, ...rest } = part;
  const moved = alignment?.regionMoves ?? false;
  const request = change === null ? undefined : { ...ALIGNED, ...alignment, ...change };
  if ((request?.regionMoves ?? false) !== moved) {
    const expected = `${moved}, as the part was learned and calibrated`;
    throw new ArgumentRangeError('regionMoves', String(!moved), expected);
  }
  if (request === undefined) return rest;
  assertAlignment(request, part);
  assertComparable(part);
  return { ...rest, alignment: request };
}

/** @throws {@link ArgumentRangeError} if a part holds nothing that pictures could be aligned with. */
export function assertComparable({ copies, support }: Pick<Part, 'copies' | 'support'>): void {
  const fault =
    copies === null
      ? 'a part without copies of its good pictures'
      : support[0]?.appearance === undefined
        ? 'a part that does not know the size of its pictures'
        : undefined;
  if (fault === undefined) return;
  const expected = 'a part with retrieve, reverse or presence, which keep copies';
  throw new ArgumentRangeError('alignment', fault, expected);
}
