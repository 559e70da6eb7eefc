import type { Kysely } from 'kysely';
import { withSeq } from './0001-first.ts';

/** How far each connector has told verdicts, and what its receiver did not take. */
export function outbox(isPostgres: boolean) {
  return {
    up: async ({ schema }: Kysely<never>): Promise<void> => {
      await schema
        .createTable('outlet')
        .addColumn('name', 'text', (column) => column.primaryKey())
        .addColumn('kind', 'text', (column) => column.notNull())
        .addColumn('told', 'bigint', (column) => column.notNull())
        .addColumn('created_at', 'text', (column) => column.notNull())
        .addColumn('told_at', 'text')
        .execute();
      await withSeq(schema.createTable('dead_letter'), isPostgres)
        .addColumn('outlet', 'text', (column) => column.notNull().references('outlet.name'))
        .addColumn('inspection', 'text', (column) => column.notNull())
        .addColumn('attempts', 'integer', (column) => column.notNull())
        .addColumn('fault', 'text', (column) => column.notNull())
        .addColumn('at', 'text', (column) => column.notNull())
        .addColumn('state', 'text', (column) => column.notNull())
        .addUniqueConstraint('dead_letter_once', ['outlet', 'inspection'])
        .execute();
    },
  };
}
