import type { Kysely, Migration, SchemaModule } from 'kysely';

/** The schema of PostgreSQL that has the tables, beside those of a station in the same database. */
export const SCHEMA = 'fleet';

/** What brings the tables up to date, by name in order; each is run once, and never changed once it was released. */
export const migrations: Readonly<Record<string, Migration>> = {
  '0001-first': {
    up: async (db: Kysely<never>): Promise<void> => {
      const schema = db.schema.withSchema(SCHEMA);
      await parts(schema);
      await requests(schema);
      await verdicts(schema);
      await audit(schema);
    },
  },
  '0002-lines': {
    up: async (db: Kysely<never>): Promise<void> => lines(db.schema.withSchema(SCHEMA)),
  },
};

async function parts(schema: SchemaModule): Promise<void> {
  await schema
    .createTable('rollout')
    .addColumn('seq', 'bigserial', (column) => column.primaryKey())
    .addColumn('part', 'text', (column) => column.notNull())
    .addColumn('sha256', 'text', (column) => column.notNull())
    .addColumn('previous', 'text')
    .addColumn('file', 'text', (column) => column.notNull())
    .addColumn('bytes', 'bigint', (column) => column.notNull())
    .addColumn('models', 'text', (column) => column.notNull())
    .addColumn('at', 'text', (column) => column.notNull())
    .addColumn('actor', 'text', (column) => column.notNull())
    .addColumn('reason', 'text', (column) => column.notNull())
    .execute();
  await schema.createIndex('rollout_part').on('rollout').columns(['part', 'seq']).execute();
}

async function requests(schema: SchemaModule): Promise<void> {
  await schema
    .createTable('request')
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('part', 'text', (column) => column.notNull())
    .addColumn('sha256', 'text', (column) => column.notNull())
    .addColumn('at', 'text', (column) => column.notNull())
    .addColumn('actor', 'text', (column) => column.notNull())
    .execute();
  await schema
    .createTable('item')
    .addColumn('request', 'text', (column) => column.notNull().references(`${SCHEMA}.request.name`))
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('place', 'integer', (column) => column.notNull())
    .addColumn('job', 'text', (column) => column.notNull())
    .addColumn('picture', 'text', (column) => column.notNull())
    .addColumn('bytes', 'bigint', (column) => column.notNull())
    .addColumn('modified', 'text', (column) => column.notNull())
    .addColumn('queued_at', 'text')
    .addColumn('attempt', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('item_key', ['request', 'name'])
    .execute();
  await schema.createIndex('item_job').on('item').column('job').execute();
}

async function verdicts(schema: SchemaModule): Promise<void> {
  await schema
    .createTable('verdict')
    .addColumn('picture', 'text', (column) => column.notNull())
    .addColumn('part', 'text', (column) => column.notNull())
    .addColumn('request', 'text', (column) => column.notNull())
    .addColumn('job', 'text', (column) => column.notNull().unique())
    .addColumn('verdict', 'text', (column) => column.notNull())
    .addColumn('score', 'double precision')
    .addColumn('record', 'text', (column) => column.notNull())
    .addColumn('worker', 'text', (column) => column.notNull())
    .addColumn('judged_at', 'text', (column) => column.notNull())
    .addColumn('milliseconds', 'double precision', (column) => column.notNull())
    .addColumn('deliveries', 'integer', (column) => column.notNull())
    // What makes a verdict the only one, however often its job was done.
    .addPrimaryKeyConstraint('verdict_key', ['picture', 'part', 'request'])
    .execute();
  await schema
    .createTable('dead_job')
    .addColumn('job', 'text', (column) => column.primaryKey())
    .addColumn('request', 'text', (column) => column.notNull())
    .addColumn('fault', 'text', (column) => column.notNull())
    .addColumn('deliveries', 'integer', (column) => column.notNull())
    .addColumn('worker', 'text', (column) => column.notNull())
    .addColumn('at', 'text', (column) => column.notNull())
    .execute();
}

/** Who judges; how much is counted by time. */
async function lines(schema: SchemaModule): Promise<void> {
  await schema
    .createTable('line')
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('version', 'text', (column) => column.notNull())
    .addColumn('since', 'text', (column) => column.notNull())
    .addColumn('seen_at', 'timestamptz', (column) => column.notNull())
    .addColumn('waiting', 'bigint', (column) => column.notNull())
    .addColumn('oldest_at', 'text')
    .addColumn('parts', 'text', (column) => column.notNull())
    .execute();
  await schema.createIndex('verdict_time').on('verdict').column('judged_at').execute();
}

/** As that of a station, so that one program follows both. */
async function audit(schema: SchemaModule): Promise<void> {
  await schema
    .createTable('audit')
    .addColumn('seq', 'bigint', (column) => column.primaryKey())
    .addColumn('at', 'text', (column) => column.notNull())
    .addColumn('actor', 'text', (column) => column.notNull())
    .addColumn('action', 'text', (column) => column.notNull())
    .addColumn('subject', 'text', (column) => column.notNull())
    .addColumn('detail', 'text', (column) => column.notNull())
    .addColumn('previous', 'text', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull())
    .execute();
}
