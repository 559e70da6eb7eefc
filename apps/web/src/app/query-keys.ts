import type { InspectionFilter } from '../ports/inspection-api.ts';
import type { Decision, ReviewKind } from '../ports/review-api.ts';

/** Names of what is asked for, so that what changes is asked for again. */
export const keys = {
  session: ['session'],
  invitation: (token: string) => ['invitation', token],
  people: ['people'],
  sessions: (personId?: string) => ['people', 'sessions', personId],
  tokens: ['tokens'],
  storage: ['storage'],
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
  reviews: ['reviews'],
  reviewQueues: ['reviews', 'queue'],
  reviewCountsOfAll: ['reviews', 'counts'],
  reviewQueue: (partId?: string, kind?: ReviewKind) => ['reviews', 'queue', partId, kind],
  reviewCounts: (partId?: string) => ['reviews', 'counts', partId],
  reviewList: (partId?: string, decision?: Decision) => ['reviews', 'list', partId, decision],
  reviewsOf: (inspectionId: string) => ['reviews', 'of', inspectionId],
  goodReviews: (partId: string) => ['reviews', 'good', partId],
  proposals: (partId: string) => ['reviews', 'proposals', partId],
  flips: (proposalId: string) => ['flips', proposalId],
  knownScores: (partId: string) => ['reviews', 'scores', partId],
  thresholdEffect: (partId: string, threshold: number) => ['reviews', 'effect', partId, threshold],
} as const;
