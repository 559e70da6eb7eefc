/**
 * The tables, as queries see them; `migrations.ts` makes them, in a schema of their own. Times are UTC in ISO 8601 with
 * milliseconds; JSON is text.
 *
 * @module
 */
import type { AuditTable } from '@fewgood/station/store';
import type { Generated, Selectable } from 'kysely';

/** A part version that was made the one that judges; the last one of a part is. */
export interface RolloutTable {
  seq: Generated<number>;
  part: string;
  /** Hash of the part file. */
  sha256: string;
  /** Version that judged before; null at first. */
  previous: string | null;
  /** Name of the part file. */
  file: string;
  bytes: number;
  /** JSON of a list of `{ name, sha256 }`: the models that it needs. */
  models: string;
  at: string;
  /** Who did it. */
  actor: string;
  reason: string;
}

/** Pictures that somebody wants judged, against one version of a part. */
export interface RequestTable {
  name: string;
  part: string;
  /** Hash of the part file. */
  sha256: string;
  at: string;
  actor: string;
}

/** A picture of a request. */
export interface ItemTable {
  request: string;
  /** As it was named. */
  name: string;
  /** Its place in the request. */
  place: number;
  /** Id of its job, which pictures of one content have in common. */
  job: string;
  /** Hash of the file. */
  picture: string;
  bytes: number;
  /** When the file was last written. */
  modified: string;
  /** When it was accepted: its job waited in the queue. */
  queuedAt: string | null;
  /** How often it was put into the queue again after nobody could judge it. */
  attempt: number;
}

/** What became of a job. */
export interface VerdictTable {
  /** Hash of the picture. */
  picture: string;
  /** Hash of the part file. */
  part: string;
  request: string;
  job: string;
  /** pass, fail, cannot judge; error where the picture could not be read. */
  verdict: string;
  score: number | null;
  /** JSON, as `fewgood inspect --json` writes it. */
  record: string;
  /** Which worker judged. */
  worker: string;
  judgedAt: string;
  milliseconds: number;
  /** How often the job had been given to a worker. */
  deliveries: number;
}

/** A job that nobody could judge, for no reason of the picture's. */
export interface DeadJobTable {
  job: string;
  request: string;
  fault: string;
  deliveries: number;
  worker: string;
  at: string;
}

/** A station or a worker that judges. */
export interface LineTable {
  name: string;
  kind: 'station' | 'worker';
  version: string;
  since: string;
  /** By the clock of the database. */
  seenAt: Date;
  waiting: number;
  oldestAt: string | null;
  /** JSON of a list of `LinePart`. */
  parts: string;
}

export interface FleetTables {
  line: LineTable;
  rollout: RolloutTable;
  request: RequestTable;
  item: ItemTable;
  verdict: VerdictTable;
  deadJob: DeadJobTable;
  audit: AuditTable;
}

export type RolloutRow = Selectable<RolloutTable>;
export type RequestRow = Selectable<RequestTable>;
export type ItemRow = Selectable<ItemTable>;
export type VerdictRow = Selectable<VerdictTable>;
export type DeadJobRow = Selectable<DeadJobTable>;
