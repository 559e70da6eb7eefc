import type { MemoryEstimate } from 'fewgood';
import { Fault } from '../ports/fault.ts';

/** Pictures of the smallest support set that gives a threshold. */
const FEWEST = 2;

/** The most pictures that fit below a ceiling, bytes, by what some would take: all but the network grows with them. */
export function fittingPictures(
  { total, fixed }: MemoryEstimate,
  pictures: number,
  ceiling: number,
): number {
  const each = (total - fixed) / pictures;
  return Math.max(Math.floor((ceiling - fixed) / each), 0);
}

/** Says how many pictures would fit, where learning from so many does not. */
export function withAdvice(error: Fault, fitting: number): Fault {
  const { kind, message, code, facts } = error;
  const remedy =
    fitting >= FEWEST
      ? `Learn from ${String(fitting)} pictures at most, or choose the preset "fast".`
      : 'Choose the preset "fast", or learn on a computer and import the part file.';
  return new Fault(kind, message, { code, remedy, facts: { ...facts, fitting } });
}
