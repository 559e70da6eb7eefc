import { randomUUID } from 'node:crypto';
import type { Page } from '../api/common.ts';
import type { Review, ReviewList as ReviewQuery, ReviewRequest } from '../api/review.ts';
import type { Actor } from '../api/role.ts';
import { appendAudit } from '../audit/chain.ts';
import { ConflictError, NotFoundError } from '../errors.ts';
import type { EventHub } from '../event-hub.ts';
import type { Change } from '../store/database.ts';
import { pageBySeq } from '../store/page-by-seq.ts';
import type { StoreOptions } from '../store/part-list.ts';
import type { ReviewRow } from '../store/tables.ts';
import { reviewsOf } from './review-rows.ts';

/** What people say of verdicts. Every decision can be taken back, and no two people overwrite each other. */
export class ReviewList {
  readonly #options: StoreOptions & { readonly events: EventHub };

  constructor(options: StoreOptions & { readonly events: EventHub }) {
    this.#options = options;
  }

  /** Newest first. */
  async page({ limit, cursor, ...is }: ReviewQuery): Promise<Page<Review>> {
    const { rows } = this.#options.database;
    let query = rows
      .selectFrom('review')
      .selectAll()
      .orderBy('seq', 'desc')
      .limit(limit + 1);
    for (const column of ['part', 'decision', 'state', 'inspection'] as const) {
      const value = is[column];
      if (value !== undefined) query = query.where(column, '=', value);
    }
    if (cursor !== undefined) query = query.where('seq', '<', Number(cursor));
    const matches = await query.execute();
    const { items, next } = pageBySeq(matches, limit, (row) => row);
    return { items: await reviewsOf(rows, items), next };
  }

  /** @throws {@link NotFoundError} if there is none of that id. */
  async get(id: string): Promise<Review> {
    const { rows } = this.#options.database;
    const row = await rows.selectFrom('review').selectAll().where('id', '=', id).executeTakeFirst();
    const [review] = row === undefined ? [] : await reviewsOf(rows, [row]);
    if (review === undefined) throw new NotFoundError('the review', id);
    return review;
  }

  /**
   * Decides on the verdict of an inspection; an earlier decision that the caller knows is taken back by it.
   *
   * @throws {@link NotFoundError} if there is no such inspection.
   * @throws {@link ConflictError} if somebody else decided meanwhile, or it cannot be decided on.
   */
  async decide(request: ReviewRequest, actor: Actor): Promise<Review> {
    const { inspection: inspected, decision, name = null, note, mask, expected } = request;
    const { database, now, events } = this.#options;
    const at = now();
    const { id, part } = await database.change(async (change) => {
      const owner = await decidable(change, inspected);
      const before = await standing(change, inspected);
      if ((before?.id ?? null) !== expected) throw decidedMeanwhile(before);
      if (before !== undefined) await this.#takeBack(change, before, actor, at);
      const row = {
        id: randomUUID(),
        part: owner,
        inspection: inspected,
        decision,
        name,
        note,
        mask: mask === undefined ? null : JSON.stringify(mask),
        state: 'decided' as const,
        version: null,
        decidedAt: at,
        decidedBy: actor.id,
        undoneAt: null,
        undoneBy: null,
      };
      await change.insertInto('review').values(row).execute();
      await hold(change, inspected, decision !== 'right');
      const { state: _state, version: _version, undoneAt: _at, undoneBy: _by, ...detail } = row;
      const deed = { at, actor: actor.id, action: 'review.decided', subject: row.id };
      await appendAudit(change, { ...deed, detail });
      return row;
    });
    events.emit({ type: 'review', part });
    return this.get(id);
  }

  /**
   * Takes a decision back.
   *
   * @throws {@link NotFoundError} if there is none of that id.
   * @throws {@link ConflictError} if it is taken back already, or a version that judges has it.
   */
  async undo(id: string, actor: Actor): Promise<Review> {
    const { database, now, events } = this.#options;
    const { part } = await this.get(id);
    await database.change(async (change) => {
      const row = await change
        .selectFrom('review')
        .selectAll()
        .where('id', '=', id)
        .executeTakeFirstOrThrow();
      await this.#takeBack(change, row, actor, now());
      await hold(change, row.inspection, false);
    });
    events.emit({ type: 'review', part });
    return this.get(id);
  }

  async #takeBack(change: Change, row: ReviewRow, actor: Actor, at: string): Promise<void> {
    if (row.state === 'undone') {
      throw new ConflictError(
        'take the decision back',
        `${row.undoneBy ?? 'somebody'} took it back already`,
        'Look at the queue, where the picture is again.',
        { by: row.undoneBy, at: row.undoneAt },
      );
    }
    if (row.state === 'applied') {
      throw new ConflictError(
        'take the decision back',
        `version ${row.version} of the part has it`,
        'Undo that version first.',
        { version: row.version },
      );
    }
    await change
      .updateTable('review')
      .set({ state: 'undone', undoneAt: at, undoneBy: actor.id })
      .where('id', '=', row.id)
      .execute();
    const deed = { at, actor: actor.id, action: 'review.undone', subject: row.id };
    await appendAudit(change, { ...deed, detail: { inspection: row.inspection } });
  }
}

/** The decision on an inspection that holds. */
async function standing(change: Change, inspection: string): Promise<ReviewRow | undefined> {
  return change
    .selectFrom('review')
    .selectAll()
    .where('inspection', '=', inspection)
    .where('state', '!=', 'undone')
    .executeTakeFirst();
}

/** The part of an inspection that may be decided on. */
async function decidable(change: Change, id: string): Promise<string> {
  const row = await change
    .selectFrom('inspection')
    .select(['part', 'state', 'pictureRemoved'])
    .where('id', '=', id)
    .executeTakeFirst();
  if (row === undefined) throw new NotFoundError('the inspection', id);
  if (row.state !== 'judged' || row.pictureRemoved !== 0) {
    const fault = row.state === 'judged' ? 'its picture is gone' : 'it has no verdict';
    throw new ConflictError('decide on the verdict', fault, 'Decide on another one.', { id });
  }
  return row.part;
}

/** Retention leaves pictures alone that somebody decided on. */
async function hold(change: Change, inspection: string, isHeld: boolean): Promise<void> {
  await change
    .updateTable('inspection')
    .set({ held: isHeld ? 1 : 0 })
    .where('id', '=', inspection)
    .execute();
}

function decidedMeanwhile(before: ReviewRow | undefined): ConflictError {
  const [fault, facts] =
    before === undefined
      ? ['the decision that you saw was taken back meanwhile', {}]
      : [
          `${before.decidedBy} decided on it at ${before.decidedAt}`,
          { by: before.decidedBy, at: before.decidedAt, decision: before.decision },
        ];
  const remedy = 'Look at what was decided; decide anew if you know better.';
  return new ConflictError('decide on the verdict', fault, remedy, facts);
}
