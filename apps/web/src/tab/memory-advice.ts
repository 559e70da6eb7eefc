import { Fault } from '../ports/fault.ts';

/** Pictures of the smallest support set that gives a threshold. */
const FEWEST = 2;

/**
 * The most pictures that fit, where some do not: all but what is fixed grows with them.
 *
 * @param facts - Of the error MEMORY_CEILING.
 */
export function fittingPictures(facts: Fault['facts'], pictures: number): number {
  const { neededBytes: needed, ceilingBytes: ceiling, fixedBytes: fixed } = facts;
  if (typeof needed !== 'number' || typeof ceiling !== 'number' || typeof fixed !== 'number') {
    // Pictures that could not even be read.
    return 0;
  }
  const each = (needed - fixed) / pictures;
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
