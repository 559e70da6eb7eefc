import type { Kysely } from 'kysely';
import { withSeq } from './0001-first.ts';

/** What people say of verdicts, and versions that they think of making. */
export function review(isPostgres: boolean) {
  return {
    up: async (db: Kysely<never>): Promise<void> => {
      const { schema } = db;
      await schema.alterTable('version').addColumn('parent', 'integer').execute();
      await reviews(db, isPostgres);
      await proposals(db, isPostgres);
      for (const table of ['review', 'proposal']) {
        await schema
          .createIndex(`${table}_by_part`)
          .on(table)
          .columns(['part', 'state', 'seq'])
          .execute();
      }
      await schema
        .createIndex('review_by_inspection')
        .on('review')
        .columns(['inspection', 'state'])
        .execute();
    },
  };
}

async function reviews({ schema }: Kysely<never>, isPostgres: boolean): Promise<void> {
  await withSeq(schema.createTable('review'), isPostgres)
    .addColumn('id', 'text', (column) => column.notNull().unique())
    .addColumn('part', 'text', (column) => column.notNull().references('part.id'))
    .addColumn('inspection', 'text', (column) => column.notNull().references('inspection.id'))
    .addColumn('decision', 'text', (column) => column.notNull())
    .addColumn('name', 'text')
    .addColumn('note', 'text', (column) => column.notNull())
    .addColumn('mask', 'text')
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('version', 'integer')
    .addColumn('decided_at', 'text', (column) => column.notNull())
    .addColumn('decided_by', 'text', (column) => column.notNull())
    .addColumn('undone_at', 'text')
    .addColumn('undone_by', 'text')
    .execute();
}

async function proposals({ schema }: Kysely<never>, isPostgres: boolean): Promise<void> {
  await withSeq(schema.createTable('proposal'), isPostgres)
    .addColumn('id', 'text', (column) => column.notNull().unique())
    .addColumn('part', 'text', (column) => column.notNull().references('part.id'))
    .addColumn('base', 'integer', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('request', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('findings', 'text')
    .addColumn('learned', 'text')
    .addColumn('flips', 'text', (column) => column.notNull())
    .addColumn('fault', 'text')
    .addColumn('version', 'integer')
    .addColumn('created_at', 'text', (column) => column.notNull())
    .addColumn('created_by', 'text', (column) => column.notNull())
    .addColumn('ended_at', 'text')
    .execute();
}
