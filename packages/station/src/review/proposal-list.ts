import { randomUUID } from 'node:crypto';
import { FewgoodError } from 'fewgood';
import type { Page } from '../api/common.ts';
import type {
  Proposal,
  ProposalFlip,
  ProposalList as ProposalQuery,
  ProposalRequest,
} from '../api/review.ts';
import type { Actor } from '../api/role.ts';
import { appendAudit } from '../audit/chain.ts';
import { outcomeSeal } from '../audit/seal.ts';
import { ConflictError, NotFoundError } from '../errors.ts';
import type { EventHub } from '../event-hub.ts';
import { learningFault } from '../learning/learning-fault.ts';
import type { Flip } from '../statistics/replay/replay.ts';
import { inspectionOf } from '../store/inspection-list.ts';
import { JobLine, UNDER_WAY } from '../store/job-line.ts';
import { pageBySeq } from '../store/page-by-seq.ts';
import type { StoreOptions } from '../store/part-list.ts';
import type { ProposalRow } from '../store/tables.ts';
import { type ProposalTools, runProposal } from './proposal-run.ts';
import { inspectionsOf } from './review-rows.ts';

export interface ProposalOptions extends StoreOptions, ProposalTools {
  readonly events: EventHub;
  readonly onBug: (error: unknown) => void;
}

/** Proposals that may wait. */
const LIMIT = 20;

interface Running {
  readonly id: string;
  readonly ending: AbortController;
}

/** Versions that somebody thinks of making: each is looked at before anything judges by it. */
export class ProposalList {
  readonly #options: ProposalOptions;
  readonly #line: JobLine;
  /** How far those are that run. */
  readonly #progress = new Map<string, NonNullable<Proposal['progress']>>();
  #running: Running | undefined;

  constructor(options: ProposalOptions) {
    this.#options = options;
    const { database, onBug } = options;
    const run = async (id: string): Promise<void> => this.#run(id);
    this.#line = new JobLine({ database, table: 'proposal', run, onBug });
  }

  /** Goes on with what had not ended when the station did. */
  async start(): Promise<void> {
    await this.#line.start();
  }

  async close(): Promise<void> {
    await this.#line.close(async () => {
      this.#running?.ending.abort();
      await this.#options.judge.close();
    });
  }

  /** Newest first. */
  async page({ limit, cursor, part, state }: ProposalQuery): Promise<Page<Proposal>> {
    let query = this.#options.database.rows
      .selectFrom('proposal')
      .selectAll()
      .orderBy('seq', 'desc')
      .limit(limit + 1);
    if (part !== undefined) query = query.where('part', '=', part);
    if (state !== undefined) query = query.where('state', '=', state);
    if (cursor !== undefined) query = query.where('seq', '<', Number(cursor));
    const rows = await query.execute();
    return pageBySeq(rows, limit, (row) => this.#proposalOf(row));
  }

  /** @throws {@link NotFoundError} if there is none of that id. */
  async get(id: string): Promise<Proposal> {
    return this.#proposalOf(await this.row(id));
  }

  /** @throws {@link NotFoundError} if there is none of that id. */
  async row(id: string): Promise<ProposalRow> {
    const row = await this.#options.database.rows
      .selectFrom('proposal')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirst();
    if (row === undefined) throw new NotFoundError('the proposal', id);
    return row;
  }

  /**
   * The past verdicts that would be others, in the order in which they were judged; the cursor counts.
   *
   * @throws {@link NotFoundError} if there is none of that id.
   */
  async flips(
    id: string,
    { limit, cursor = '0' }: { readonly limit: number; readonly cursor?: string | undefined },
  ): Promise<Page<ProposalFlip>> {
    const { flips: text } = await this.row(id);
    const flips: Flip[] = JSON.parse(text);
    const begin = Number(cursor);
    const shown = flips.slice(begin, begin + limit);
    const inspections = await inspectionsOf(
      this.#options.database.rows,
      shown.map((flip) => flip.id),
    );
    const items = shown.flatMap(({ id: inspected, from, to }) => {
      const row = inspections.get(inspected);
      return row === undefined ? [] : [{ from, to, inspection: inspectionOf(row) }];
    });
    return { items, next: begin + limit < flips.length ? String(begin + limit) : null };
  }

  /**
   * Lets a version be made and looked at; nothing judges by it until it is applied.
   *
   * @throws {@link NotFoundError} if there is no such part.
   * @throws {@link ConflictError} if another version judges than the caller knows, or too many wait.
   */
  async create(part: string, request: ProposalRequest, actor: Actor): Promise<Proposal> {
    const { database, now } = this.#options;
    const { base, change: wanted } = request;
    const id = randomUUID();
    const createdAt = now();
    await database.change(async (change) => {
      const row = await change
        .selectFrom('part')
        .select('activeVersion')
        .where('id', '=', part)
        .executeTakeFirst();
      if (row === undefined) throw new NotFoundError('the part', part);
      if (row.activeVersion !== base) throw otherVersion(row.activeVersion);
      const count = await this.#line.count(change);
      if (count >= LIMIT) throw tooMany(count);
      await change
        .insertInto('proposal')
        .values({
          id,
          part,
          base,
          kind: wanted.kind,
          request: JSON.stringify(request),
          state: 'waiting',
          findings: null,
          learned: null,
          flips: '[]',
          fault: null,
          version: null,
          createdAt,
          createdBy: actor.id,
          endedAt: null,
        })
        .execute();
      const deed = { at: createdAt, actor: actor.id, action: 'proposal.created', subject: id };
      await appendAudit(change, { ...deed, detail: { part, request } });
    });
    this.#line.add(id);
    return this.get(id);
  }

  /**
   * Ends a proposal before it is applied: its replay stops, and nothing of it stays but what it was.
   *
   * @throws {@link NotFoundError} if there is none of that id.
   * @throws {@link ConflictError} if it has ended.
   */
  async cancel(id: string, actor: Actor): Promise<Proposal> {
    const { database, now } = this.#options;
    const { part, state } = await this.row(id);
    const isUnderWay = state === 'waiting' || state === 'running';
    const at = now();
    await database.change(async (change) => {
      const { numUpdatedRows } = await change
        .updateTable('proposal')
        .set({ state: isUnderWay ? 'cancelled' : 'discarded', endedAt: at })
        .where('id', '=', id)
        .where('state', 'in', isUnderWay ? UNDER_WAY : ['held', 'ready'])
        .executeTakeFirst();
      if (numUpdatedRows === 0n) {
        throw new ConflictError('cancel the proposal', 'it has ended', 'Look at what it made.');
      }
      const deed = { at, actor: actor.id, action: 'proposal.cancelled', subject: id };
      await appendAudit(change, { ...deed, detail: {} });
    });
    if (this.#running?.id === id) this.#running.ending.abort();
    this.#options.events.emit({ type: 'review', part });
    return this.get(id);
  }

  async #run(id: string): Promise<void> {
    const row = await this.row(id);
    if (row.state !== 'waiting' && row.state !== 'running') return;
    const ending = new AbortController();
    this.#running = { id, ending };
    await this.#begin(id);
    try {
      await this.#find(row, ending.signal);
    } finally {
      this.#running = undefined;
      this.#progress.delete(id);
    }
    this.#options.events.emit({ type: 'review', part: row.part });
  }

  async #find(row: ProposalRow, signal: AbortSignal): Promise<void> {
    const onProgress = (done: number, total: number): void => this.#hear(row, done, total);
    try {
      const outcome = await runProposal(row, this.#options, { signal, onProgress });
      const { findings, learned, flips } = outcome;
      await this.#end(row.id, {
        state: learned === null ? 'held' : 'ready',
        findings: JSON.stringify(findings),
        learned: learned && JSON.stringify(learned),
        flips: JSON.stringify(flips),
      });
    } catch (error) {
      // One that was cancelled stays so; one that the end of the station stopped begins anew.
      if (signal.aborted || this.#line.isClosed) return;
      const fault = learningFault(error);
      if (fault === undefined) throw error;
      await this.#end(row.id, { state: 'failed', fault: JSON.stringify(fault) });
      if (!(error instanceof FewgoodError)) this.#options.onBug(error);
    }
  }

  #hear({ id, part }: ProposalRow, done: number, total: number): void {
    const before = this.#progress.get(id);
    this.#progress.set(id, { done, total });
    const percent = (count: number): number => Math.floor((100 * count) / Math.max(1, total));
    if (before !== undefined && percent(before.done) === percent(done)) return;
    this.#options.events.emit({ type: 'review', part });
  }

  async #begin(id: string): Promise<void> {
    await this.#options.database.change((change) =>
      change
        .updateTable('proposal')
        .set({ state: 'running' })
        .where('id', '=', id)
        .where('state', 'in', UNDER_WAY)
        .execute(),
    );
  }

  /** Writes down what was found out of one that has not ended meanwhile. */
  async #end(id: string, values: Partial<ProposalRow> & Pick<ProposalRow, 'state'>): Promise<void> {
    const { database, now } = this.#options;
    const at = now();
    await database.change(async (change) => {
      const row = await change
        .updateTable('proposal')
        .set({ ...values, endedAt: at })
        .where('id', '=', id)
        .where('state', 'in', UNDER_WAY)
        .returningAll()
        .executeTakeFirst();
      if (row === undefined) return;
      const deed = { at, actor: 'station', action: 'proposal.ended', subject: id };
      await appendAudit(change, { ...deed, detail: { state: row.state, seal: outcomeSeal(row) } });
    });
  }

  #proposalOf({ request, findings, flips, fault, ...row }: ProposalRow): Proposal {
    const { seq: _seq, kind: _kind, learned: _learned, ...rest } = row;
    const list: Flip[] = JSON.parse(flips);
    return {
      ...rest,
      request: JSON.parse(request),
      progress: this.#progress.get(row.id) ?? null,
      findings: findings === null ? null : JSON.parse(findings),
      flips: list.length,
      fault: fault === null ? null : JSON.parse(fault),
    };
  }
}

function otherVersion(active: number | null): ConflictError {
  return new ConflictError(
    'make a version of it',
    active === null ? 'no version judges any more' : `version ${active} judges by now`,
    'Look at what changed, and begin again.',
    { active },
  );
}

function tooMany(count: number): ConflictError {
  const remedy = 'Wait until some have ended, or cancel some.';
  return new ConflictError('begin a replay', `${count} wait already`, remedy);
}
