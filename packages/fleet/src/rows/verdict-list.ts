import { appendAudit, hashOfJson } from '@fewgood/station/store';
import type { FleetDatabase } from './fleet-database.ts';
import type { DeadJobRow, VerdictRow } from './tables.ts';

/** What became of jobs. */
export class VerdictList {
  readonly #database: FleetDatabase;

  constructor(database: FleetDatabase) {
    this.#database = database;
  }

  /** Whether a job is done. */
  async has(job: string): Promise<boolean> {
    const row = await this.#database.rows
      .selectFrom('verdict')
      .select('job')
      .where('job', '=', job)
      .executeTakeFirst();
    return row !== undefined;
  }

  /**
   * Keeps a verdict, unless there is one of its picture, version and request: the first one stays, whoever else judged
   * it as well.
   *
   * @returns Whether it is the one that is kept.
   */
  async keep(row: VerdictRow): Promise<boolean> {
    return this.#database.change(async (change) => {
      const kept = await change
        .insertInto('verdict')
        .values(row)
        .onConflict((conflict) => conflict.doNothing())
        .returning('job')
        .executeTakeFirst();
      if (kept === undefined) return false;
      await change.deleteFrom('deadJob').where('job', '=', row.job).execute();
      const deed = { at: row.judgedAt, actor: row.worker, action: 'job.judged', subject: row.job };
      await appendAudit(change, { ...deed, detail: { seal: verdictSeal(row) } });
      return true;
    });
  }

  /** Notes that nobody could judge a job. */
  async bury(row: DeadJobRow): Promise<void> {
    await this.#database.change(async (change) => {
      const { job, fault, deliveries, worker, at } = row;
      const judged = await change
        .selectFrom('verdict')
        .select('job')
        .where('job', '=', job)
        .executeTakeFirst();
      if (judged !== undefined) return;
      await change
        .insertInto('deadJob')
        .values(row)
        .onConflict((conflict) =>
          conflict.column('job').doUpdateSet({ fault, deliveries, worker, at }),
        )
        .execute();
      const detail = { fault, deliveries };
      await appendAudit(change, { at, actor: worker, action: 'job.buried', subject: job, detail });
    });
  }

  /** Notes that what was buried is tried again. */
  async raise(job: string): Promise<void> {
    await this.#database.rows.deleteFrom('deadJob').where('job', '=', job).execute();
  }

  /** Why nobody could do a job; undefined where that is not so. */
  async faultOf(job: string): Promise<string | undefined> {
    const row = await this.#database.rows
      .selectFrom('deadJob')
      .select('fault')
      .where('job', '=', job)
      .executeTakeFirst();
    return row?.fault;
  }

  /** Jobs that nobody could judge, the newest first. */
  async dead(limit: number, request?: string): Promise<DeadJobRow[]> {
    let query = this.#database.rows.selectFrom('deadJob').selectAll().orderBy('at', 'desc');
    if (request !== undefined) query = query.where('request', '=', request);
    return query.limit(limit).execute();
  }
}

/** The hash of a verdict, as the chain has it. */
export function verdictSeal(row: VerdictRow): string {
  const { picture, part, request, job, verdict, score, record, worker, judgedAt } = row;
  const { milliseconds, deliveries } = row;
  const subject = { picture, part, request, job };
  return hashOfJson({
    ...subject,
    verdict,
    score,
    record,
    worker,
    judgedAt,
    milliseconds,
    deliveries,
  });
}
