import { describe, expect, it } from 'vitest';
import { drawParts, smallPart } from '../../../../test/helpers/small-part.ts';
import { Fault } from '../ports/fault.ts';
import { asFault } from './faults.ts';
import { fittingPictures, withAdvice } from './memory-advice.ts';

const MIB = 2 ** 20;
/** Of eight pictures: 100 MiB each, and 300 for the rest. */
const factsBelow = (ceiling: number) => ({
  neededBytes: 1100 * MIB,
  fixedBytes: 300 * MIB,
  ceilingBytes: ceiling * MIB,
});

describe('the advice where memory is short', () => {
  it('names as many pictures as fit', () => {
    expect(fittingPictures(factsBelow(1000), 8)).toBe(7);
    expect(fittingPictures(factsBelow(700), 8)).toBe(4);
    expect(fittingPictures(factsBelow(200), 8)).toBe(0);
    expect(fittingPictures({ neededBytes: 1, ceilingBytes: 0 }, 8)).toBe(0);
  });

  it('takes what the library says of an enrolment that does not fit', async () => {
    const learning = smallPart(drawParts({ count: 8 }), { memoryLimit: 1 });
    const error: unknown = await learning.catch((reason: unknown) => reason);
    const fault = asFault(error);
    if (!(fault instanceof Fault)) throw new Error('Nothing was refused');
    const { fixedBytes, neededBytes } = fault.facts;
    const ceilingBytes = Number(fixedBytes) + (Number(neededBytes) - Number(fixedBytes)) / 2 + 1;
    expect(fittingPictures({ ...fault.facts, ceilingBytes }, 8)).toBe(4);
  });

  it('tells people', () => {
    const fault = new Fault('refused', 'Cannot enrol.', { code: 'MEMORY_CEILING' });
    expect(withAdvice(fault, 4).remedy).toMatch(/4 pictures at most/);
    expect(withAdvice(fault, 1).remedy).toMatch(/preset "fast"/);
    expect(withAdvice(fault, 4).code).toBe('MEMORY_CEILING');
  });
});
