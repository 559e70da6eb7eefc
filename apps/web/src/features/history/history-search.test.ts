import { describe, expect, it } from 'vitest';
import { filterOf, readHistorySearch } from './history-search.ts';

describe('readHistorySearch', () => {
  it('takes what is right', () => {
    const search = { part: 'p1', outcome: 'cannot judge', from: '2026-05-04', text: 'bolt' };
    expect(readHistorySearch(search)).toMatchObject(search);
  });

  it('leaves out what is not', () => {
    const search = readHistorySearch({ outcome: 'perhaps', from: '04.05.2026', to: 7, text: '' });
    expect(Object.values(search).filter((value) => value !== undefined)).toEqual([]);
  });

  it('leaves out a day that no calendar has', () => {
    expect(readHistorySearch({ from: '2026-99-99' }).from).toBeUndefined();
  });
});

describe('filterOf', () => {
  it('spans whole days, the last one too', () => {
    const { from, to } = filterOf({ from: '2026-05-04', to: '2026-05-04' });
    expect(Date.parse(to ?? '') - Date.parse(from ?? '')).toBe(24 * 60 * 60 * 1000);
    expect(new Date(from ?? '').getHours()).toBe(0);
  });
});
