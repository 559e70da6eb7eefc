import { infiniteQueryOptions } from '@tanstack/react-query';
import type { InspectionApi, InspectionFilter } from '../ports/inspection-api.ts';
import { keys } from './query-keys.ts';

/** Asks for the inspections that a filter lets through, page by page, the newest first. */
export function inspectionPages(inspections: InspectionApi, filter: InspectionFilter) {
  return infiniteQueryOptions({
    queryKey: keys.inspectionsOf(filter),
    queryFn: async ({ pageParam, signal }) => inspections.list(filter, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
  });
}
