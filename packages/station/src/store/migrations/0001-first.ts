import type { CreateTableBuilder, Kysely } from 'kysely';

/** A number that the database gives, in the order of arrival. */
export function withSeq<T extends string>(
  table: CreateTableBuilder<T>,
  isPostgres: boolean,
): CreateTableBuilder<T | 'seq'> {
  return isPostgres
    ? table.addColumn('seq', 'bigserial', (column) => column.primaryKey())
    : table.addColumn('seq', 'integer', (column) => column.primaryKey().autoIncrement());
}

/** Parts and their versions, pictures, inspections, enrolments and the audit chain. */
export function first(isPostgres: boolean) {
  return {
    up: async (db: Kysely<never>): Promise<void> => {
      await parts(db, isPostgres);
      await inspections(db, isPostgres);
      await enrolments(db, isPostgres);
      await audit(db);
    },
  };
}

async function parts({ schema }: Kysely<never>, isPostgres: boolean): Promise<void> {
  await schema
    .createTable('part')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('name', 'text', (column) => column.notNull().unique())
    .addColumn('created_at', 'text', (column) => column.notNull())
    .addColumn('archived_at', 'text')
    .addColumn('active_version', 'integer')
    .execute();
  await schema
    .createTable('version')
    .addColumn('part', 'text', (column) => column.notNull().references('part.id'))
    .addColumn('number', 'integer', (column) => column.notNull())
    .addColumn('sha256', 'text', (column) => column.notNull())
    .addColumn('bytes', 'bigint', (column) => column.notNull())
    .addColumn('origin', 'text', (column) => column.notNull())
    .addColumn('note', 'text', (column) => column.notNull())
    .addColumn('created_at', 'text', (column) => column.notNull())
    .addColumn('created_by', 'text', (column) => column.notNull())
    .addColumn('summary', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('version_key', ['part', 'number'])
    .execute();
  await withSeq(schema.createTable('activation'), isPostgres)
    .addColumn('part', 'text', (column) => column.notNull().references('part.id'))
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('previous', 'integer')
    .addColumn('at', 'text', (column) => column.notNull())
    .addColumn('by', 'text', (column) => column.notNull())
    .addColumn('reason', 'text', (column) => column.notNull())
    .execute();
}

async function inspections({ schema }: Kysely<never>, isPostgres: boolean): Promise<void> {
  await schema
    .createTable('picture')
    .addColumn('sha256', 'text', (column) => column.primaryKey())
    .addColumn('type', 'text', (column) => column.notNull())
    .addColumn('bytes', 'bigint', (column) => column.notNull())
    .addColumn('stored_at', 'text', (column) => column.notNull())
    .execute();
  await withSeq(schema.createTable('inspection'), isPostgres)
    .addColumn('id', 'text', (column) => column.notNull().unique())
    .addColumn('part', 'text', (column) => column.notNull().references('part.id'))
    .addColumn('key', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('source', 'text', (column) => column.notNull())
    .addColumn('picture', 'text', (column) => column.notNull())
    .addColumn('type', 'text', (column) => column.notNull())
    .addColumn('picture_removed', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('accepted_at', 'text', (column) => column.notNull())
    .addColumn('accepted_by', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('judged_at', 'text')
    .addColumn('version', 'integer')
    .addColumn('verdict', 'text')
    .addColumn('score', 'double precision')
    .addColumn('threshold', 'double precision')
    .addColumn('ratio', 'double precision')
    .addColumn('milliseconds', 'double precision')
    .addColumn('fault', 'text')
    .addColumn('record', 'text')
    .addColumn('overlay', 'text')
    .addColumn('held', 'integer', (column) => column.notNull().defaultTo(0))
    .addUniqueConstraint('inspection_key', ['part', 'key'])
    .execute();
  for (const columns of [['state'], ['part'], ['verdict'], ['accepted_at'], ['picture']]) {
    await schema
      .createIndex(`inspection_by_${columns.join('_')}`)
      .on('inspection')
      .columns([...columns, 'seq'])
      .execute();
  }
}

async function enrolments({ schema }: Kysely<never>, isPostgres: boolean): Promise<void> {
  await withSeq(schema.createTable('enrolment'), isPostgres)
    .addColumn('id', 'text', (column) => column.notNull().unique())
    .addColumn('part', 'text', (column) => column.notNull().references('part.id'))
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('request', 'text', (column) => column.notNull())
    .addColumn('warnings', 'text', (column) => column.notNull())
    .addColumn('version', 'integer')
    .addColumn('fault', 'text')
    .addColumn('created_at', 'text', (column) => column.notNull())
    .addColumn('created_by', 'text', (column) => column.notNull())
    .addColumn('ended_at', 'text')
    .execute();
}

async function audit({ schema }: Kysely<never>): Promise<void> {
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
  await schema.createIndex('audit_by_subject').on('audit').columns(['subject', 'seq']).execute();
}
