import type { Page, PageQuery } from '../api/common.ts';
import type { Activation, Version } from '../api/part.ts';
import type { Actor } from '../api/role.ts';
import { appendAudit } from '../audit/chain.ts';
import { versionSeal } from '../audit/seal.ts';
import { ConflictError, NotFoundError } from '../errors.ts';
import type { EventHub } from '../event-hub.ts';
import type { LearnedPart } from '../judging/thread-messages.ts';
import type { RegressionCheck, RegressionGate } from '../review/regression-gate.ts';
import type { Change } from './database.ts';
import { pageBySeq } from './page-by-seq.ts';
import type { StoreOptions } from './part-list.ts';
import type { VersionRow } from './tables.ts';

/** What makes another version of a part. */
export interface NewVersion {
  readonly part: string;
  readonly learned: LearnedPart;
  readonly origin: VersionRow['origin'];
  readonly note: string;
  /** Version whose scores it keeps. */
  readonly parent?: number;
}

/** A version of a part, and why it is made the one that judges. */
export interface WantedActivation {
  readonly part: string;
  readonly version: number;
  readonly reason: string;
  /** Version that judges as far as the caller knows; undefined where the caller does not say. */
  readonly expected?: number | null | undefined;
  /** In spite of regression pictures that stand against it. */
  readonly override?: boolean;
}

/** How the version before is made the one that judges again. */
export type WantedRollBack = Omit<WantedActivation, 'version'>;

export interface VersionOptions extends StoreOptions {
  readonly events: EventHub;
  readonly gate: RegressionGate;
}

/** The versions of parts, and which of them judge. */
export class VersionList {
  readonly #options: VersionOptions;

  constructor(options: VersionOptions) {
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
  async add(version: NewVersion, actor: string): Promise<Version> {
    const { database, events } = this.#options;
    const active = await this.#active(version.part);
    const row = await database.change((change) => this.addWithin(change, version, actor));
    events.emit({ type: 'part', part: version.part });
    return versionOf(row, active);
  }

  /** As {@link VersionList.add}, as a part of another change. */
  async addWithin(
    change: Change,
    { part, learned, origin, note, parent }: NewVersion,
    actor: string,
  ): Promise<VersionRow> {
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
      createdAt: this.#options.now(),
      createdBy: actor,
      summary: JSON.stringify(learned.summary),
      parent: parent ?? null,
    };
    await change.insertInto('version').values(version).execute();
    const { number, sha256 } = version;
    const detail = { number, sha256, origin, seal: versionSeal(version) };
    const deed = { at: version.createdAt, actor, action: 'version.added', subject: part };
    await appendAudit(change, { ...deed, detail });
    return version;
  }

  /**
   * Makes a version the one that judges, from the next picture on.
   *
   * @throws {@link NotFoundError} if there is none of that number.
   * @throws {@link RegressionError} if a regression picture stands against it.
   * @throws {@link ConflictError} if another version judges than the caller knows.
   */
  async activate(wanted: WantedActivation, actor: Actor): Promise<Version> {
    const { part, version } = wanted;
    const { sha256, active } = await this.get(part, version);
    if (!active) {
      const check = await this.#options.gate.check(part, sha256);
      await this.#options.database.change((change) =>
        this.activateWithin(change, { ...wanted, check }, actor),
      );
      this.#options.events.emit({ type: 'part', part });
    }
    return this.get(part, version);
  }

  /** As {@link VersionList.activate}, as a part of another change, once regression pictures were judged. */
  async activateWithin(
    change: Change,
    wanted: WantedActivation & { readonly check: RegressionCheck },
    actor: Actor,
  ): Promise<void> {
    const { part, version, reason, expected, override = false, check } = wanted;
    const { activeVersion: previous } = await change
      .selectFrom('part')
      .where('id', '=', part)
      .select('activeVersion')
      .executeTakeFirstOrThrow();
    if (expected !== undefined && expected !== previous) throw changedMeanwhile(part, previous);
    if (previous === version) return;
    await this.#options.gate.pass(change, { part, version, check, reason, override, actor });
    const at = this.#options.now();
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

  /**
   * Makes the version that judged before the active one the one that judges again.
   *
   * @throws {@link ConflictError} if there was none before, or another version judges than the caller knows.
   * @throws {@link RegressionError} if a regression picture stands against it.
   */
  async rollBack(wanted: WantedRollBack, actor: Actor): Promise<Version> {
    const { part } = wanted;
    const active = await this.#active(part);
    const last = await this.#options.database.rows
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
    return this.activate({ expected: active, ...wanted, version: previous }, actor);
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
    return pageBySeq(rows, limit, ({ seq: _seq, ...activation }) => activation);
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

function changedMeanwhile(part: string, active: number | null): ConflictError {
  return new ConflictError(
    'change which version judges',
    active === null ? 'none judges any more' : `version ${active} judges by now`,
    'Look at who made it judge, and why; then try again.',
    { part, active },
  );
}

function versionOf({ summary, ...row }: VersionRow, active: number | null): Version {
  // Versions of before parts could say where to look say nothing of it.
  const known = { lookArea: null, alignment: null, light: null, ...JSON.parse(summary) };
  return { ...row, active: row.number === active, summary: known };
}
