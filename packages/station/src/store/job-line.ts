import type { Change, StationDatabase } from './database.ts';

/** Tables of what is done one after the other. */
type JobTable = 'enrolment' | 'proposal';

/** States of what has not ended. */
export const UNDER_WAY = ['waiting', 'running'] as const;

export interface JobLineOptions {
  readonly database: StationDatabase;
  readonly table: JobTable;
  /** Does one, until its end whatever happens. */
  readonly run: (id: string) => Promise<void>;
  readonly onBug: (error: unknown) => void;
}

/** Work that waits as rows of a table, and is done one after the other, also after the station ended in between. */
export class JobLine {
  readonly #options: JobLineOptions;
  #queue: Promise<void> = Promise.resolve();
  #isClosed = false;

  constructor(options: JobLineOptions) {
    this.#options = options;
  }

  /** Whether nothing is begun any more. */
  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Goes on with what had not ended when the station did. */
  async start(): Promise<void> {
    const { database, table } = this.#options;
    const rows = await database.rows
      .selectFrom(table)
      .select('id')
      .where('state', 'in', UNDER_WAY)
      .orderBy('seq')
      .execute();
    for (const { id } of rows) this.add(id);
  }

  add(id: string): void {
    const { run, onBug } = this.#options;
    this.#queue = this.#queue.then(async () => (this.#isClosed ? undefined : run(id))).catch(onBug);
  }

  /** How many have not ended. */
  async count(rows: StationDatabase['rows'] | Change): Promise<number> {
    const { count } = await rows
      .selectFrom(this.#options.table)
      .where('state', 'in', UNDER_WAY)
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    return count;
  }

  /** @param stop - Ends what is being done. */
  async close(stop: () => Promise<void>): Promise<void> {
    this.#isClosed = true;
    await stop();
    await this.#queue;
  }
}
