import type { InspectionFilter } from '../ports/inspection-api.ts';

/** Names of what is asked for, so that what changes is asked for again. */
export const keys = {
  session: ['session'],
  counters: ['counters'],
  countersOf: (filter: InspectionFilter) => ['counters', filter],
  inspectionsOf: (filter: InspectionFilter) => ['inspections', filter],
  recent: (partId: string | null) => ['inspections', 'recent', partId],
  judged: (partId: string) => ['inspections', 'judged', partId],
  inspection: (id: string) => ['inspection', id],
  parts: ['parts'],
  part: (id: string) => ['parts', id],
  versions: (id: string) => ['parts', id, 'versions'],
  enrolments: (id: string) => ['enrolments', id],
} as const;
