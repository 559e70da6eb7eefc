import type { InspectionFilter, Outcome } from '../../ports/inspection-api.ts';

/** What the address of the page says of its filter. */
export interface HistorySearch {
  readonly part?: string | undefined;
  readonly outcome?: Outcome | undefined;
  /** Days, such as `2026-05-04`, local time, both inclusive. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly text?: string | undefined;
}

/** Outcomes that may be searched for. */
export const searchedOutcomes = ['pass', 'fail', 'cannot judge', 'error', 'waiting'] as const;

/** Takes from an address what is right, and leaves the rest out. */
export function readHistorySearch(search: Readonly<Record<string, unknown>>): HistorySearch {
  return {
    part: textOf(search['part']),
    outcome: searchedOutcomes.find((outcome) => outcome === search['outcome']),
    from: dayOf(search['from']),
    to: dayOf(search['to']),
    text: textOf(search['text']),
  };
}

/** The filter that a search means. */
export function filterOf({ part, outcome, from, to, text }: HistorySearch): InspectionFilter {
  return {
    partId: part,
    outcome,
    from: from === undefined ? undefined : midnightOf(from, 0).toISOString(),
    to: to === undefined ? undefined : midnightOf(to, 1).toISOString(),
    text,
  };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function dayOf(value: unknown): string | undefined {
  const text = textOf(value);
  return text !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text))
    ? text
    : undefined;
}

/** The beginning of a day, local time, or of one that many days later. */
function midnightOf(day: string, later: number): Date {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date + later);
}
