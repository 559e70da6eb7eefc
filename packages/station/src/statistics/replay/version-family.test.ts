import { describe, expect, it } from 'vitest';
import { versionFamily } from './version-family.ts';

/** Learned twice; 2 and 4 were made of 1, 5 of 4, and 6 of 3. */
const versions = [
  { number: 1, parent: null },
  { number: 2, parent: 1 },
  { number: 3, parent: null },
  { number: 4, parent: 1 },
  { number: 5, parent: 4 },
  { number: 6, parent: 3 },
];

describe('the family of a version', () => {
  it('has all that were made of what it was made of', () => {
    const { members, ancestors } = versionFamily(versions, 4);
    expect([...members]).toEqual([1, 2, 4, 5]);
    expect(ancestors).toEqual(new Set([1, 4]));
  });

  it('is another one for a version that was learned anew', () => {
    expect([...versionFamily(versions, 3).members]).toEqual([3, 6]);
  });

  it('is the version alone where nothing else is known', () => {
    const { members, ancestors } = versionFamily([], 7);
    expect([...members, ...ancestors]).toEqual([7]);
  });
});
