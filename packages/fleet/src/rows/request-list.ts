import { appendAudit, hashOfJson } from '@fewgood/station/store';
import { FleetConflictError } from '../errors.ts';
import type { FleetDatabase } from './fleet-database.ts';
import type { ItemRow, RequestRow } from './tables.ts';

/** An item with what became of it. */
export type ItemOutcome = Pick<ItemRow, 'name' | 'modified'> & {
  /** JSON; null while it waits. */
  readonly record: string | null;
  /** Why nobody could judge it; null where that is not so. */
  readonly dead: string | null;
};

/** What is known of an item when its picture is submitted again. */
export type KnownItem = ItemRow & {
  /** Null while it waits. */
  readonly verdict: string | null;
  /** Why nobody could judge it; null where that is not so. */
  readonly dead: string | null;
};

/** How far a request is. */
export interface RequestCounts extends RequestRow {
  pass: number;
  fail: number;
  cannotJudge: number;
  /** That could not be read. */
  error: number;
  /** Accepted, and not judged yet. */
  waiting: number;
  /** That nobody could judge, for no reason of theirs. */
  dead: number;
  /** Not accepted yet: their submission was cut off. */
  unsubmitted: number;
}

/** What somebody wants judged. */
export class RequestList {
  readonly #database: FleetDatabase;

  constructor(database: FleetDatabase) {
    this.#database = database;
  }

  /**
   * Begins a request; one that is there already stays as it is.
   *
   * @returns The request as it is kept: with the version that it was begun with.
   * @throws {@link FleetConflictError} if it is one of another part.
   */
  async open(request: RequestRow): Promise<RequestRow> {
    await this.#database.change(async (change) => {
      const added = await change
        .insertInto('request')
        .values(request)
        .onConflict((conflict) => conflict.doNothing())
        .returning('name')
        .executeTakeFirst();
      if (added === undefined) return;
      const { name: subject, at, actor } = request;
      const detail = { seal: requestSeal(request) };
      await appendAudit(change, { at, actor, action: 'request.made', subject, detail });
    });
    const kept = (await this.get(request.name)) ?? request;
    if (kept.part === request.part) return kept;
    throw new FleetConflictError(
      `add to the request ${kept.name}`,
      `it is one of the part ${kept.part}: expected ${request.part}`,
      'Give it another name.',
      { request: kept.name, part: kept.part },
    );
  }

  async get(name: string): Promise<RequestRow | undefined> {
    return this.#database.rows
      .selectFrom('request')
      .selectAll()
      .where('name', '=', name)
      .executeTakeFirst();
  }

  /** The items of a request by name. */
  async known(request: string): Promise<ReadonlyMap<string, KnownItem>> {
    const rows = await this.#items()
      .selectAll('item')
      .select(['verdict.verdict', 'deadJob.fault as dead'])
      .where('item.request', '=', request)
      .execute();
    return new Map(rows.map((row) => [row.name, row]));
  }

  /** Notes an item, before its job is in the queue. */
  async add(item: ItemRow): Promise<void> {
    await this.#database.rows
      .insertInto('item')
      .values(item)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }

  /** Notes that an item is accepted: its job waits in the queue. */
  async accept({ request, name, job, attempt }: ItemRow, queuedAt: string): Promise<void> {
    await this.#database.rows
      .updateTable('item')
      .set({ queuedAt, attempt })
      .where('request', '=', request)
      .where('name', '=', name)
      .execute();
    await this.#database.rows.deleteFrom('deadJob').where('job', '=', job).execute();
  }

  /** Items in their order, with what became of each, from a place on. */
  async outcomes(request: string, from: number, limit: number): Promise<ItemOutcome[]> {
    return this.#items()
      .select(['item.name', 'item.modified', 'verdict.record', 'deadJob.fault as dead'])
      .where('item.request', '=', request)
      .orderBy('item.place')
      .orderBy('item.name')
      .offset(from)
      .limit(limit)
      .execute();
  }

  /** How far each request is, the newest first. */
  async counts(limit: number, only?: string): Promise<RequestCounts[]> {
    let query = this.#database.rows.selectFrom('request').selectAll().orderBy('at', 'desc');
    if (only !== undefined) query = query.where('name', '=', only);
    const requests = await query.limit(limit).execute();
    if (requests.length === 0) return [];
    const groups = await this.#items()
      .select(({ fn, eb }) => [
        'item.request',
        'verdict.verdict',
        eb('deadJob.job', 'is not', null).as('isDead'),
        eb('item.queuedAt', 'is not', null).as('isAccepted'),
        fn.countAll<number>().as('count'),
      ])
      .where(
        'item.request',
        'in',
        requests.map(({ name }) => name),
      )
      .groupBy(['item.request', 'verdict.verdict', 'isDead', 'isAccepted'])
      .execute();
    return requests.map((request) => {
      const counts = { ...request, ...NOTHING };
      for (const group of groups) {
        if (group.request === request.name) counts[outcomeOf(group)] += group.count;
      }
      return counts;
    });
  }

  #items() {
    return this.#database.rows
      .selectFrom('item')
      .leftJoin('verdict', 'verdict.job', 'item.job')
      .leftJoin('deadJob', 'deadJob.job', 'item.job');
  }
}

const NOTHING = {
  pass: 0,
  fail: 0,
  cannotJudge: 0,
  error: 0,
  waiting: 0,
  dead: 0,
  unsubmitted: 0,
};

/** What became of items, or where they are. */
function outcomeOf(group: {
  readonly verdict: string | null;
  readonly isDead: unknown;
  readonly isAccepted: unknown;
}): keyof typeof NOTHING {
  const { verdict, isDead, isAccepted } = group;
  if (verdict === 'cannot judge') return 'cannotJudge';
  if (verdict === 'pass' || verdict === 'fail' || verdict === 'error') return verdict;
  if (isDead === true) return 'dead';
  return isAccepted === true ? 'waiting' : 'unsubmitted';
}

/** The hash of a request, as the chain has it. */
export function requestSeal(row: RequestRow): string {
  const { name, part, sha256, at, actor } = row;
  return hashOfJson({ name, part, sha256, at, actor });
}
