import { randomUUID } from 'node:crypto';
import type { Page, PageQuery } from '../api/common.ts';
import type { PartChange, StationPart } from '../api/part.ts';
import type { Actor } from '../api/role.ts';
import { appendAudit } from '../audit/chain.ts';
import { ConflictError, NotFoundError } from '../errors.ts';
import type { Change, StationDatabase } from './database.ts';

/** What every list of the station is made with. */
export interface StoreOptions {
  readonly database: StationDatabase;
  /** What time it is, UTC, ISO 8601. */
  readonly now: () => string;
}

/** The parts of a station. */
export class PartList {
  readonly #database: StationDatabase;
  readonly #now: () => string;

  constructor({ database, now }: StoreOptions) {
    this.#database = database;
    this.#now = now;
  }

  /** By name; the cursor counts. */
  async page({ limit, cursor = '0' }: PageQuery): Promise<Page<StationPart>> {
    const skip = Number(cursor);
    const items = await this.#select()
      .orderBy('part.name')
      .orderBy('part.id')
      .limit(limit + 1)
      .offset(skip)
      .execute();
    const next = items.length > limit ? String(skip + limit) : null;
    return { items: items.slice(0, limit), next };
  }

  /** @throws {@link NotFoundError} if there is none of that id. */
  async get(id: string): Promise<StationPart> {
    const part = await this.#select().where('part.id', '=', id).executeTakeFirst();
    if (part === undefined) throw new NotFoundError('the part', id);
    return part;
  }

  /** @throws {@link ConflictError} if another part has the name. */
  async create(name: string, actor: Actor): Promise<StationPart> {
    const id = randomUUID();
    const createdAt = this.#now();
    await this.#database.change(async (change) => {
      await assertNameIsFree(change, name, id);
      const row = { id, name, createdAt, archivedAt: null, activeVersion: null };
      await change.insertInto('part').values(row).execute();
      const deed = { at: createdAt, actor: actor.id, action: 'part.created', subject: id };
      await appendAudit(change, { ...deed, detail: { name } });
    });
    return this.get(id);
  }

  /**
   * @throws {@link NotFoundError} if there is none of that id.
   * @throws {@link ConflictError} if another part has the name.
   */
  async update(id: string, wanted: PartChange, actor: Actor): Promise<StationPart> {
    const { archivedAt: before } = await this.get(id);
    const at = this.#now();
    await this.#database.change(async (change) => {
      if (wanted.name !== undefined) await assertNameIsFree(change, wanted.name, id);
      const archivedAt = wanted.archived === undefined || wanted.archived ? (before ?? at) : null;
      await change
        .updateTable('part')
        .set({
          ...(wanted.name !== undefined && { name: wanted.name }),
          ...(wanted.archived !== undefined && { archivedAt }),
        })
        .where('id', '=', id)
        .executeTakeFirst();
      const deed = { at, actor: actor.id, action: 'part.changed', subject: id, detail: wanted };
      await appendAudit(change, deed);
    });
    return this.get(id);
  }

  #select() {
    return this.#database.rows
      .selectFrom('part')
      .select(['part.id', 'part.name', 'part.createdAt', 'part.archivedAt', 'part.activeVersion'])
      .select((builder) =>
        builder
          .selectFrom('version')
          .whereRef('version.part', '=', 'part.id')
          .select(({ fn }) => fn.countAll<number>().as('count'))
          .$asScalar()
          .$notNull()
          .as('versions'),
      );
  }
}

async function assertNameIsFree(change: Change, name: string, id: string): Promise<void> {
  const other = await change
    .selectFrom('part')
    .select('id')
    .where('name', '=', name)
    .where('id', '!=', id)
    .executeTakeFirst();
  if (other === undefined) return;
  throw new ConflictError(
    `name a part ${name}`,
    'another part has the name',
    'Choose another name, or use that part.',
    { part: other.id },
  );
}
