import { randomUUID } from 'node:crypto';
import type { OpenSession } from '../api/people.ts';
import type { Actor } from '../api/role.ts';
import { appendAudit } from '../audit/chain.ts';
import { NotFoundError } from '../errors.ts';
import type { Change, StationDatabase } from '../store/database.ts';
import type { StoreOptions } from '../store/part-list.ts';
import type { PersonRow, SessionRow } from '../store/tables.ts';
import { hashOfSecret, newSecret } from './secret.ts';

const HOUR = 3_600_000;
/** After so long without a request a session ends: longer than a shift, milliseconds. */
const IDLE = 12 * HOUR;
/** A session is never older, milliseconds. */
const OLDEST = 7 * 24 * HOUR;
/** Its use is noted once in so long, so that not every request writes, milliseconds. */
const NOTED_EVERY = 60_000;

/** From where somebody signs in. */
export interface Origin {
  readonly address: string;
  /** What the browser calls itself. */
  readonly agent: string;
}

/** Who is signed in, and by which session. */
export interface KnownSession {
  readonly id: string;
  readonly person: string;
  readonly actor: Actor;
}

/** The browsers in which people are signed in; of the cookie only its hash is kept. */
export class SessionList {
  readonly #database: StationDatabase;
  readonly #now: () => string;

  constructor({ database, now }: StoreOptions) {
    this.#database = database;
    this.#now = now;
  }

  /** Signs somebody in, in a change. @returns The secret of the cookie. */
  async begin(change: Change, person: PersonRow, { address, agent }: Origin): Promise<string> {
    const secret = newSecret();
    const at = this.#now();
    const row: SessionRow = {
      hash: hashOfSecret(secret),
      id: randomUUID(),
      person: person.id,
      agent: agent.slice(0, 300),
      address,
      createdAt: at,
      usedAt: at,
    };
    // Those that are over are of no use to anybody.
    await change.deleteFrom('session').where('usedAt', '<', before(at, IDLE)).execute();
    await change.deleteFrom('session').where('createdAt', '<', before(at, OLDEST)).execute();
    await change.insertInto('session').values(row).execute();
    await change
      .updateTable('person')
      .set({ signedInAt: at })
      .where('id', '=', person.id)
      .execute();
    const deed = { at, actor: person.name, action: 'session.begun', subject: person.id };
    await appendAudit(change, { ...deed, detail: { session: row.id, address } });
    return secret;
  }

  /**
   * Whose cookie it is; undefined if it is over or was never there.
   *
   * @param isUse - Whether somebody does something, or it is only looked whether they still may.
   */
  async find(secret: string, isUse: boolean): Promise<KnownSession | undefined> {
    const hash = hashOfSecret(secret);
    const at = this.#now();
    const row = await this.#database.rows
      .selectFrom('session')
      .innerJoin('person', 'person.id', 'session.person')
      .select(['session.id', 'session.person', 'session.usedAt', 'session.createdAt'])
      .select(['person.name', 'person.role', 'person.disabledAt'])
      .where('session.hash', '=', hash)
      .executeTakeFirst();
    if (row === undefined || row.disabledAt !== null || isOver(row, at)) return undefined;
    if (isUse && row.usedAt < before(at, NOTED_EVERY)) {
      const { rows } = this.#database;
      await rows.updateTable('session').set({ usedAt: at }).where('hash', '=', hash).execute();
    }
    const { id, person, name, role } = row;
    return { id, person, actor: { id: name, name, role } };
  }

  /** Those of a person, the newest first. */
  async ofPerson(person: string, current?: string): Promise<OpenSession[]> {
    const at = this.#now();
    const rows = await this.#database.rows
      .selectFrom('session')
      .selectAll()
      .where('person', '=', person)
      .orderBy('createdAt', 'desc')
      .execute();
    return rows
      .filter((row) => !isOver(row, at))
      .map(({ id, agent, address, createdAt, usedAt }) => ({
        id,
        agent,
        address,
        createdAt,
        usedAt,
        isCurrent: id === current,
      }));
  }

  /**
   * Ends one of a person's.
   *
   * @throws {@link NotFoundError} if they have none of that id.
   */
  async end(person: string, id: string, actor: Actor): Promise<void> {
    await this.#database.change(async (change) => {
      const { numDeletedRows } = await change
        .deleteFrom('session')
        .where('id', '=', id)
        .where('person', '=', person)
        .executeTakeFirst();
      if (Number(numDeletedRows) === 0) throw new NotFoundError('the session', id);
      const deed = { at: this.#now(), actor: actor.id, action: 'session.ended', subject: person };
      await appendAudit(change, { ...deed, detail: { session: id } });
    });
  }
}

/** Ends all of a person's, in a change, but for one. */
export async function endSessions(change: Change, person: string, but?: string): Promise<void> {
  let query = change.deleteFrom('session').where('person', '=', person);
  if (but !== undefined) query = query.where('id', '!=', but);
  await query.execute();
}

function isOver({ usedAt, createdAt }: Pick<SessionRow, 'usedAt' | 'createdAt'>, at: string) {
  return usedAt < before(at, IDLE) || createdAt < before(at, OLDEST);
}

function before(at: string, milliseconds: number): string {
  return new Date(Date.parse(at) - milliseconds).toISOString();
}
