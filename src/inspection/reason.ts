/**
 * Why a verdict is not what the score alone would say: what of the picture or the part stands against
 * it, how much, and what to do. Checks of a picture make {@link Reason}s, `verdict.ts` decides by them.
 *
 * @module
 */
import type { Facts } from '../errors.ts';

/**
 * What a reason does to a verdict; where reasons differ, the first of these. `never a pass` leaves a
 * score above the threshold to fail, and is not judged otherwise. `no fail` takes a score above the
 * threshold for one below.
 */
export type ReasonEffect = 'cannot judge' | 'fail' | 'never a pass' | 'no fail';

/** What is said of a kind of reason. */
interface ReasonKind {
  /** Its name for a person. */
  readonly title: string;
  /** What it does to the verdict. */
  readonly effect: ReasonEffect;
}

/** Stable identifier of a kind of reason; docs/cannot-judge.md has an entry for each. */
export type ReasonCode =
  | 'no-threshold'
  | 'score-not-a-number'
  | 'size'
  | 'aspect-ratio'
  | 'negative'
  | 'too-dark'
  | 'too-bright'
  | 'overexposed'
  | 'low-contrast'
  | 'channel-order'
  | 'colour-cast'
  | 'saturation'
  | 'blurred'
  | 'noisy'
  | 'absent'
  | 'missing-piece'
  | 'small-defects'
  | 'regions-lost'
  | 'not-aligned'
  | 'turned'
  | 'displaced'
  | 'no-objects'
  | 'object-missing'
  | 'object-surplus'
  | 'objects-overlap'
  | 'objects-touch'
  | 'other-kind';

/** Every kind of reason, in the order that a summary tells them. */
const REASON_KINDS: Readonly<Record<ReasonCode, ReasonKind>> = {
  'no-threshold': { title: 'No threshold', effect: 'cannot judge' },
  'score-not-a-number': { title: 'Score not a number', effect: 'cannot judge' },
  size: { title: 'Size of the picture', effect: 'cannot judge' },
  'aspect-ratio': { title: 'Aspect ratio', effect: 'cannot judge' },
  negative: { title: 'Light and dark exchanged', effect: 'cannot judge' },
  'too-dark': { title: 'Too dark', effect: 'cannot judge' },
  'too-bright': { title: 'Too bright', effect: 'cannot judge' },
  overexposed: { title: 'Overexposed', effect: 'cannot judge' },
  'low-contrast': { title: 'Too little contrast', effect: 'cannot judge' },
  'channel-order': { title: 'Red and blue exchanged', effect: 'cannot judge' },
  'colour-cast': { title: 'Other colours', effect: 'cannot judge' },
  saturation: { title: 'Too little colour', effect: 'cannot judge' },
  blurred: { title: 'Blurred', effect: 'cannot judge' },
  noisy: { title: 'Noisy', effect: 'cannot judge' },
  // Of a part that is half broken away as of an empty nest: what looks wrong besides is a defect.
  absent: { title: 'Part not there', effect: 'never a pass' },
  // The part is there and whole pictures of it would be judged: it is the part that is at fault.
  'missing-piece': { title: 'Piece missing', effect: 'fail' },
  'small-defects': { title: 'Too small to fail', effect: 'no fail' },
  // A score is of where was looked: elsewhere it says nothing.
  'regions-lost': { title: 'Where to look unknown', effect: 'cannot judge' },
  // A tolerance that is not measured is not kept; what looks wrong besides is a defect.
  'not-aligned': { title: 'Not aligned', effect: 'never a pass' },
  turned: { title: 'Turned', effect: 'fail' },
  displaced: { title: 'Out of place', effect: 'fail' },
  'no-objects': { title: 'No object', effect: 'cannot judge' },
  // The objects that are there are judged: it is their number that is at fault.
  'object-missing': { title: 'Object missing', effect: 'fail' },
  'object-surplus': { title: 'Surplus object', effect: 'fail' },
  'objects-overlap': { title: 'Objects cover each other', effect: 'never a pass' },
  'objects-touch': { title: 'Objects touch all about', effect: 'never a pass' },
  'other-kind': { title: 'Another kind', effect: 'fail' },
};

/** Every kind of reason, in the order that a summary tells them. */
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of the table, of which there are some
export const REASON_CODES: readonly [ReasonCode, ...ReasonCode[]] = Object.keys(REASON_KINDS) as [
  ReasonCode,
  ...ReasonCode[],
];

/** One thing that stands against judging a picture by its score. */
export interface Reason {
  /** Stable identifier. */
  readonly code: ReasonCode;
  /** What is wrong, and by how much: a clause that begins in lower case, without a final period. */
  readonly message: string;
  /** What to do about it: sentences in the imperative. */
  readonly remedy: string;
  /** What the message tells, as data: `measured`, its `limit`, and what the good pictures have. */
  readonly facts: Facts;
}

/** The name of a kind of reason for a person, such as `Too dark`. */
export function titleOf(code: ReasonCode): string {
  return REASON_KINDS[code].title;
}

/** What a kind of reason does to a verdict. */
export function effectOf(code: ReasonCode): ReasonEffect {
  return REASON_KINDS[code].effect;
}
