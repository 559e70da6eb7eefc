import { filterOf, readHistorySearch } from '../history/history-search.ts';
import type { ChartFilter } from '../../ports/evidence-api.ts';

/** Shifts of a day, by how many there are; times are the place's. */
export const shiftPlans = {
  three: [
    ['06:00', '14:00'],
    ['14:00', '22:00'],
    ['22:00', '06:00'],
  ],
  two: [
    ['06:00', '14:00'],
    ['14:00', '22:00'],
  ],
  twelve: [
    ['06:00', '18:00'],
    ['18:00', '06:00'],
  ],
} as const;
export type ShiftPlan = keyof typeof shiftPlans;
export const shiftPlanNames: readonly ShiftPlan[] = ['three', 'two', 'twelve'];

/** What the address of the page says of its charts. */
export interface ChartsSearch {
  readonly version?: number | undefined;
  /** Days, such as `2026-05-04`, local time, both inclusive. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly plan?: ShiftPlan | undefined;
}

/** Takes from an address what is right, and leaves the rest out. */
export function readChartsSearch(search: Readonly<Record<string, unknown>>): ChartsSearch {
  const { from, to } = readHistorySearch(search);
  const version = Number(search['version']);
  return {
    from,
    to,
    version: Number.isInteger(version) && version > 0 ? version : undefined,
    plan: shiftPlanNames.find((plan) => plan === search['plan']),
  };
}

/** The filter that a search means; a shift is called by its times. */
export function chartFilterOf({ version, from, to, plan = 'three' }: ChartsSearch): ChartFilter {
  const days = filterOf({ from, to });
  return {
    version,
    from: days.from,
    to: days.to,
    shifts: shiftPlans[plan].map(([begin, end]) => `${begin}–${end}=${begin}-${end}`).join(','),
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  };
}
