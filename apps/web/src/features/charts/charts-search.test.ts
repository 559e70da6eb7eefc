import { describe, expect, it } from 'vitest';
import { chartFilterOf, readChartsSearch } from './charts-search.ts';

describe('readChartsSearch()', () => {
  it('takes what is right and leaves out the rest', () => {
    const right = { version: '2', from: '2026-03-01', to: '2026-03-02', plan: 'two' };
    expect(readChartsSearch(right)).toEqual({ ...right, version: 2 });
    expect(readChartsSearch({ version: '1.5', from: 'x', plan: 'nine' })).toEqual({});
  });
});

describe('chartFilterOf()', () => {
  it('covers whole days, and has the shifts of the plan', () => {
    const { from, to, shifts } = chartFilterOf({
      from: '2026-03-01',
      to: '2026-03-01',
      plan: 'two',
    });
    expect(Date.parse(to ?? '') - Date.parse(from ?? '')).toBe(86_400_000);
    expect(shifts).toBe('06:00–14:00=06:00-14:00,14:00–22:00=14:00-22:00');
    expect(chartFilterOf({}).shifts.split(',')).toHaveLength(3);
  });
});
