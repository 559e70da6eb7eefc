import { useQuery } from '@tanstack/react-query';
import type { InspectionDetail, InspectionSummary } from '../ports/inspection-api.ts';
import { useApi } from './api.tsx';
import { keys } from './query-keys.ts';

/** What lists know of an inspection, as a page shows it until the rest is there. */
const UNKNOWN = {
  provisional: false,
  reasons: [],
  regions: [],
  size: null,
  overlay: null,
} as const;

/** An inspection with all that is known of it; asked for again once it is judged. */
export function useInspectionDetail(summary: InspectionSummary | null): InspectionDetail | null {
  const { inspections } = useApi();
  const id = summary?.id ?? '';
  const { data } = useQuery({
    queryKey: [...keys.inspection(id), summary?.outcome],
    queryFn: async ({ signal }) => inspections.one(id, signal),
    enabled: summary !== null,
    staleTime: Infinity,
  });
  if (summary === null) return null;
  return data ?? { ...UNKNOWN, ...summary };
}
