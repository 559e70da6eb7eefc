import { FewgoodError } from 'fewgood';
import type { Notice } from '../api/common.ts';
import { appendAudit } from '../audit/chain.ts';
import { judgedSeal } from '../audit/seal.ts';
import type { EventHub } from '../event-hub.ts';
import type { StationMetrics } from '../metrics.ts';
import type { Change, StationDatabase } from '../store/database.ts';
import { inspectionOf } from '../store/inspection-list.ts';
import type { InspectionRow } from '../store/tables.ts';
import { type Thread, ThreadEndedError } from './thread.ts';
import type { Judgement } from './thread-messages.ts';

export interface JudgeOptions {
  readonly database: StationDatabase;
  readonly thread: Thread;
  readonly metrics: StationMetrics;
  readonly events: EventHub;
  readonly now: () => string;
  /** Told of each that waited, by its id, once it has its verdict. */
  readonly onDone: (id: string) => void;
  /** Told of errors that are bugs. */
  readonly onBug: (error: unknown) => void;
}

/** Rows that are read at once. */
const BATCH = 16;
/** Times that a picture may end the thread before it is given up. */
const TRIES = 3;
/** Milliseconds until the database is asked again when it did not answer. */
const DATABASE_PATIENCE = 1000;

type Outcome = Partial<InspectionRow> & Pick<InspectionRow, 'state' | 'judgedAt' | 'version'>;

/** Judges what waits, in the order of arrival, one picture after another. */
export class Judge {
  readonly #options: JudgeOptions;
  #wake: () => void = () => undefined;
  #isWoken = false;
  #isClosed = false;
  #loop: Promise<void> | undefined;

  constructor(options: JudgeOptions) {
    this.#options = options;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Begins, with what waits since before. */
  start(): void {
    this.#loop = this.#run();
  }

  /** There is work. */
  wake(): void {
    this.#isWoken = true;
    this.#wake();
  }

  /** Ends after the picture that it is at; what waits is judged at the next start. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#wake();
    await this.#loop;
  }

  async #run(): Promise<void> {
    while (!this.#isClosed) {
      try {
        const rows = await this.#next();
        if (rows.length === 0) await this.#sleep();
        for (const row of rows) {
          if (this.#isClosed) return;
          await this.#judge(row);
        }
      } catch (error) {
        // The database is away, or a row could not be written: it waits, and is judged later.
        if (!this.#isClosed) this.#options.onBug(error);
        await this.#sleep(DATABASE_PATIENCE);
      }
    }
  }

  async #next(): Promise<InspectionRow[]> {
    this.#isWoken = false;
    return this.#options.database.rows
      .selectFrom('inspection')
      .selectAll()
      .where('state', '=', 'waiting')
      .orderBy('seq')
      .limit(BATCH)
      .execute();
  }

  async #sleep(milliseconds?: number): Promise<void> {
    if (this.#isClosed || (milliseconds === undefined && this.#isWoken)) return;
    await new Promise<void>((resolve) => {
      const timer = milliseconds === undefined ? undefined : setTimeout(resolve, milliseconds);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  async #judge(row: InspectionRow): Promise<void> {
    const { database, now } = this.#options;
    const active = await database.rows
      .selectFrom('part')
      .innerJoin('version', (join) =>
        join
          .onRef('version.part', '=', 'part.id')
          .onRef('version.number', '=', 'part.activeVersion'),
      )
      .where('part.id', '=', row.part)
      .select(['part.name', 'version.number', 'version.sha256'])
      .executeTakeFirst();
    const judgedAt = now();
    if (active === undefined) {
      const fault = {
        code: 'CONFLICT',
        message: 'Cannot judge the picture: no version of its part is active',
        remedy: 'Activate a version, and send the picture again with another key.',
        facts: { part: row.part },
      };
      return this.#complete(row, { state: 'failed', judgedAt, version: null, fault: text(fault) });
    }
    const judgement = await this.#ask(row, active, judgedAt);
    if (judgement === undefined) return;
    const outcome = outcomeOf(judgement);
    return this.#complete(row, { ...outcome, judgedAt, version: active.number });
  }

  /** Undefined where the station ends meanwhile. */
  async #ask(
    { picture, name, acceptedAt }: InspectionRow,
    { sha256: part, name: partName }: { sha256: string; name: string },
    time: string,
  ): Promise<Judgement | Notice | undefined> {
    const request = { part, partName, picture, name, acceptedAt, time };
    for (let tries = 1; ; tries++) {
      try {
        return await this.#options.thread.ask('inspect', request);
      } catch (error) {
        if (this.#isClosed) return undefined;
        if (error instanceof FewgoodError) return noticeOf(error);
        if (!(error instanceof ThreadEndedError)) throw error;
        this.#options.onBug(error);
        if (tries >= TRIES) return CRASHED;
      }
    }
  }

  async #complete({ id }: InspectionRow, outcome: Outcome): Promise<void> {
    const { events, metrics, now, onDone } = this.#options;
    const judged = await this.#keep(id, outcome);
    if (judged === undefined) return;
    onDone(id);
    metrics.judged.inc({ verdict: judged.verdict ?? 'failed' });
    if (judged.milliseconds !== null) metrics.judging.observe(judged.milliseconds / 1000);
    // The senders' wait: to when the verdict is on disk, not to when judging began.
    metrics.latency.observe((Date.parse(now()) - Date.parse(judged.acceptedAt)) / 1000);
    events.emit({ type: 'inspection', inspection: inspectionOf(judged) });
  }

  /**
   * Keeps a verdict. A database that goes away may have kept it and not said so: it is asked until it answers, so that
   * whoever waits for the verdict is told. Undefined where the station ends meanwhile.
   */
  async #keep(id: string, outcome: Outcome): Promise<InspectionRow | undefined> {
    for (;;) {
      try {
        const { database, now } = this.#options;
        const stored = { ...outcome, verdictAt: now() };
        return await database.change(async (change) => keepOnce(change, id, stored));
      } catch (error) {
        if (this.#isClosed) return undefined;
        this.#options.onBug(error);
        await this.#sleep(DATABASE_PATIENCE);
      }
    }
  }
}

/** Gives a picture its verdict, if it waits; the row as it is then. */
async function keepOnce(
  change: Change,
  id: string,
  outcome: Outcome & Pick<InspectionRow, 'verdictAt'>,
): Promise<InspectionRow> {
  const after = await change
    .updateTable('inspection')
    .set(outcome)
    .where('id', '=', id)
    // Once: whoever comes second finds no row that waits.
    .where('state', '=', 'waiting')
    .returningAll()
    .executeTakeFirst();
  if (after === undefined) {
    return change
      .selectFrom('inspection')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
  }
  const { verdict, state, version } = after;
  await appendAudit(change, {
    at: outcome.judgedAt ?? '',
    actor: 'station',
    action: state === 'judged' ? 'inspection.judged' : 'inspection.failed',
    subject: id,
    detail: { verdict, version, seal: judgedSeal(after) },
  });
  return after;
}

/** A picture that ends the thread whenever it is judged. */
const CRASHED: Notice = {
  code: 'JUDGE_ENDED',
  message: `Cannot judge the picture: it ended the thread that judges ${TRIES} times`,
  remedy: 'Look at the picture, and report it with the log of the station.',
  facts: {},
};

function outcomeOf(judgement: Judgement | Notice): Omit<Outcome, 'judgedAt' | 'version'> {
  if ('code' in judgement) return { state: 'failed', fault: text(judgement) };
  const { record, overlay, milliseconds } = judgement;
  const { verdict, score, threshold, ratio } = record;
  return {
    state: 'judged',
    verdict,
    score,
    threshold,
    ratio,
    milliseconds,
    record: text(record),
    overlay,
  };
}

function noticeOf({ code, message, remedy, facts }: FewgoodError): Notice {
  return { code, message, remedy, facts: JSON.parse(JSON.stringify(facts)) };
}

function text(value: unknown): string {
  return JSON.stringify(value);
}
