import { randomUUID } from 'node:crypto';
import type { Page, PageQuery } from '../api/common.ts';
import type { InvitedPerson, Link, Person, PersonChange } from '../api/people.ts';
import type { Actor, Role } from '../api/role.ts';
import { appendAudit } from '../audit/chain.ts';
import { ConflictError, NotFoundError } from '../errors.ts';
import type { Change, StationDatabase } from '../store/database.ts';
import { pageBySeq } from '../store/page-by-seq.ts';
import type { StoreOptions } from '../store/part-list.ts';
import type { PersonRow } from '../store/tables.ts';
import { hashOfSecret, nameKeyOf, newSecret } from './secret.ts';
import { endSessions } from './session-list.ts';

/** How long a link sets a password, milliseconds. */
const LINK_LASTS = 24 * 3_600_000;

/** Names in the audit chain that are of nobody. */
const RESERVED: readonly string[] = ['local', 'station', 'console'];

/** The people of a station. */
export class PersonList {
  readonly #database: StationDatabase;
  readonly #now: () => string;

  constructor({ database, now }: StoreOptions) {
    this.#database = database;
    this.#now = now;
  }

  /** The newest first. */
  async page({ limit, cursor }: PageQuery): Promise<Page<Person>> {
    let query = this.#database.rows
      .selectFrom('person')
      .selectAll()
      .orderBy('seq', 'desc')
      .limit(limit + 1);
    if (cursor !== undefined) query = query.where('seq', '<', Number(cursor));
    return pageBySeq(await query.execute(), limit, personOf);
  }

  /** @throws {@link NotFoundError} if there is nobody of that id. */
  async get(id: string): Promise<Person> {
    return personOf(await personRow(this.#database.rows, id));
  }

  /** @throws {@link NotFoundError} if there is nobody of that name. */
  async named(name: string): Promise<Person> {
    const row = await rowOfName(this.#database.rows, name);
    if (row === undefined) throw new NotFoundError('the person', name);
    return personOf(row);
  }

  /**
   * Adds somebody, who sets a password by the link.
   *
   * @throws {@link ConflictError} if the name is taken.
   */
  async add(wanted: { name: string; role: Role }, actor: Actor): Promise<InvitedPerson> {
    return this.#database.change(async (change) => {
      const row = await insertPerson(change, wanted, { at: this.#now(), by: actor.id });
      return { person: personOf(row), link: await this.#link(change, row, actor) };
    });
  }

  /**
   * Gives somebody another role, keeps them out or lets them in again; whoever is kept out is signed out.
   *
   * @throws {@link NotFoundError} if there is nobody of that id.
   * @throws {@link ConflictError} if no administrator would be left.
   */
  async update(id: string, wanted: PersonChange, actor: Actor): Promise<Person> {
    const at = this.#now();
    await this.#database.change(async (change) => {
      const row = await personRow(change, id);
      const role = wanted.role ?? row.role;
      const stays = wanted.disabled === undefined || row.disabledAt === null;
      const disabledAt = wanted.disabled === true ? (row.disabledAt ?? at) : null;
      const after = {
        role,
        disabledAt: wanted.disabled === undefined ? row.disabledAt : disabledAt,
      };
      if (row.role === 'administrator' && stays && isOut(after)) {
        await assertAnotherAdministrator(change, row);
      }
      await change.updateTable('person').set(after).where('id', '=', id).execute();
      if (after.disabledAt !== null) {
        await endSessions(change, id);
        await change.deleteFrom('invitation').where('person', '=', id).execute();
      }
      const detail = { name: row.name, ...wanted };
      const deed = { at, actor: actor.id, action: 'person.changed', subject: id, detail };
      await appendAudit(change, deed);
    });
    return this.get(id);
  }

  /**
   * A link by which somebody sets a password; one that was made before is none any more.
   *
   * @throws {@link NotFoundError} if there is nobody of that id.
   * @throws {@link ConflictError} if they are kept out.
   */
  async invite(id: string, actor: Actor): Promise<Link> {
    return this.#database.change(async (change) => {
      const row = await personRow(change, id);
      if (row.disabledAt !== null) {
        const fault = `${row.name} is disabled: expected somebody who may sign in`;
        throw new ConflictError('make a link', fault, 'Enable them first.');
      }
      return this.#link(change, row, actor);
    });
  }

  /** A link for the first administrator; undefined where there is one who can sign in. */
  async firstLink(): Promise<Link | undefined> {
    return this.#database.change(async (change) => {
      if (await hasAdministrator(change)) return undefined;
      await change.deleteFrom('invitation').where('person', 'is', null).execute();
      return insertLink(change, null, this.#now());
    });
  }

  async #link(change: Change, { id, name }: PersonRow, actor: Actor): Promise<Link> {
    const at = this.#now();
    await change.deleteFrom('invitation').where('person', '=', id).execute();
    const deed = { at, actor: actor.id, action: 'person.invited', subject: id };
    await appendAudit(change, { ...deed, detail: { name } });
    return insertLink(change, id, at);
  }
}

async function insertLink(change: Change, person: string | null, createdAt: string): Promise<Link> {
  const token = newSecret();
  const expiresAt = new Date(Date.parse(createdAt) + LINK_LASTS).toISOString();
  const row = { hash: hashOfSecret(token), person, createdAt, expiresAt };
  await change.deleteFrom('invitation').where('expiresAt', '<', createdAt).execute();
  await change.insertInto('invitation').values(row).execute();
  return { token, expiresAt };
}

/**
 * Adds somebody, in a change.
 *
 * @throws {@link ConflictError} if the name is taken.
 */
export async function insertPerson(
  change: Change,
  { name, role }: { readonly name: string; readonly role: Role },
  { at, by }: { readonly at: string; readonly by: string },
): Promise<PersonRow> {
  const nameKey = nameKeyOf(name);
  if (RESERVED.includes(nameKey) || (await rowOfName(change, name)) !== undefined) {
    const fault = 'the name is taken: expected one that nobody has or had';
    throw new ConflictError(`add ${name}`, fault, 'Choose another name.', { name });
  }
  const row = { id: randomUUID(), name, nameKey, role, createdAt: at, createdBy: by };
  await change
    .insertInto('person')
    .values({ ...row, password: null, signedInAt: null, disabledAt: null })
    .execute();
  const deed = { at, actor: by, action: 'person.added', subject: row.id };
  await appendAudit(change, { ...deed, detail: { name, role } });
  return personRow(change, row.id);
}

/** @throws {@link NotFoundError} if there is nobody of that id. */
export async function personRow(rows: Change | StationDatabase['rows'], id: string) {
  const row = await rows.selectFrom('person').selectAll().where('id', '=', id).executeTakeFirst();
  if (row === undefined) throw new NotFoundError('the person', id);
  return row;
}

/** Somebody by name, whatever the case of its letters. */
export async function rowOfName(
  rows: Change | StationDatabase['rows'],
  name: string,
): Promise<PersonRow | undefined> {
  return rows
    .selectFrom('person')
    .selectAll()
    .where('nameKey', '=', nameKeyOf(name))
    .executeTakeFirst();
}

/** Whether there is an administrator who can sign in. */
export async function hasAdministrator(change: Change, but = ''): Promise<boolean> {
  const row = await change
    .selectFrom('person')
    .select('id')
    .where('role', '=', 'administrator')
    .where('disabledAt', 'is', null)
    .where('password', 'is not', null)
    .where('id', '!=', but)
    .executeTakeFirst();
  return row !== undefined;
}

function isOut({ role, disabledAt }: Pick<PersonRow, 'role' | 'disabledAt'>): boolean {
  return role !== 'administrator' || disabledAt !== null;
}

async function assertAnotherAdministrator(change: Change, { id, name }: PersonRow): Promise<void> {
  if (await hasAdministrator(change, id)) return;
  throw new ConflictError(
    `take the administrator's role from ${name}`,
    'nobody else has it: expected another administrator with a password',
    'Make somebody else an administrator first.',
  );
}

function personOf({ id, name, role, ...row }: PersonRow): Person {
  const { password, disabledAt, createdAt, createdBy, signedInAt } = row;
  const known = password === null ? 'invited' : 'active';
  const state = disabledAt === null ? known : 'disabled';
  return { id, name, role, state, createdAt, createdBy, signedInAt };
}
