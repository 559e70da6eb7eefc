import { randomUUID } from 'node:crypto';
import type { Notice, Page, PageQuery } from '../api/common.ts';
import type { Enrolment, EnrolmentRequest, Progress } from '../api/enrolment.ts';
import type { Actor } from '../api/role.ts';
import { appendAudit } from '../audit/chain.ts';
import { ConflictError, NotFoundError, RegressionError } from '../errors.ts';
import type { EventHub } from '../event-hub.ts';
import type { Thread } from '../judging/thread.ts';
import type { LearnedPart, LearningNews } from '../judging/thread-messages.ts';
import { learningFault } from './learning-fault.ts';
import { assertRequest } from './request-checks.ts';
import { JobLine, UNDER_WAY } from '../store/job-line.ts';
import { pageBySeq } from '../store/page-by-seq.ts';
import type { StoreOptions } from '../store/part-list.ts';
import type { EnrolmentRow } from '../store/tables.ts';
import type { VersionList } from '../store/version-list.ts';

export interface EnrolmentOptions extends StoreOptions {
  readonly thread: Thread;
  readonly versions: VersionList;
  readonly events: EventHub;
  readonly onBug: (error: unknown) => void;
}

/** Enrolments that may wait; each is half a minute of work. */
const LIMIT = 20;

/** The work of learning parts: one enrolment at a time, each until its end whatever happens. */
export class EnrolmentList {
  readonly #options: EnrolmentOptions;
  readonly #line: JobLine;
  /** How far those are that run. */
  readonly #progress = new Map<string, Progress>();
  #running: string | undefined;

  constructor(options: EnrolmentOptions) {
    this.#options = options;
    const { database, onBug } = options;
    const run = async (id: string): Promise<void> => this.#run(id);
    this.#line = new JobLine({ database, table: 'enrolment', run, onBug });
  }

  /** Goes on with what had not ended when the station did. */
  async start(): Promise<void> {
    await this.#line.start();
  }

  async close(): Promise<void> {
    await this.#line.close(async () => this.#options.thread.close());
  }

  /** Newest first. */
  async page({
    limit,
    cursor,
    part,
  }: PageQuery & { part?: string | undefined }): Promise<Page<Enrolment>> {
    let query = this.#options.database.rows
      .selectFrom('enrolment')
      .selectAll()
      .orderBy('seq', 'desc')
      .limit(limit + 1);
    if (cursor !== undefined) query = query.where('seq', '<', Number(cursor));
    if (part !== undefined) query = query.where('part', '=', part);
    const rows = await query.execute();
    return pageBySeq(rows, limit, (row) => this.#enrolmentOf(row));
  }

  /** @throws {@link NotFoundError} if there is none of that id. */
  async get(id: string): Promise<Enrolment> {
    return this.#enrolmentOf(await this.#row(id));
  }

  /**
   * Lets a version be learned.
   *
   * @throws {@link NotFoundError} if there is no such part, or a picture is not there.
   * @throws {@link ConflictError} if too many wait already.
   * @throws {@link ArgumentRangeError} if what is to be looked at, and how, is nothing that could be learned.
   */
  async create(part: string, request: EnrolmentRequest, actor: Actor): Promise<Enrolment> {
    const { database, now } = this.#options;
    assertRequest(request);
    await this.#assertTakes(part, request);
    const id = randomUUID();
    const createdAt = now();
    await database.change(async (change) => {
      await change
        .insertInto('enrolment')
        .values({
          id,
          part,
          state: 'waiting',
          request: JSON.stringify(request),
          warnings: '[]',
          version: null,
          fault: null,
          createdAt,
          createdBy: actor.id,
          endedAt: null,
        })
        .execute();
      const deed = { at: createdAt, actor: actor.id, action: 'enrolment.created', subject: id };
      await appendAudit(change, { ...deed, detail: { part, request } });
    });
    this.#line.add(id);
    return this.get(id);
  }

  /**
   * Ends an enrolment before its end.
   *
   * @throws {@link ConflictError} if it has ended.
   */
  async cancel(id: string, actor: Actor): Promise<Enrolment> {
    const { database, now, thread } = this.#options;
    const at = now();
    await this.#row(id);
    await database.change(async (change) => {
      const { numUpdatedRows } = await change
        .updateTable('enrolment')
        .set({ state: 'cancelled', endedAt: at })
        .where('id', '=', id)
        .where('state', 'in', UNDER_WAY)
        .executeTakeFirst();
      if (numUpdatedRows === 0n) {
        throw new ConflictError('cancel the enrolment', 'it has ended', 'Look at what it made.');
      }
      const deed = { at, actor: actor.id, action: 'enrolment.cancelled', subject: id };
      await appendAudit(change, { ...deed, detail: {} });
    });
    if (this.#running === id) await thread.restart();
    await this.#tell(id);
    return this.get(id);
  }

  async #assertTakes(part: string, request: EnrolmentRequest): Promise<void> {
    const { rows } = this.#options.database;
    const pictures = [...request.pictures, request.light?.flat ?? []].flat();
    const known = await rows
      .selectFrom('picture')
      .select('sha256')
      .where(
        'sha256',
        'in',
        pictures.map(({ sha256 }) => sha256),
      )
      .execute();
    const missing = pictures.find(({ sha256 }) => known.every((row) => row.sha256 !== sha256));
    if (missing !== undefined) throw new NotFoundError('the picture', missing.sha256);
    const row = await rows
      .selectFrom('part')
      .select('id')
      .where('id', '=', part)
      .executeTakeFirst();
    if (row === undefined) throw new NotFoundError('the part', part);
    const count = await this.#line.count(rows);
    if (count < LIMIT) return;
    const remedy = 'Wait until some have ended, or cancel some.';
    throw new ConflictError('begin an enrolment', `${count} wait already`, remedy);
  }

  async #run(id: string): Promise<void> {
    const row = await this.#row(id);
    if (row.state !== 'waiting' && row.state !== 'running') return;
    await this.#set(id, { state: 'running' });
    this.#running = id;
    const warnings: Notice[] = [];
    try {
      const learned = await this.#learn(row, warnings);
      if (learned !== undefined) await this.#finish(row, learned, warnings);
    } finally {
      this.#running = undefined;
      this.#progress.delete(id);
    }
    await this.#tell(id);
  }

  /** Undefined where it failed, which is written then, or was ended. */
  async #learn(row: EnrolmentRow, warnings: Notice[]): Promise<LearnedPart | undefined> {
    const request: EnrolmentRequest = JSON.parse(row.request);
    try {
      return await this.#options.thread.ask('enroll', request, (news) => {
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what `learnPart` tells
        this.#hear(row, news as LearningNews, warnings);
      });
    } catch (error) {
      if (this.#line.isClosed) return undefined;
      const fault = learningFault(error);
      if (fault === undefined) throw error;
      // One that was cancelled stays so.
      await this.#set(row.id, {
        state: 'failed',
        endedAt: this.#options.now(),
        warnings: JSON.stringify(warnings),
        fault: JSON.stringify(fault),
      });
      return undefined;
    }
  }

  #hear(row: EnrolmentRow, news: LearningNews, warnings: Notice[]): void {
    if ('warning' in news) {
      warnings.push(JSON.parse(JSON.stringify(news.warning)));
      return;
    }
    const before = this.#progress.get(row.id);
    this.#progress.set(row.id, news.progress);
    const isNew = before?.stage !== news.progress.stage || before.done !== news.progress.done;
    if (!isNew) return;
    const enrolment = { ...this.#enrolmentOf(row), state: 'running' as const, warnings };
    this.#options.events.emit({ type: 'enrolment', enrolment });
  }

  async #finish(
    { id, part, request, createdBy }: EnrolmentRow,
    learned: LearnedPart,
    warnings: Notice[],
  ): Promise<void> {
    const { versions, now } = this.#options;
    const { note, activate }: EnrolmentRequest = JSON.parse(request);
    if ((await this.#row(id)).state === 'cancelled') return;
    const version = await versions.add({ part, learned, origin: 'enrolment', note }, createdBy);
    if (activate) {
      const actor: Actor = { id: createdBy, name: createdBy, role: 'engineer' };
      try {
        await versions.activate({ part, version: version.number, reason: note }, actor);
      } catch (error) {
        // It is learned all the same, and somebody has to decide.
        if (!(error instanceof RegressionError)) throw error;
        const { code, message, remedy, facts } = error;
        warnings.push({ code, message, remedy, facts: JSON.parse(JSON.stringify(facts)) });
      }
    }
    await this.#set(id, {
      state: 'done',
      endedAt: now(),
      warnings: JSON.stringify(warnings),
      version: version.number,
    });
  }

  /** Changes one that has not ended. */
  async #set(id: string, values: Partial<EnrolmentRow>): Promise<void> {
    await this.#options.database.change((change) =>
      change
        .updateTable('enrolment')
        .set(values)
        .where('id', '=', id)
        .where('state', 'in', UNDER_WAY)
        .execute(),
    );
  }

  async #tell(id: string): Promise<void> {
    this.#options.events.emit({ type: 'enrolment', enrolment: await this.get(id) });
  }

  async #row(id: string): Promise<EnrolmentRow> {
    const row = await this.#options.database.rows
      .selectFrom('enrolment')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirst();
    if (row === undefined) throw new NotFoundError('the enrolment', id);
    return row;
  }

  #enrolmentOf({ seq: _seq, request, warnings, fault, ...row }: EnrolmentRow): Enrolment {
    return {
      ...row,
      request: JSON.parse(request),
      progress: this.#progress.get(row.id) ?? null,
      warnings: JSON.parse(warnings),
      fault: fault === null ? null : JSON.parse(fault),
    };
  }
}
