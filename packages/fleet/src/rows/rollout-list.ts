import { appendAudit, hashOfJson } from '@fewgood/station/store';
import { FleetConflictError, FleetNotFoundError } from '../errors.ts';
import type { FleetDatabase } from './fleet-database.ts';
import type { RolloutRow } from './tables.ts';

/** A version that is to judge. */
export type WantedRollout = Omit<RolloutRow, 'seq' | 'previous'>;

/** Which version of each part judges, and which did before. */
export class RolloutList {
  readonly #database: FleetDatabase;

  constructor(database: FleetDatabase) {
    this.#database = database;
  }

  /** Makes a version the one that judges; one that does already stays so, without an entry. */
  async add(wanted: WantedRollout): Promise<RolloutRow> {
    return this.#database.change(async (change) => {
      const last = await change
        .selectFrom('rollout')
        .selectAll()
        .where('part', '=', wanted.part)
        .orderBy('seq', 'desc')
        .limit(1)
        .executeTakeFirst();
      if (last?.sha256 === wanted.sha256) return last;
      const row = await change
        .insertInto('rollout')
        .values({ ...wanted, previous: last?.sha256 ?? null })
        .returningAll()
        .executeTakeFirstOrThrow();
      const { at, actor, part: subject, sha256, previous, reason } = row;
      const detail = { seal: rolloutSeal(row), sha256, previous, reason };
      await appendAudit(change, { at, actor, action: 'part.rolled-out', subject, detail });
      return row;
    });
  }

  /**
   * The version that judges.
   *
   * @throws {@link FleetNotFoundError} if there is no such part.
   */
  async active(part: string): Promise<RolloutRow> {
    const [row] = await this.history(part, 1);
    return row;
  }

  /**
   * The versions that judged, the newest first.
   *
   * @throws {@link FleetNotFoundError} if there is no such part.
   */
  async history(part: string, limit: number): Promise<[RolloutRow, ...RolloutRow[]]> {
    const [first, ...others] = await this.#database.rows
      .selectFrom('rollout')
      .selectAll()
      .where('part', '=', part)
      .orderBy('seq', 'desc')
      .limit(limit)
      .execute();
    if (first !== undefined) return [first, ...others];
    throw new FleetNotFoundError(
      'the part',
      part,
      'Roll it out first, or look at the list of parts.',
    );
  }

  /**
   * A version that judged before: the last one before the active one, or the one of a hash.
   *
   * @param digits - The first 8 digits of its hash, or more.
   * @throws {@link FleetNotFoundError} if there is no such part, or no such version of it.
   * @throws {@link FleetConflictError} if no other version judged before, or several begin so.
   */
  async earlier(part: string, digits?: string): Promise<RolloutRow> {
    const history = await this.history(part, HISTORY);
    const [active] = history;
    const wanted = digits ?? active.previous;
    if (wanted === null) {
      throw new FleetConflictError(
        `roll ${part} back`,
        'no other version judged before',
        'Roll the version out that is wanted.',
        { part },
      );
    }
    const like = history.filter(({ sha256 }) => sha256.startsWith(wanted));
    const [version] = like;
    if (version === undefined || wanted.length < 8) {
      const remedy = 'Name the first 8 digits or more of one of its list.';
      throw new FleetNotFoundError(`the version of ${part}`, wanted, remedy);
    }
    if (like.every(({ sha256 }) => sha256 === version.sha256)) return version;
    throw new FleetConflictError(
      `roll ${part} back`,
      `several of its versions begin with ${wanted}`,
      'Name more digits.',
      { part },
    );
  }

  /** The version of each part that judges, by name. */
  async list(): Promise<RolloutRow[]> {
    return this.#database.rows
      .selectFrom('rollout')
      .distinctOn('part')
      .selectAll()
      .orderBy('part')
      .orderBy('seq', 'desc')
      .execute();
  }
}

/** Versions among which one is looked for. */
const HISTORY = 10_000;

/** The hash of a rollout, as the chain has it. */
export function rolloutSeal(row: RolloutRow): string {
  const { seq, part, sha256, previous, file, bytes, models, at, actor, reason } = row;
  return hashOfJson({ seq, part, sha256, previous, file, bytes, models, at, actor, reason });
}
