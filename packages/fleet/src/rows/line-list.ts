import { sql } from 'kysely';
import { z } from 'zod';
import type { FleetDatabase } from './fleet-database.ts';

/** Seconds without a sign after which a line is lost: three signs that did not come. */
const PATIENCE = 60;
/** An hour, milliseconds. */
const HOUR = 3_600_000;
/** Lines that are told of. */
const MOST = 1000;

/** A version that a line judges by. */
const linePartSchema = z.object({
  name: z.string(),
  /** Its number at the station. */
  version: z.number(),
  sha256: z.string(),
});
export type LinePart = z.infer<typeof linePartSchema>;

/** What a line says of itself. */
export interface LineSign {
  readonly name: string;
  readonly kind: 'station' | 'worker';
  /** Of the program. */
  readonly version: string;
  /** Since when it works. */
  readonly since: string;
  /** Verdicts that it has not told yet. */
  readonly waiting: number;
  /** When the oldest of them was judged. */
  readonly oldestAt: string | null;
  readonly parts: readonly LinePart[];
}

/** A line, and what it judged. */
export interface LineState extends LineSign {
  readonly seenAt: string;
  readonly isLost: boolean;
  readonly pass: number;
  readonly fail: number;
  readonly cannotJudge: number;
  readonly errors: number;
  /** Pictures of the last hour. */
  readonly lastHour: number;
}

/** Who judges, and how much. */
export class LineList {
  readonly #database: FleetDatabase;

  constructor(database: FleetDatabase) {
    this.#database = database;
  }

  /** Keeps a sign of life. When that was, the clock of the database says, which all lines have in common. */
  async show({ parts, ...sign }: LineSign): Promise<void> {
    const row = { ...sign, parts: JSON.stringify(parts), seenAt: sql<Date>`now()` };
    await this.#database.rows
      .insertInto('line')
      .values(row)
      .onConflict((conflict) => conflict.column('name').doUpdateSet(row))
      .execute();
  }

  /**
   * All lines that were ever seen, by name.
   *
   * @param from - Verdicts from then on are counted, UTC, ISO 8601.
   */
  async list(from: string): Promise<LineState[]> {
    const { rows } = this.#database;
    const isLost = sql<boolean>`seen_at < now() - make_interval(secs => ${PATIENCE})`;
    const lines = await rows
      .selectFrom('line')
      .selectAll()
      .select(isLost.as('isLost'))
      .orderBy('name')
      .limit(MOST)
      .execute();
    const counts = await this.#counts(from);
    const hourAgo = new Date(Date.now() - HOUR).toISOString();
    const lastHour = (await this.#counts(hourAgo)).reduce(
      (sums, { worker, count }) => sums.set(worker, (sums.get(worker) ?? 0) + count),
      new Map<string, number>(),
    );
    return lines.map(({ seenAt, parts, ...line }) => {
      const of = (verdict: string): number =>
        counts.find((one) => one.worker === line.name && one.verdict === verdict)?.count ?? 0;
      return {
        ...line,
        seenAt: seenAt.toISOString(),
        parts: z.array(linePartSchema).parse(JSON.parse(parts)),
        pass: of('pass'),
        fail: of('fail'),
        cannotJudge: of('cannot judge'),
        errors: of('error'),
        lastHour: lastHour.get(line.name) ?? 0,
      };
    });
  }

  async #counts(from: string) {
    return this.#database.rows
      .selectFrom('verdict')
      .select(['worker', 'verdict', ({ fn }) => fn.countAll<number>().as('count')])
      .where('judgedAt', '>=', from)
      .groupBy(['worker', 'verdict'])
      .execute();
  }
}
