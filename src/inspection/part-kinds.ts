import { REST } from '../objects/split-places.ts';
import type { InspectedObject } from './inspection.ts';
import type { Calibration, Part, SupportPicture } from './part.ts';

/** A kind of a part, with what it is called. */
export interface NamedPart {
  /** Null in a part of one kind. */
  readonly name: string | null;
  /** All that was learned of it. */
  readonly part: Part;
}

/** What judges the objects of a picture: the part itself, and of a part of several kinds that of each further one. */
export function kindsOf(part: Part): readonly [Part, ...Part[]] {
  return [part, ...(part.kinds ?? [])];
}

/** The kinds of a part with their names. */
export function namedKinds(part: Part): NamedPart[] {
  const { layout } = part;
  return kindsOf(part).map((kind, n) => ({
    name: layout?.kind === 'places' ? layout.kinds[n] : null,
    part: kind,
  }));
}

/** The support pictures of all kinds of a part, in the order by which an inspection numbers them. */
export function supportPicturesOf(part: Part): SupportPicture[] {
  return kindsOf(part).flatMap(({ support }) => support);
}

/**
 * The kind of which a support picture is.
 *
 * @param number - Of the picture, among {@link supportPicturesOf}.
 * @returns Undefined if there is no such picture.
 */
export function kindOfSupport(part: Part, number: number): Part | undefined {
  let first = 0;
  return kindsOf(part).find(({ support }) => {
    first += support.length;
    return number < first;
  });
}

/** Whether an object has a box of its own: what lies beside places is all about theirs. */
export function isBoxed({ place }: Pick<InspectedObject, 'place'>): boolean {
  return place !== REST;
}

/** A part with another calibration of each kind, in the order of {@link kindsOf}. */
export function withCalibrations(part: Part, calibrations: readonly Calibration[]): Part {
  const [calibration = part.calibration, ...others] = calibrations;
  const { kinds } = part;
  return {
    ...part,
    calibration,
    ...(kinds && { kinds: kinds.map((kind, k) => ({ ...kind, calibration: others[k] })) }),
  };
}
