import { CamelCasePlugin, type ColumnType, type Generated, Kysely, sql } from 'kysely';
import { z } from 'zod';
import { type InspectionDetail, inspectionDetailSchema } from '../api/inspection.ts';
import { StationDataError } from '../errors.ts';
import { embeddedDialect } from '../store/embedded-dialect.ts';
import type { DeadFault, Letter, Outbox } from './outbox.ts';

/** A verdict of a run, which is told from here alone: a station keeps its verdicts anyway. */
export type RunLetter = Omit<Letter, 'isAgain' | 'inspection'> & {
  readonly inspection: Omit<InspectionDetail, 'seq'>;
};

/** What a connector has not told. */
export interface UntoldVerdicts {
  readonly name: string;
  readonly waiting: number;
  /** What its receiver did not take. */
  readonly dead: number;
  /** What went wrong last, while the other side does not answer. */
  readonly fault: string | null;
}

/** Letters that are kept although all have told them, by which one that comes again is known. */
const KEPT = 100;

interface Tables {
  readonly letter: {
    readonly seq: Generated<number>;
    readonly id: string;
    readonly body: string;
  };
  readonly outlet: {
    readonly name: string;
    readonly told: number;
  };
  readonly deadLetter: {
    readonly outlet: string;
    readonly seq: number;
    readonly fault: string;
    readonly state: ColumnType<'dead' | 'again', string, string>;
  };
}

const bodySchema = z.object({
  inspection: inspectionDetailSchema.omit({ seq: true }),
  partName: z.string(),
  links: z.object({ inspection: z.string(), overlay: z.string().nullable() }).optional(),
});

/**
 * Verdicts of runs without a station until every connector has told them, in a file of their own: a run that is killed goes
 * on where it was. One process at a time may have it open.
 */
export class RunOutbox implements Pick<Outbox, 'open' | 'next' | 'tell' | 'bury' | 'failed'> {
  readonly #rows: Kysely<Tables>;
  readonly #faults = new Map<string, string>();

  private constructor(rows: Kysely<Tables>) {
    this.#rows = rows;
  }

  /**
   * Opens the file, or makes it.
   *
   * @throws {@link StationDataError} if it cannot be opened, or is another file.
   */
  static async open(file: string): Promise<RunOutbox> {
    const dialect = embeddedDialect(file);
    const rows = new Kysely<Tables>({ dialect, plugins: [new CamelCasePlugin()] });
    try {
      await makeTables(rows);
    } catch (cause) {
      await rows.destroy().catch(() => undefined);
      throw unusable(file, cause);
    }
    return new RunOutbox(rows);
  }

  /** Adds a verdict, which is on disk then; one of the same id that is there is the same. */
  async add({ inspection, ...letter }: RunLetter): Promise<void> {
    const body = JSON.stringify({ ...letter, inspection });
    try {
      await this.#rows
        .insertInto('letter')
        .values({ id: inspection.id, body })
        .onConflict((conflict) => conflict.column('id').doNothing())
        .execute();
    } catch (cause) {
      throw unwritable(cause);
    }
  }

  /**
   * Makes the place of a connector, if it has none yet. What its receiver did not take before is told once more.
   *
   * @param from - `start`: it tells all that is still there; `now`: what is added from now on.
   */
  async open({ name, from }: { name: string; from: 'now' | 'start' }): Promise<void> {
    await this.#rows.transaction().execute(async (change) => {
      const last = await change
        .selectFrom('letter')
        .select(({ fn }) => fn.max('seq').as('seq'))
        .executeTakeFirst();
      await change
        .insertInto('outlet')
        .values({ name, told: from === 'start' ? 0 : (last?.seq ?? 0) })
        .onConflict((conflict) => conflict.column('name').doNothing())
        .execute();
      await change
        .updateTable('deadLetter')
        .set({ state: 'again' })
        .where('outlet', '=', name)
        .execute();
    });
  }

  /** What is to be told next, in order. */
  async next(name: string, limit: number): Promise<Letter[]> {
    const again = await this.#rows
      .selectFrom('letter')
      .innerJoin('deadLetter', 'deadLetter.seq', 'letter.seq')
      .where('deadLetter.outlet', '=', name)
      .where('deadLetter.state', '=', 'again')
      .selectAll('letter')
      .orderBy('letter.seq')
      .limit(limit)
      .execute();
    if (again.length > 0) return again.map((row) => letterOf(row, true));
    const rows = await this.#rows
      .selectFrom('letter')
      .selectAll()
      .where('seq', '>', (build) =>
        build.selectFrom('outlet').select('told').where('name', '=', name),
      )
      .orderBy('seq')
      .limit(limit)
      .execute();
    return rows.map((row) => letterOf(row, false));
  }

  /** The receiver has it. What all have is let go of. */
  async tell(name: string, letter: Letter): Promise<void> {
    const { seq } = letter.inspection;
    await this.#rows.transaction().execute(async (change) => {
      if (!letter.isAgain) {
        await change.updateTable('outlet').set({ told: seq }).where('name', '=', name).execute();
      }
      await change
        .deleteFrom('deadLetter')
        .where('outlet', '=', name)
        .where('seq', '=', seq)
        .execute();
      await change
        .deleteFrom('letter')
        .where('seq', '<=', (build) =>
          build
            .selectFrom('outlet')
            .select(({ fn }) => sql<number>`${fn.min('told')} - ${KEPT}`.as('told')),
        )
        .where('seq', 'not in', (build) => build.selectFrom('deadLetter').select('seq'))
        .execute();
    });
  }

  /** The receiver does not take it: it is kept, and those after it go on. */
  async bury(name: string, letter: Letter, { fault }: DeadFault): Promise<void> {
    const { seq } = letter.inspection;
    const dead = { fault: fault.message, state: 'dead' };
    await this.#rows.transaction().execute(async (change) => {
      if (!letter.isAgain) {
        await change.updateTable('outlet').set({ told: seq }).where('name', '=', name).execute();
      }
      await change
        .insertInto('deadLetter')
        .values({ outlet: name, seq, ...dead })
        .onConflict((conflict) => conflict.columns(['outlet', 'seq']).doUpdateSet(dead))
        .execute();
    });
  }

  /** Says what is wrong with the other side of a connector; undefined when it answers. */
  report(name: string, fault: string | undefined): void {
    if (fault === undefined) this.#faults.delete(name);
    else this.#faults.set(name, fault);
  }

  /** An attempt failed, which the log has. */
  failed(): void {
    // Nobody reads counters of a run.
  }

  /** What each connector that the file knows has not told, by name. */
  async untold(): Promise<UntoldVerdicts[]> {
    const outlets = await this.#rows
      .selectFrom('outlet')
      .select('name')
      .select((build) => [
        build
          .selectFrom('letter')
          .whereRef('letter.seq', '>', 'outlet.told')
          .select(({ fn }) => fn.countAll<number>().as('count'))
          .as('behind'),
        build
          .selectFrom('deadLetter')
          .whereRef('deadLetter.outlet', '=', 'outlet.name')
          .where('state', '=', 'again')
          .select(({ fn }) => fn.countAll<number>().as('count'))
          .as('again'),
        build
          .selectFrom('deadLetter')
          .whereRef('deadLetter.outlet', '=', 'outlet.name')
          .where('state', '=', 'dead')
          .select(({ fn }) => fn.countAll<number>().as('count'))
          .as('dead'),
      ])
      .orderBy('name')
      .execute();
    return outlets.map(({ name, behind, again, dead }) => ({
      name,
      waiting: (behind ?? 0) + (again ?? 0),
      dead: dead ?? 0,
      fault: this.#faults.get(name) ?? null,
    }));
  }

  async close(): Promise<void> {
    await this.#rows.destroy();
  }
}

async function makeTables({ schema }: Kysely<Tables>): Promise<void> {
  await schema
    .createTable('letter')
    .ifNotExists()
    // A number is never given twice, also where what had it is gone.
    .addColumn('seq', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('id', 'text', (column) => column.notNull().unique())
    .addColumn('body', 'text', (column) => column.notNull())
    .execute();
  await schema
    .createTable('outlet')
    .ifNotExists()
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('told', 'integer', (column) => column.notNull())
    .execute();
  await schema
    .createTable('deadLetter')
    .ifNotExists()
    .addColumn('outlet', 'text', (column) => column.notNull().references('outlet.name'))
    .addColumn('seq', 'integer', (column) => column.notNull().references('letter.seq'))
    .addColumn('fault', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('deadLetterOnce', ['outlet', 'seq'])
    .execute();
}

function letterOf({ seq, body }: { seq: number; body: string }, isAgain: boolean): Letter {
  const { inspection, ...letter } = bodySchema.parse(JSON.parse(body));
  return { ...letter, inspection: { ...inspection, seq }, isAgain };
}

function unusable(file: string, cause: unknown): StationDataError {
  return new StationDataError(
    `open the outbox ${file}`,
    cause instanceof Error ? cause.message : String(cause),
    'Check that its folder can be written; if another file has its name, name another state file.',
    cause,
  );
}

function unwritable(cause: unknown): StationDataError {
  return new StationDataError(
    'keep a verdict until it is told',
    cause instanceof Error ? cause.message : String(cause),
    'Make room on the disk of the outbox, or let it be written.',
    cause,
  );
}
