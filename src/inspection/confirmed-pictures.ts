/**
 * The confirmed pictures of a part, one by one: which is meant, and what is left without it.
 *
 * @module
 */
import { type RecalibratedPart, recalibratedWith } from './calibrate-part.ts';
import type { ConfirmedPicture, Part } from './part.ts';
import { kindsOf } from './part-kinds.ts';

/** Fewest digits of a SHA-256 that stand for a picture. */
const SHORTEST_PREFIX = 4;

/** A part without some of its confirmed pictures. */
export interface ReducedPart extends RecalibratedPart {
  /** The pictures that it had. */
  readonly removed: readonly ConfirmedPicture[];
}

/** The confirmed pictures of a part, those of all its kinds. */
export function confirmedOf(part: Part): ConfirmedPicture[] {
  return kindsOf(part).flatMap(({ calibration }) => calibration.confirmed);
}

/**
 * The pictures that a word stands for, in the order of the list: those with that name, that origin, or
 * a SHA-256 that begins so.
 *
 * @param word - A name, an origin, or the first digits of a SHA-256, from four on.
 */
export function picturesMeant<T extends Pick<ConfirmedPicture, 'name' | 'sha256'>>(
  pictures: readonly T[],
  word: string,
): T[] {
  const digits = word.length >= SHORTEST_PREFIX ? word.toLowerCase() : undefined;
  return pictures.filter(
    (picture) =>
      picture.name === word ||
      ('origin' in picture && picture.origin === word) ||
      (digits !== undefined && picture.sha256.startsWith(digits)),
  );
}

/**
 * Takes confirmed pictures back and finds the threshold again.
 *
 * @param pictures - Of the part's calibration; others are left alone.
 * @param targetFalseReject - Wanted share of good parts that fail, in (0, 1); the part's by default.
 */
export function removeConfirmed(
  part: Part,
  pictures: readonly Pick<ConfirmedPicture, 'sha256'>[],
  targetFalseReject?: number,
): ReducedPart {
  const hashes = new Set(pictures.map(({ sha256 }) => sha256));
  const removed = confirmedOf(part).filter(({ sha256 }) => hashes.has(sha256));
  const isKept = ({ sha256 }: ConfirmedPicture): boolean => !hashes.has(sha256);
  return { ...recalibratedWith(part, isKept, targetFalseReject), removed };
}
