import type { ConnectorState, DeadLetter, OutboxRetry } from '../api/connector.ts';
import { type Notice, noticeSchema, type Page, type PageQuery } from '../api/common.ts';
import type { InspectionDetail } from '../api/inspection.ts';
import { NotFoundError } from '../errors.ts';
import type { LinkList } from '../links/link-list.ts';
import type { StationMetrics } from '../metrics.ts';
import type { Change, StationDatabase } from '../store/database.ts';
import { detailOf } from '../store/inspection-list.ts';
import { pageBySeq } from '../store/page-by-seq.ts';
import type { InspectionRow } from '../store/tables.ts';

interface OutboxOptions {
  readonly database: StationDatabase;
  readonly metrics: StationMetrics;
  readonly links: LinkList;
  readonly now: () => string;
}

/** A verdict that is to be told. */
export interface Letter {
  readonly inspection: InspectionDetail;
  readonly partName: string;
  /** Where more of it is, where that is not at a station. */
  readonly links?: { readonly inspection: string; readonly overlay: string | null } | undefined;
  /** Whether it was among the dead letters, and somebody asked to send it again. */
  readonly isAgain: boolean;
}

/** Why a receiver did not take a letter. */
export interface DeadFault {
  readonly attempts: number;
  readonly fault: Notice;
}

/**
 * What each connector has told of the inspections, and what it has not. The inspections themselves are the letters: a
 * connector keeps how far it got in them, so that no verdict can be stored without waiting here as well.
 */
export class Outbox {
  readonly #options: OutboxOptions;

  constructor(options: OutboxOptions) {
    this.#options = options;
  }

  /**
   * Makes the place of a connector, if it has none yet.
   *
   * @param from - `start`: it tells all that was ever judged; `now`: what has no verdict yet.
   */
  async open({
    name,
    kind,
    from,
  }: {
    name: string;
    kind: string;
    from: 'now' | 'start';
  }): Promise<void> {
    const { database, now } = this.#options;
    await database.change(async (change) => {
      const told = from === 'start' ? 0 : await lastTold(change);
      await change
        .insertInto('outlet')
        .values({ name, kind, told, createdAt: now(), toldAt: null })
        .onConflict((conflict) => conflict.column('name').doUpdateSet({ kind }))
        .execute();
    });
  }

  /** What is to be told next, in order; it ends before the first inspection that has no verdict yet. */
  async next(name: string, limit: number): Promise<Letter[]> {
    const again = await this.#letters()
      .innerJoin('deadLetter', 'deadLetter.inspection', 'inspection.id')
      .where('deadLetter.outlet', '=', name)
      .where('deadLetter.state', '=', 'again')
      .orderBy('inspection.seq')
      .limit(limit)
      .execute();
    if (again.length > 0) return again.map((row) => letterOf(row, true));
    const rows = await this.#letters()
      .where('inspection.seq', '>', await this.#told(name))
      .orderBy('inspection.seq')
      .limit(limit)
      .execute();
    const waiting = rows.findIndex(({ state }) => state === 'waiting');
    return rows.slice(0, waiting < 0 ? rows.length : waiting).map((row) => letterOf(row, false));
  }

  /** The receiver has it. */
  async tell(name: string, letter: Letter): Promise<void> {
    const { database, metrics, now } = this.#options;
    await database.change(async (change) => {
      await advance(change, name, { letter, at: now() });
      await change
        .deleteFrom('deadLetter')
        .where('outlet', '=', name)
        .where('inspection', '=', letter.inspection.id)
        .execute();
    });
    metrics.told.inc({ connector: name });
  }

  /** The receiver does not take it: it is kept, and those after it go on. */
  async bury(name: string, letter: Letter, { attempts, fault }: DeadFault): Promise<void> {
    const { database, now } = this.#options;
    const at = now();
    const found = { attempts, fault: JSON.stringify(fault), at, state: 'dead' as const };
    await database.change(async (change) => {
      await advance(change, name, { letter, at: undefined });
      await change
        .insertInto('deadLetter')
        .values({ outlet: name, inspection: letter.inspection.id, ...found })
        .onConflict((conflict) => conflict.columns(['outlet', 'inspection']).doUpdateSet(found))
        .execute();
    });
  }

  /** An attempt to tell a verdict failed. */
  failed(name: string): void {
    this.#options.metrics.untold.inc({ connector: name });
  }

  /** All connectors that the station ever had. */
  async list(): Promise<ConnectorState[]> {
    const { database, links } = this.#options;
    const { rows } = database;
    const outlets = await rows.selectFrom('outlet').selectAll().orderBy('name').execute();
    return Promise.all(
      outlets.map(async ({ name, kind, told, toldAt }) => {
        const link = links.get({ role: 'connector', name });
        const up = link === undefined ? null : link.state === 'up';
        const fault = link?.fault ?? null;
        return { name, kind, up, fault, toldAt, ...(await this.#counts(name, told)) };
      }),
    );
  }

  /**
   * What the receiver did not take, newest first.
   *
   * @throws {@link NotFoundError} if there is no such connector.
   */
  async deadLetters(name: string, { limit, cursor }: PageQuery): Promise<Page<DeadLetter>> {
    await this.#told(name);
    let query = this.#options.database.rows
      .selectFrom('deadLetter')
      .selectAll()
      .where('outlet', '=', name)
      .orderBy('seq', 'desc')
      .limit(limit + 1);
    if (cursor !== undefined) query = query.where('seq', '<', Number(cursor));
    return pageBySeq(await query.execute(), limit, ({ outlet: _outlet, fault, ...letter }) => ({
      ...letter,
      fault: noticeOf(fault),
    }));
  }

  /**
   * Sends all dead letters of a connector once more.
   *
   * @throws {@link NotFoundError} if there is no such connector.
   */
  async retry(name: string): Promise<OutboxRetry> {
    await this.#told(name);
    const changed = await this.#options.database.change(async (change) =>
      change
        .updateTable('deadLetter')
        .set({ state: 'again' })
        .where('outlet', '=', name)
        .returning('seq')
        .execute(),
    );
    return { again: changed.length };
  }

  /** Brings gauges up to date; where the database does not answer, they stay as they were. */
  async measure(): Promise<void> {
    const { metrics } = this.#options;
    const connectors = await this.list().catch(() => []);
    for (const { name, waiting, dead } of connectors) {
      metrics.outbox.set({ connector: name }, waiting);
      metrics.dead.set({ connector: name }, dead);
    }
  }

  async #counts(
    name: string,
    told: number,
  ): Promise<Pick<ConnectorState, 'waiting' | 'oldestAt' | 'dead'>> {
    const { rows } = this.#options.database;
    const untold = rows
      .selectFrom('inspection')
      .where('seq', '>', told)
      .where('state', '!=', 'waiting');
    const { count } = await untold
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    const letters = await rows
      .selectFrom('deadLetter')
      .innerJoin('inspection', 'inspection.id', 'deadLetter.inspection')
      .where('outlet', '=', name)
      .select(['deadLetter.state', ...TIMES])
      .orderBy('inspection.seq')
      .execute();
    const again = letters.filter(({ state }) => state === 'again');
    const next = await untold.select(TIMES).orderBy('seq').limit(1).executeTakeFirst();
    // Those that are sent again come first, and are older.
    const oldest = again[0] ?? next;
    const dead = letters.length - again.length;
    return { waiting: count + again.length, oldestAt: judgedTimeOf(oldest), dead };
  }

  /** @throws {@link NotFoundError} if there is no such connector. */
  async #told(name: string): Promise<number> {
    const row = await this.#options.database.rows
      .selectFrom('outlet')
      .select('told')
      .where('name', '=', name)
      .executeTakeFirst();
    if (row === undefined) throw new NotFoundError('the connector', name);
    return row.told;
  }

  #letters() {
    return this.#options.database.rows
      .selectFrom('inspection')
      .innerJoin('part', 'part.id', 'inspection.part')
      .selectAll('inspection')
      .select('part.name as partName');
  }
}

/** When an inspection was judged, by the first of these that is there. */
const TIMES = ['inspection.verdictAt', 'inspection.judgedAt', 'inspection.acceptedAt'] as const;

function judgedTimeOf(
  row: Pick<InspectionRow, 'verdictAt' | 'judgedAt' | 'acceptedAt'> | undefined,
): string | null {
  return row === undefined ? null : (row.verdictAt ?? row.judgedAt ?? row.acceptedAt);
}

/** The last inspection before the first that has no verdict yet. */
async function lastTold(change: Change): Promise<number> {
  const waiting = await change
    .selectFrom('inspection')
    .where('state', '=', 'waiting')
    .select('seq')
    .orderBy('seq')
    .limit(1)
    .executeTakeFirst();
  if (waiting !== undefined) return waiting.seq - 1;
  const last = await change
    .selectFrom('inspection')
    .select('seq')
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  return last?.seq ?? 0;
}

/** Puts the place of a connector behind a letter; one that is sent again lies before that place. */
async function advance(
  change: Change,
  name: string,
  { letter: { isAgain, inspection }, at }: { letter: Letter; at: string | undefined },
): Promise<void> {
  const place = isAgain ? {} : { told: inspection.seq };
  const time = at === undefined ? {} : { toldAt: at };
  if (isAgain && at === undefined) return;
  await change
    .updateTable('outlet')
    .set({ ...place, ...time })
    .where('name', '=', name)
    .execute();
}

function letterOf({ partName, ...row }: InspectionRow & { partName: string }, isAgain: boolean) {
  return { inspection: detailOf(row), partName, isAgain };
}

function noticeOf(text: string): Notice {
  return noticeSchema.parse(JSON.parse(text));
}
