import { useQuery } from '@tanstack/react-query';
import { useLocalStorage } from '@mantine/hooks';
import { useApi } from '../../app/api.tsx';
import { keys } from '../../app/query-keys.ts';
import type { Counters } from '../../ports/inspection-api.ts';

/** The running shift: when it began, and what was judged since. */
export interface Shift {
  /** ISO 8601. */
  readonly start: string;
  readonly counters: Counters | undefined;
  readonly begin: (start: Date) => void;
}

/** The running shift of a part: since midnight until somebody says when it began. */
export function useShift(partId: string | null): Shift {
  const { inspections } = useApi();
  const [start, setStart] = useLocalStorage({
    key: 'fewgood-shift-start',
    defaultValue: midnight().toISOString(),
    getInitialValueInEffect: false,
  });
  const filter = { partId: partId ?? undefined, from: start };
  const { data } = useQuery({
    queryKey: keys.countersOf(filter),
    queryFn: async ({ signal }) => inspections.count(filter, signal),
    enabled: partId !== null,
    placeholderData: (before) => before,
  });
  return {
    start,
    counters: data,
    begin: (date) => {
      setStart(date.toISOString());
    },
  };
}

/** The day's beginning, local time. */
function midnight(): Date {
  const date = new Date();
  date.setHours(0, 0, 0, 0);
  return date;
}
