import type { Change } from '../store/database.ts';
import type { ProposalRow, ReviewRow } from '../store/tables.ts';
import { allRows } from './all-rows.ts';
import { compareRows } from './compare-rows.ts';
import { hashOfJson } from './chain.ts';
import { plainJson } from './plain-json.ts';
import type { Problems } from './problems.ts';
import type { ReviewFacts } from './review-facts.ts';
import { outcomeSeal } from './seal.ts';

/** Compares reviews with the chain: what was decided, by whom, and what became of it. */
export async function checkReviews(
  rows: Change,
  { reviews }: ReviewFacts,
  problems: Problems,
): Promise<void> {
  const all = allRows(rows.selectFrom('review').selectAll());
  await compareRows(all, { kind: 'review', facts: reviews, problems }, reviewProblem);
}

/** Compares proposals with the chain: what was asked for, what was found out, and what became of it. */
export async function checkProposals(
  rows: Change,
  { proposals }: ReviewFacts,
  problems: Problems,
): Promise<void> {
  const all = allRows(rows.selectFrom('proposal').selectAll());
  await compareRows(all, { kind: 'proposal', facts: proposals, problems }, proposalProblem);
}

function reviewProblem(
  { seq: _seq, state, version, undoneAt, undoneBy, ...rest }: ReviewRow,
  fact: NonNullable<ReturnType<ReviewFacts['reviews']['get']>>,
): string | undefined {
  if (hashOfJson(rest) !== fact.decided) return 'it was changed';
  const isSo =
    state === fact.state &&
    version === fact.version &&
    undoneAt === fact.undoneAt &&
    undoneBy === fact.undoneBy;
  return isSo ? undefined : 'what became of it was changed';
}

function proposalProblem(
  row: ProposalRow,
  fact: NonNullable<ReturnType<ReviewFacts['proposals']['get']>>,
): string | undefined {
  const { part, base, kind, request, createdAt, createdBy, state, version, endedAt } = row;
  const asked = { part, base, kind, request: plainJson(request), createdAt, createdBy };
  if (hashOfJson(asked) !== fact.asked) return 'it was changed';
  if (outcomeSeal(row) !== fact.outcome) return 'what was found out was changed';
  const now = state === 'running' ? 'waiting' : state;
  const isSo = now === fact.state && version === fact.version && endedAt === fact.endedAt;
  return isSo ? undefined : 'what became of it was changed';
}
