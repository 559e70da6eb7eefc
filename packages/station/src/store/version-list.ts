import type { Page, PageQuery } from '../api/common.ts';
import type { Activation, Version } from '../api/part.ts';
import type { Actor } from '../api/role.ts';
import { appendAudit } from '../audit/chain.ts';
import { versionSeal } from '../audit/seal.ts';
import { ConflictError, NotFoundError } from '../errors.ts';
import type { EventHub } from '../event-hub.ts';
import type { LearnedPart } from '../judging/thread-messages.ts';
import type { Change } from './database.ts';
import type { StoreOptions } from './part-list.ts';
import type { VersionRow } from './tables.ts';

/** What makes another version of a part. */
export interface NewVersion {
  readonly part: string;
  readonly learned: LearnedPart;
  readonly origin: VersionRow['origin'];
  readonly note: string;
}

/** A version of a part, and why it is made the one that judges. */
export interface WantedActivation {
  readonly part: string;
  readonly version: number;
  readonly reason: string;
}

/** The versions of parts, and which of them judge. */
export class VersionList {
  readonly #options: StoreOptions & { readonly events: EventHub };

  constructor(options: StoreOptions & { readonly events: EventHub }) {
    this.#options = options;
  }

  /** Newest first. */
  async page(part: string, { limit, cursor }: PageQuery): Promise<Page<Version>> {
    const active = await this.#active(part);
    let query = this.#options.database.rows
      .selectFrom('version')
      .selectAll()
      .where('part', '=', part)
      .orderBy('number', 'desc')
      .limit(limit + 1);
    if (cursor !== undefined) query = query.where('number', '<', Number(cursor));
    const rows = await query.execute();
    const items = rows.slice(0, limit).map((row) => versionOf(row, active));
    return { items, next: rows.length > limit ? String(items.at(-1)?.number) : null };
  }

  /** @throws {@link NotFoundError} if there is none of that number. */
  async get(part: string, number: number): Promise<Version> {
    const active = await this.#active(part);
    const row = await this.#options.database.rows
      .selectFrom('version')
      .selectAll()
      .where('part', '=', part)
      .where('number', '=', number)
      .executeTakeFirst();
    if (row === undefined) throw new NotFoundError('the version', number);
    return versionOf(row, active);
  }

  /**
   * Adds a version; another one goes on judging. A part file that is a version already stays that one.
   *
   * @throws {@link NotFoundError} if there is no such part.
   */
  async add({ part, learned, origin, note }: NewVersion, actor: string): Promise<Version> {
    const { database, events, now } = this.#options;
    const active = await this.#active(part);
    const row = await database.change(async (change) => {
      // Learned before an end that came too soon, or sent twice.
      const same = await change
        .selectFrom('version')
        .selectAll()
        .where('part', '=', part)
        .where('sha256', '=', learned.sha256)
        .executeTakeFirst();
      if (same !== undefined) return same;
      const last = await change
        .selectFrom('version')
        .where('part', '=', part)
        .select(({ fn }) => fn.max('number').as('number'))
        .executeTakeFirst();
      const version: VersionRow = {
        part,
        number: (last?.number ?? 0) + 1,
        sha256: learned.sha256,
        bytes: learned.bytes,
        origin,
        note,
        createdAt: now(),
        createdBy: actor,
        summary: JSON.stringify(learned.summary),
      };
      await change.insertInto('version').values(version).execute();
      const { number, sha256 } = version;
      const detail = { number, sha256, origin, seal: versionSeal(version) };
      const deed = { at: version.createdAt, actor, action: 'version.added', subject: part };
      await appendAudit(change, { ...deed, detail });
      return version;
    });
    events.emit({ type: 'part', part });
    return versionOf(row, active);
  }

  /**
   * Makes a version the one that judges, from the next picture on.
   *
   * @throws {@link NotFoundError} if there is none of that number.
   */
  async activate({ part, version, reason }: WantedActivation, actor: Actor): Promise<Version> {
    await this.get(part, version);
    await this.#options.database.change((change) =>
      this.#setActive(change, { part, version, reason }, actor),
    );
    this.#options.events.emit({ type: 'part', part });
    return this.get(part, version);
  }

  /**
   * Makes the version that judged before the active one the one that judges again.
   *
   * @throws {@link ConflictError} if there was none before.
   */
  async rollBack(part: string, reason: string, actor: Actor): Promise<Version> {
    const version = await this.#options.database.change(async (change) => {
      const last = await change
        .selectFrom('activation')
        .where('part', '=', part)
        .orderBy('seq', 'desc')
        .select('previous')
        .limit(1)
        .executeTakeFirst();
      const previous = last?.previous ?? null;
      if (previous === null) {
        throw new ConflictError(
          'roll the part back',
          'no other version judged before',
          'Activate the version that is wanted.',
          { part },
        );
      }
      await this.#setActive(change, { part, version: previous, reason }, actor);
      return previous;
    });
    this.#options.events.emit({ type: 'part', part });
    return this.get(part, version);
  }

  /** Which versions judged when; newest first. */
  async activations(part: string, { limit, cursor }: PageQuery): Promise<Page<Activation>> {
    await this.#active(part);
    let query = this.#options.database.rows
      .selectFrom('activation')
      .selectAll()
      .where('part', '=', part)
      .orderBy('seq', 'desc')
      .limit(limit + 1);
    if (cursor !== undefined) query = query.where('seq', '<', Number(cursor));
    const rows = await query.execute();
    const items = rows.slice(0, limit);
    return {
      items: items.map(({ seq: _seq, ...activation }) => activation),
      next: rows.length > limit ? String(items.at(-1)?.seq) : null,
    };
  }

  async #setActive(
    change: Change,
    { part, version, reason }: WantedActivation,
    actor: Actor,
  ): Promise<void> {
    const at = this.#options.now();
    const { activeVersion: previous } = await change
      .selectFrom('part')
      .where('id', '=', part)
      .select('activeVersion')
      .executeTakeFirstOrThrow();
    if (previous === version) return;
    await change
      .updateTable('part')
      .set({ activeVersion: version })
      .where('id', '=', part)
      .execute();
    const activation = { part, version, previous, at, by: actor.id, reason };
    await change.insertInto('activation').values(activation).execute();
    const deed = { at, actor: actor.id, action: 'version.activated', subject: part };
    await appendAudit(change, { ...deed, detail: { version, previous, reason } });
  }

  async #active(part: string): Promise<number | null> {
    const row = await this.#options.database.rows
      .selectFrom('part')
      .where('id', '=', part)
      .select('activeVersion')
      .executeTakeFirst();
    if (row === undefined) throw new NotFoundError('the part', part);
    return row.activeVersion;
  }
}

function versionOf({ summary, ...row }: VersionRow, active: number | null): Version {
  return { ...row, active: row.number === active, summary: JSON.parse(summary) };
}
