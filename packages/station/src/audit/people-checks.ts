import { nameKeyOf } from '../people/secret.ts';
import type { Change } from '../store/database.ts';
import type { PersonRow } from '../store/tables.ts';
import { allRows } from './all-rows.ts';
import { compareRows } from './compare-rows.ts';
import type { PeopleFacts } from './people-facts.ts';
import type { Problems } from './problems.ts';
import { passwordSeal, tokenSeal } from './seal.ts';

/** Compares people with the chain: who may do what, by which password, and who is kept out. */
export async function checkPersons(
  rows: Change,
  { persons }: PeopleFacts,
  problems: Problems,
): Promise<void> {
  const all = allRows(rows.selectFrom('person').selectAll());
  await compareRows(all, { kind: 'person', facts: persons, problems }, personProblem);
}

/** Compares tokens with the chain; when one was used last is not in it. */
export async function checkTokens(
  rows: Change,
  { tokens }: PeopleFacts,
  problems: Problems,
): Promise<void> {
  const all = allRows(rows.selectFrom('accessToken').selectAll());
  await compareRows(all, { kind: 'token', facts: tokens, problems }, (row, fact) => {
    if (tokenSeal(row) !== fact.seal) return 'it was changed';
    return row.revokedAt === fact.revokedAt ? undefined : 'what became of it was changed';
  });
}

function personProblem(
  row: PersonRow,
  fact: NonNullable<ReturnType<PeopleFacts['persons']['get']>>,
): string | undefined {
  const isSame =
    row.name === fact.name &&
    row.nameKey === nameKeyOf(fact.name) &&
    row.createdAt === fact.createdAt &&
    row.createdBy === fact.createdBy;
  if (!isSame) return 'it was changed';
  if (row.role !== fact.role) return 'its role was changed';
  const password = row.password === null ? null : passwordSeal(row.id, row.password);
  if (password !== fact.password) return 'its password was changed';
  const isSo = row.disabledAt === fact.disabledAt && row.signedInAt === fact.signedInAt;
  return isSo ? undefined : 'what became of it was changed';
}
