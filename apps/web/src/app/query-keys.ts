import type { ChartFilter } from '../ports/evidence-api.ts';
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
  acceptance: (part: { id: string; version: number }, limits: object, language: string) =>
    ['reviews', 'acceptance', part, limits, language] as const,
  trail: (inspectionId: string) => ['reviews', 'trail', inspectionId],
  charts: (partId: string, filter: ChartFilter) => ['charts', partId, filter],
  studies: (partId: string) => ['studies', partId],
  study: (id: string) => ['study', id],
  studySession: (id: string, appraiser: string) => ['study', id, 'session', appraiser],
  studyFigures: (id: string) => ['study', id, 'figures'],
  parts: ['parts'],
  part: (id: string) => ['parts', id],
  versions: (id: string) => ['parts', id, 'versions'],
  lookArea: (id: string, version: number) => ['look-area', id, version],
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
