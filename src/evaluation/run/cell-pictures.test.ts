import { describe, expect, it } from 'vitest';
import { picturesOfCells } from './cell-pictures.ts';
import type { PlannedCategory, PlannedPicture } from './plan.ts';

const picture = (file: string, masks: string[] = []): PlannedPicture => {
  return { path: `nut/${file}`, file, masks, defect: 'good', anomalous: false };
};
const category: PlannedCategory = {
  name: 'nut',
  trainingPictures: 2,
  tests: [picture('test'), picture('bad', ['mask'])],
  supportSets: [
    { shots: 1, seed: 0, pictures: [picture('a')] },
    { shots: 1, seed: 1, pictures: [picture('b')] },
  ],
};

function digests(changed: Record<string, string> = {}): ReadonlyMap<string, string> {
  const hashes = Object.entries({ test: '1', bad: '2', mask: '3', a: '4', b: '5', ...changed });
  const contenders = ['x', 'y'].map((id) => {
    const input = { backbone: '', size: 32, fit: 'stretch' } as const;
    return { id, variant: null, method: id, changes: {}, input };
  });
  return picturesOfCells({ categories: [category], contenders }, new Map(hashes));
}

/** Keys of the cells that a change makes others. */
function changedBy(changed: Record<string, string>): string[] {
  const before = digests();
  const after = digests(changed);
  return [...before.keys()].filter((key) => before.get(key) !== after.get(key));
}

describe('picturesOfCells()', () => {
  const all = ['x.nut.k1.s0', 'y.nut.k1.s0', 'x.nut.k1.s1', 'y.nut.k1.s1'];

  it('has every cell of a run', () => {
    expect([...digests().keys()]).toEqual(all);
    expect(changedBy({})).toEqual([]);
  });

  it.each([
    ['a test picture', { test: '9' }, all],
    ['a mask', { mask: '9' }, all],
    ['two test pictures that changed places', { test: '2', bad: '1' }, all],
    ['a picture of one support set', { b: '9' }, ['x.nut.k1.s1', 'y.nut.k1.s1']],
    ['a picture of none', { c: '9' }, []],
  ])('tells %s', (_, changed, keys) => {
    expect(changedBy(changed)).toEqual(keys);
  });
});
