import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { Transaction } from 'kysely';
import type { AuditRow, AuditTable } from '../store/tables.ts';

/** What is before the first entry. */
export const CHAIN_START = '0'.repeat(64);

/** One thing that was done, before it is a link of the chain. */
export interface Deed {
  readonly at: string;
  /** Id of who did it. */
  readonly actor: string;
  /** Such as `part.created`. */
  readonly action: string;
  /** Id of what it is about. */
  readonly subject: string;
  /** Plain data as JSON has it. */
  readonly detail: unknown;
}

/** A change of a database that has a chain, whatever else it has. */
type AuditedChange = Transaction<{ audit: AuditTable }>;

/** Who did what, when, and what it is about. */
export type DeedHead = Pick<Deed, 'at' | 'actor' | 'action' | 'subject'>;

/**
 * The hash of an entry: SHA-256 of all its fields but the hash, as canonical JSON (RFC 8785), hexadecimal.
 * The hash of the entry before is one of them, so that no entry changes without all after it.
 */
export function hashOfEntry(entry: Omit<AuditRow, 'hash'>): string {
  const { seq, at, actor, action, subject, detail, previous } = entry;
  return hashOfJson({ seq, at, actor, action, subject, detail, previous });
}

/** SHA-256 of plain data as canonical JSON, hexadecimal. */
export function hashOfJson(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex');
}

/** Plain data as the one text that RFC 8785 has for it. */
function canonicalJson(value: unknown): string {
  // Undefined has no JSON; everything else has.
  return canonicalize(value) ?? 'null';
}

/** The entry of what was done, behind the last one of a chain; undefined where it is the first. */
function nextEntry(last: Pick<AuditRow, 'seq' | 'hash'> | undefined, deed: Deed): AuditRow {
  const entry = {
    ...deed,
    detail: canonicalJson(deed.detail),
    seq: (last?.seq ?? 0) + 1,
    previous: last?.hash ?? CHAIN_START,
  };
  return { ...entry, hash: hashOfEntry(entry) };
}

/** Adds what was done to the chain, in the change that does it: both are there afterwards, or neither. */
export async function appendAudit(change: AuditedChange, deed: Deed): Promise<AuditRow> {
  const last = await change
    .selectFrom('audit')
    .select(['seq', 'hash'])
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  const row = nextEntry(last, deed);
  await change.insertInto('audit').values(row).execute();
  return row;
}
