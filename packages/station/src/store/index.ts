/**
 * How a station keeps rows, files and its audit chain, for what keeps others in the same way.
 *
 * @module
 */
export { appendAudit, CHAIN_START, type Deed, hashOfEntry, hashOfJson } from '../audit/chain.ts';
export { RunOutbox, type RunLetter, type UntoldVerdicts } from '../outbox/run-outbox.ts';
export { isDatabaseAway } from './database-away.ts';
export { KeyedLocks } from './keyed-locks.ts';
export { postgresDialect } from './postgresql.ts';
export type { AuditRow, AuditTable } from './tables.ts';
