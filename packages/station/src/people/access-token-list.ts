import { randomUUID } from 'node:crypto';
import type { Page, PageQuery } from '../api/common.ts';
import type { AccessToken, AccessTokenCreation, NewAccessToken, Scope } from '../api/people.ts';
import { type Actor, includesRole, type Role } from '../api/role.ts';
import { appendAudit } from '../audit/chain.ts';
import { tokenSeal } from '../audit/seal.ts';
import { ConflictError, NotFoundError } from '../errors.ts';
import type { StationDatabase } from '../store/database.ts';
import { pageBySeq } from '../store/page-by-seq.ts';
import type { StoreOptions } from '../store/part-list.ts';
import type { AccessTokenRow } from '../store/tables.ts';
import { hashOfSecret, nameKeyOf, newSecret } from './secret.ts';

const DAY = 24 * 3_600_000;
/** Its use is noted once in so long, milliseconds. */
const NOTED_EVERY = 60_000;
/** What tokens begin with, so that those who look for lost secrets know one. */
const TOKEN_PREFIX = 'fewgood_';

/** The least role that may do what a scope allows. */
const ROLES: Readonly<Record<Scope, Role>> = {
  read: 'viewer',
  inspect: 'operator',
  review: 'operator',
  manage: 'engineer',
};

/** A machine that asks. */
export interface Machine {
  readonly actor: Actor;
  readonly scopes: readonly Scope[];
}

/** What machines ask with; only its hash is kept. */
export class AccessTokenList {
  readonly #database: StationDatabase;
  readonly #now: () => string;

  constructor({ database, now }: StoreOptions) {
    this.#database = database;
    this.#now = now;
  }

  /** The newest first. */
  async page({ limit, cursor }: PageQuery): Promise<Page<AccessToken>> {
    let query = this.#database.rows
      .selectFrom('accessToken')
      .selectAll()
      .orderBy('seq', 'desc')
      .limit(limit + 1);
    if (cursor !== undefined) query = query.where('seq', '<', Number(cursor));
    return pageBySeq(await query.execute(), limit, entryOf);
  }

  /** @throws {@link ConflictError} if another one has or had the name: the audit chain has it. */
  async add({ name, scopes, days }: AccessTokenCreation, actor: Actor): Promise<NewAccessToken> {
    const token = `${TOKEN_PREFIX}${newSecret()}`;
    const at = this.#now();
    const id = randomUUID();
    const expiresAt = days === null ? null : new Date(Date.parse(at) + days * DAY).toISOString();
    const row = {
      id,
      name,
      expiresAt,
      nameKey: nameKeyOf(name),
      hash: hashOfSecret(token),
      scopes: JSON.stringify([...new Set(scopes)]),
      createdAt: at,
      createdBy: actor.id,
      usedAt: null,
      revokedAt: null,
    };
    const entry = await this.#database.change(async (change) => {
      const other = await change
        .selectFrom('accessToken')
        .select('id')
        .where('nameKey', '=', row.nameKey)
        .executeTakeFirst();
      if (other !== undefined) {
        const fault = 'another one has or had the name: expected a new one';
        throw new ConflictError(`name a token ${name}`, fault, 'Choose another name.', { name });
      }
      await change.insertInto('accessToken').values(row).execute();
      const deed = { at, actor: actor.id, action: 'token.added', subject: id };
      await appendAudit(change, {
        ...deed,
        detail: { name, scopes, expiresAt, seal: tokenSeal(row) },
      });
      return entryOf({ ...row, seq: 0 });
    });
    return { token, entry };
  }

  /**
   * Makes it worthless.
   *
   * @throws {@link NotFoundError} if there is none of that id.
   */
  async revoke(id: string, actor: Actor): Promise<AccessToken> {
    const at = this.#now();
    return this.#database.change(async (change) => {
      const of = change.selectFrom('accessToken').selectAll().where('id', '=', id);
      const row = await of.executeTakeFirst();
      if (row === undefined) throw new NotFoundError('the token', id);
      if (row.revokedAt !== null) return entryOf(row);
      await change.updateTable('accessToken').set({ revokedAt: at }).where('id', '=', id).execute();
      const deed = { at, actor: actor.id, action: 'token.revoked', subject: id };
      await appendAudit(change, { ...deed, detail: { name: row.name } });
      return entryOf({ ...row, revokedAt: at });
    });
  }

  /** Whose it is; undefined if it is of no worth. */
  async find(token: string): Promise<Machine | undefined> {
    if (!token.startsWith(TOKEN_PREFIX)) return undefined;
    const at = this.#now();
    const { rows } = this.#database;
    const row = await rows
      .selectFrom('accessToken')
      .selectAll()
      .where('hash', '=', hashOfSecret(token))
      .executeTakeFirst();
    if (row === undefined || row.revokedAt !== null) return undefined;
    if (row.expiresAt !== null && row.expiresAt <= at) return undefined;
    const noted = new Date(Date.parse(at) - NOTED_EVERY).toISOString();
    if (row.usedAt === null || row.usedAt < noted) {
      await rows.updateTable('accessToken').set({ usedAt: at }).where('id', '=', row.id).execute();
    }
    const { name, scopes } = entryOf(row);
    const role = scopes
      .map((scope) => ROLES[scope])
      .reduce((most, other) => (includesRole(most, other) ? most : other), 'viewer');
    return { actor: { id: `token:${name}`, name, role }, scopes };
  }
}

function entryOf(row: AccessTokenRow): AccessToken {
  const { id, name, createdAt, createdBy, expiresAt, usedAt, revokedAt } = row;
  const scopes: Scope[] = JSON.parse(row.scopes);
  return { id, name, scopes, createdAt, createdBy, expiresAt, usedAt, revokedAt };
}
