import { type AuditRow, CHAIN_START, hashOfEntry } from '@fewgood/station/store';
import { z } from 'zod';
import type { FleetChange, FleetDatabase } from './rows/fleet-database.ts';
import { requestSeal } from './rows/request-list.ts';
import { rolloutSeal } from './rows/rollout-list.ts';
import type { RequestRow, RolloutRow, VerdictRow } from './rows/tables.ts';
import { verdictSeal } from './rows/verdict-list.ts';

/** Rows that are read at once. */
const AT_ONCE = 500;
/** Problems that are told of at most: after so many, one knows. */
const MOST = 1000;

/** What was found when the rows of a fleet were compared with the chain. */
export interface FleetReport {
  readonly intact: boolean;
  readonly entries: number;
  readonly verdicts: number;
  /** Hash of the last entry. */
  readonly head: string;
  readonly problems: readonly string[];
}

/**
 * Compares every verdict, request and rollout with the chain.
 *
 * @param head - Hash of an entry that was the last one once: it must be there.
 */
export async function verifyFleet(database: FleetDatabase, head?: string): Promise<FleetReport> {
  return database.snapshot(async (rows) => {
    const check = new ChainCheck(head);
    for await (const entry of entriesOf(rows)) check.follow(entry);
    let verdicts = 0;
    for await (const row of verdictsIn(rows)) {
      check.compare('job.judged', `the verdict of job ${row.job}`, verdictSeal(row));
      verdicts++;
    }
    for await (const row of requestsIn(rows)) {
      check.compare('request.made', `the request ${row.name}`, requestSeal(row));
    }
    for await (const row of rolloutsIn(rows)) {
      check.compare('part.rolled-out', `rollout ${row.seq} of ${row.part}`, rolloutSeal(row));
    }
    const problems = check.finish();
    const { entries, last } = check;
    return { intact: problems.length === 0, entries, verdicts, head: last, problems };
  });
}

const sealed = z.looseObject({ seal: z.string() });

/** Kinds of deeds that have a row each. */
const KINDS = ['job.judged', 'request.made', 'part.rolled-out'] as const;
type Kind = (typeof KINDS)[number];

/** What the chain says, beside what is there. */
class ChainCheck {
  entries = 0;
  last: string = CHAIN_START;
  readonly #problems: string[] = [];
  #head: string | undefined;
  /** Seals of rows that must be there, with what each is of. */
  readonly #open: Readonly<Record<Kind, Map<string, string>>> = {
    'job.judged': new Map(),
    'request.made': new Map(),
    'part.rolled-out': new Map(),
  };
  /** Jobs that were judged. */
  readonly #judged = new Set<string>();

  constructor(head: string | undefined) {
    this.#head = head;
  }

  follow(entry: AuditRow): void {
    const name = `audit entry ${entry.seq}`;
    if (entry.seq !== this.entries + 1) this.#add(`audit entry ${this.entries + 1} is missing`);
    else if (entry.previous !== this.last) this.#add(`${name} does not follow the one before`);
    if (hashOfEntry(entry) !== entry.hash) this.#add(`${name} was changed`);
    if (entry.hash === this.#head) this.#head = undefined;
    this.entries = entry.seq;
    this.last = entry.hash;
    const kind = KINDS.find((one) => one === entry.action);
    if (kind !== undefined) this.#note(kind, entry);
  }

  /** Compares a row with the chain. */
  compare(kind: Kind, what: string, seal: string): void {
    if (!this.#open[kind].delete(seal)) this.#add(`${what} is not as the chain has it`);
  }

  /** What does not fit. */
  finish(): readonly string[] {
    if (this.#head !== undefined) this.#add(`the entry ${this.#head} is missing`);
    for (const kind of KINDS) {
      for (const subject of this.#open[kind].values()) {
        this.#add(`what the chain has of ${subject} (${kind}) is missing or was changed`);
      }
    }
    return this.#problems;
  }

  #note(kind: Kind, { seq, subject, detail }: AuditRow): void {
    if (kind === 'job.judged') {
      if (this.#judged.has(subject)) this.#add(`job ${subject} was judged twice`);
      this.#judged.add(subject);
    }
    try {
      this.#open[kind].set(sealed.parse(JSON.parse(detail)).seal, subject);
    } catch {
      this.#add(`the detail of audit entry ${seq} cannot be read`);
    }
  }

  #add(problem: string): void {
    if (this.#problems.length < MOST) this.#problems.push(problem);
  }
}

const entriesOf = (rows: FleetChange) =>
  paged<AuditRow>(async (last) =>
    rows
      .selectFrom('audit')
      .selectAll()
      .where('seq', '>', last?.seq ?? 0)
      .orderBy('seq')
      .limit(AT_ONCE)
      .execute(),
  );

const verdictsIn = (rows: FleetChange) =>
  paged<VerdictRow>(async (last) =>
    rows
      .selectFrom('verdict')
      .selectAll()
      .where('job', '>', last?.job ?? '')
      .orderBy('job')
      .limit(AT_ONCE)
      .execute(),
  );

const requestsIn = (rows: FleetChange) =>
  paged<RequestRow>(async (last) =>
    rows
      .selectFrom('request')
      .selectAll()
      .where('name', '>', last?.name ?? '')
      .orderBy('name')
      .limit(AT_ONCE)
      .execute(),
  );

const rolloutsIn = (rows: FleetChange) =>
  paged<RolloutRow>(async (last) =>
    rows
      .selectFrom('rollout')
      .selectAll()
      .where('seq', '>', last?.seq ?? 0)
      .orderBy('seq')
      .limit(AT_ONCE)
      .execute(),
  );

/** All rows, some hundreds at a time, however many there are. */
async function* paged<Row>(
  read: (last: Row | undefined) => Promise<readonly Row[]>,
): AsyncGenerator<Row> {
  let last: Row | undefined;
  for (;;) {
    const rows = await read(last);
    yield* rows;
    last = rows.at(-1);
    if (rows.length < AT_ONCE) return;
  }
}
