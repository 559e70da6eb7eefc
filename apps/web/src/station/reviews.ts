import type {
  Page as StationPage,
  Proposal as StationProposal,
  ProposalFlip,
  Review as StationReview,
  ReviewCounts as StationCounts,
  ReviewQueueItem,
  ThresholdScores,
} from '@fewgood/station/api';
import { effectOf } from '../app/threshold-effect.ts';
import type { Proposal, ProposalFindings, Review, ReviewApi } from '../ports/review-api.ts';
import { summaryOf } from './inspection-rows.ts';
import { ask, get, queryOf, send } from './request.ts';

/** Rows of one page. */
const LIMIT = 50;
/** Proposals that are looked at: the newest matter. */
const NEWEST = 10;

/** Reviewing verdicts of a station. */
export const stationReviews: ReviewApi = {
  queue: async ({ partId, kind }, cursor, signal) => {
    const query = queryOf({ part: partId, kind, cursor, limit: LIMIT });
    const page = await get<StationPage<ReviewQueueItem>>(`/review-queue${query}`, signal);
    return { ...page, items: page.items.map(itemOf) };
  },
  counts: async (partId, signal) => {
    const counts = await get<StationCounts>(`/review-counts${queryOf({ part: partId })}`, signal);
    const { fail, borderline, cannotJudge, good, regressions } = counts;
    return { byKind: { fail, borderline, 'cannot judge': cannotJudge }, good, regressions };
  },
  list: async ({ partId, decision, inspectionId, state }, cursor, signal) => {
    const filter = { part: partId, decision, inspection: inspectionId, state };
    const query = queryOf({ ...filter, cursor, limit: LIMIT });
    const page = await get<StationPage<StationReview>>(`/reviews${query}`, signal);
    return { ...page, items: page.items.map(reviewOf) };
  },
  decide: async ({ inspectionId, ...rest }) =>
    reviewOf(await send('POST', '/reviews', { inspection: inspectionId, ...rest })),
  undo: async (id) => reviewOf(await ask(`/reviews/${id}/undo`, { method: 'POST' })),
  proposals: async (partId, signal) => {
    const query = queryOf({ part: partId, limit: NEWEST });
    const { items } = await get<StationPage<StationProposal>>(`/proposals${query}`, signal);
    return items.map(proposalOf);
  },
  propose: async (partId, base, change) =>
    proposalOf(await send('POST', `/parts/${partId}/proposals`, { base, change })),
  flips: async (id, cursor, signal) => {
    const query = queryOf({ cursor, limit: LIMIT });
    const page = await get<StationPage<ProposalFlip>>(`/proposals/${id}/flips${query}`, signal);
    return { ...page, items: page.items.map(withSummary) };
  },
  cancel: async (id) => proposalOf(await ask(`/proposals/${id}/cancel`, { method: 'POST' })),
  apply: async (id, application) =>
    proposalOf(await send('POST', `/proposals/${id}/apply`, application)),
  takeBack: async (id, application) =>
    proposalOf(await send('POST', `/proposals/${id}/undo`, application)),
  scores: async (partId, signal) => {
    const scores = await get<ThresholdScores>(`/parts/${partId}/threshold-scores`, signal);
    const { version, good, bad, otherVersions } = scores;
    return { version, good: scoresOf(good), bad: scoresOf(bad), otherVersions };
  },
  effect: async (partId, threshold, signal) => {
    const query = queryOf({ threshold });
    return effectOf(await get(`/parts/${partId}/threshold-effect${query}`, signal));
  },
};

function scoresOf(list: ThresholdScores['good']): number[] {
  return list.map(({ score }) => score);
}

function itemOf({ kind, inspection }: ReviewQueueItem) {
  return { kind, inspection: summaryOf(inspection) };
}

function withSummary<T extends { readonly inspection: Parameters<typeof summaryOf>[0] }>(row: T) {
  return { ...row, inspection: summaryOf(row.inspection) };
}

function reviewOf(row: StationReview): Review {
  const { id, part, decision, name, note, mask, state, version } = row;
  return {
    id,
    partId: part,
    decision,
    name,
    note,
    mask,
    state,
    version,
    time: row.decidedAt,
    by: row.decidedBy,
    inspection: summaryOf(row.inspection),
  };
}

function proposalOf(row: StationProposal): Proposal {
  const { id, part, base, request, state, progress, findings, flips, fault, version } = row;
  return {
    id,
    partId: part,
    base,
    change: request.change,
    state,
    progress: progress === null || progress.total === 0 ? null : progress.done / progress.total,
    findings: findings && findingsOf(findings),
    flips,
    error: fault,
    version,
  };
}

function findingsOf({
  regression,
  ...findings
}: NonNullable<StationProposal['findings']>): ProposalFindings {
  return {
    ...findings,
    broken: (regression?.broken ?? []).map(withSummary),
    regressions: regression?.pictures ?? 0,
  };
}
