import { nameKeyOf } from '../people/secret.ts';
import type { Change } from '../store/database.ts';
import type { PersonRow } from '../store/tables.ts';
import { allRows } from './all-rows.ts';
import type { PeopleFacts } from './people-facts.ts';
import type { Problems } from './problems.ts';
import { passwordSeal, tokenSeal } from './seal.ts';

/** Compares people with the chain: who may do what, by which password, and who is kept out. */
export async function checkPersons(
  rows: Change,
  { persons }: PeopleFacts,
  problems: Problems,
): Promise<void> {
  const missing = new Set(persons.keys());
  for await (const row of allRows(rows.selectFrom('person').selectAll())) {
    const problem = personProblem(row, persons.get(row.id));
    if (problem !== undefined) problems.add(`person ${row.id}`, problem);
    missing.delete(row.id);
  }
  for (const id of missing) problems.add(`person ${id}`, 'it is missing');
}

/** Compares tokens with the chain; when one was used last is not in it. */
export async function checkTokens(
  rows: Change,
  { tokens }: PeopleFacts,
  problems: Problems,
): Promise<void> {
  const missing = new Set(tokens.keys());
  for await (const row of allRows(rows.selectFrom('accessToken').selectAll())) {
    const fact = tokens.get(row.id);
    const subject = `token ${row.id}`;
    if (fact === undefined) problems.add(subject, 'the chain does not have it');
    else if (tokenSeal(row) !== fact.seal) problems.add(subject, 'it was changed');
    else if (row.revokedAt !== fact.revokedAt) {
      problems.add(subject, 'what became of it was changed');
    }
    missing.delete(row.id);
  }
  for (const id of missing) problems.add(`token ${id}`, 'it is missing');
}

function personProblem(
  row: PersonRow,
  fact: ReturnType<PeopleFacts['persons']['get']>,
): string | undefined {
  if (fact === undefined) return 'the chain does not have it';
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
