import { describe, expect, it } from 'vitest';
import { Fault } from '../ports/fault.ts';
import { fittingPictures, withAdvice } from './memory-advice.ts';

const MIB = 2 ** 20;
/** Of eight pictures: 100 MiB each, and 300 for the rest. */
const estimate = {
  features: 600 * MIB,
  banks: 160 * MIB,
  pictures: 40 * MIB,
  fixed: 300 * MIB,
  total: 1100 * MIB,
};

describe('the advice where memory is short', () => {
  it('names as many pictures as fit', () => {
    expect(fittingPictures(estimate, 8, 1000 * MIB)).toBe(7);
    expect(fittingPictures(estimate, 8, 700 * MIB)).toBe(4);
    expect(fittingPictures(estimate, 8, 1100 * MIB)).toBe(8);
    expect(fittingPictures(estimate, 8, 200 * MIB)).toBe(0);
  });

  it('tells people', () => {
    const fault = new Fault('refused', 'Cannot enrol.', { code: 'MEMORY_CEILING' });
    expect(withAdvice(fault, 4).remedy).toMatch(/4 pictures at most/);
    expect(withAdvice(fault, 1).remedy).toMatch(/preset "fast"/);
    expect(withAdvice(fault, 4).code).toBe('MEMORY_CEILING');
  });
});
