import { ArgumentRangeError } from '../../errors.ts';
import type { Design } from '../design.ts';
import { bottleCap } from './bottle-cap.ts';
import { bracket } from './bracket.ts';
import { circuitBoard } from './circuit-board.ts';
import { connector } from './connector.ts';
import { gear } from './gear.ts';
import { hexNut } from './hex-nut.ts';
import { proceduralDesign } from './procedural/index.ts';
import { tablet } from './tablet.ts';
import { washer } from './washer.ts';

/** A kind of part drawn by hand. */
export type NamedKind =
  | 'washer'
  | 'hex-nut'
  | 'gear'
  | 'circuit-board'
  | 'connector'
  | 'bottle-cap'
  | 'bracket'
  | 'tablet';

/** A kind of part: a named one, or a random category such as `procedural:17`. */
export type PartKind = NamedKind | `procedural:${number}`;

const designs: Readonly<Record<NamedKind, () => Design>> = {
  washer,
  'hex-nut': hexNut,
  gear,
  'circuit-board': circuitBoard,
  connector,
  'bottle-cap': bottleCap,
  bracket,
  tablet,
};

/** The named kinds; `procedural:0`, `procedural:1`, … exist besides. */
export const partKinds: readonly NamedKind[] = Object.keys(designs).filter(isNamedKind);

/**
 * Checks the name of a kind, such as one that a user typed.
 *
 * @throws {@link ArgumentRangeError} if there is no such kind.
 */
export function parsePartKind(name: string): PartKind {
  if (isNamedKind(name) || isProcedural(name)) return name;
  throw new ArgumentRangeError(
    'kind',
    name,
    `${partKinds.join(', ')} or procedural:N with a whole number N from 0`,
  );
}

/** The design that all parts of a kind share. */
export function designOf(kind: PartKind): Design {
  if (isProcedural(kind)) return proceduralDesign(Number(kind.slice('procedural:'.length)));
  return designs[kind]();
}

function isNamedKind(name: string): name is NamedKind {
  return Object.hasOwn(designs, name);
}

function isProcedural(name: string): name is `procedural:${number}` {
  return /^procedural:\d{1,9}$/.test(name);
}
