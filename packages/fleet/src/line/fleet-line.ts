import { messageOf } from '../centre/nats.ts';
import { FleetServerError } from '../errors.ts';
import { jobId } from '../queue/job.ts';
import { FleetDatabase, isPostgresqlAway } from '../rows/fleet-database.ts';
import { LineList, type LineSign, type LineState } from '../rows/line-list.ts';
import type { VerdictRow } from '../rows/tables.ts';
import { VerdictList } from '../rows/verdict-list.ts';

/** Milliseconds in which the database must answer: one that is cut off would say nothing for minutes. */
const PATIENCE = 10_000;

/** A verdict that a line gave by itself. */
export interface LineVerdict extends Pick<
  VerdictRow,
  'picture' | 'verdict' | 'score' | 'record' | 'judgedAt' | 'milliseconds'
> {
  /** Hash of the part file. */
  readonly part: string;
  /** What the line knows the picture by: the same when it is told again. */
  readonly key: string;
}

/** A line that judges without the fleet, and tells it of what it judged. */
export class FleetLine {
  readonly #url: string;
  readonly #name: string;
  #database: Promise<FleetDatabase> | undefined;

  /**
   * @param url - `postgresql://…`.
   * @param name - What the line is called in verdicts.
   */
  constructor(url: string, name: string) {
    this.#url = url;
    this.#name = name;
  }

  /**
   * Tells a verdict; one that was told before stays as it was.
   *
   * @throws {@link FleetServerError} if the database does not answer.
   */
  async tell({ key, ...verdict }: LineVerdict): Promise<void> {
    const request = `line:${this.#name}:${key}`;
    const { picture, part } = verdict;
    const job = jobId({ request, part: { name: '', sha256: part }, picture: pictureOf(picture) });
    const row = { ...verdict, request, job, worker: this.#name, deliveries: 1 };
    await this.#ask(async (database) => new VerdictList(database).keep(row));
  }

  /**
   * Says that the line is there.
   *
   * @throws {@link FleetServerError} if the database does not answer.
   */
  async show(sign: Omit<LineSign, 'name' | 'kind'>): Promise<void> {
    const line = { ...sign, name: this.#name, kind: 'station' } as const;
    await this.#ask(async (database) => new LineList(database).show(line));
  }

  /**
   * All lines of the fleet.
   *
   * @param from - Verdicts from then on are counted, UTC, ISO 8601.
   * @throws {@link FleetServerError} if the database does not answer.
   */
  async list(from: string): Promise<LineState[]> {
    return this.#ask(async (database) => new LineList(database).list(from));
  }

  async close(): Promise<void> {
    const database = this.#database;
    this.#database = undefined;
    await (await database?.catch(() => undefined))?.close();
  }

  async #ask<T>(work: (database: FleetDatabase) => Promise<T>): Promise<T> {
    this.#database ??= FleetDatabase.open(this.#url);
    const opened = this.#database;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      const fault = `it did not answer within ${PATIENCE / 1000} s`;
      timer = setTimeout(() => reject(new FleetServerError('PostgreSQL', fault)), PATIENCE);
    });
    try {
      return await Promise.race([opened.then(work), late]);
    } catch (error) {
      this.#letGo(opened);
      if (error instanceof FleetServerError || !isPostgresqlAway(error)) throw error;
      throw new FleetServerError('PostgreSQL', messageOf(error), error);
    } finally {
      clearTimeout(timer);
    }
  }

  /** What hangs in a connection that was cut off is left behind; the next question opens another. */
  #letGo(opened: Promise<FleetDatabase>): void {
    if (this.#database === opened) this.#database = undefined;
    void opened.then(async (database) => database.close()).catch(() => undefined);
  }
}

function pictureOf(sha256: string) {
  return { name: '', sha256, bytes: 0, modified: '' };
}
