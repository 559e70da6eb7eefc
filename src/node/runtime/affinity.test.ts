import { availableParallelism } from 'node:os';
import { describe, expect, it } from 'vitest';
import { allowedProcessors, threadAffinities } from './affinity.ts';

describe('threadAffinities()', () => {
  it('gives every thread beside the calling one a processor, by one-based numbers', () => {
    expect(threadAffinities(4, [0, 2, 5, 6])).toBe('3;6;7');
  });

  it('leaves fewer threads than processors to the system, lest processes meet on the same ones', () => {
    expect(threadAffinities(2, [0, 1, 2, 3])).toBeUndefined();
  });

  it.each([
    [1, [0]],
    [2, []],
  ])('places none of %i threads on processors %j', (threads, allowed) => {
    expect(threadAffinities(threads, allowed)).toBeUndefined();
  });
});

describe('allowedProcessors()', () => {
  it('tells as many as the process may use, or none where they are not known', () => {
    expect([0, availableParallelism()]).toContain(allowedProcessors().length);
    expect(allowedProcessors().every((one) => Number.isInteger(one) && one >= 0)).toBe(true);
  });

  it.runIf(process.platform === 'linux')('knows those of Linux', () => {
    expect(allowedProcessors().length).toBeGreaterThan(0);
  });
});
