import type { Kysely } from 'kysely';
import { withSeq } from './0001-first.ts';

/** Studies of agreement: plans, and what appraisers said. */
export function studies(isPostgres: boolean) {
  return {
    up: async ({ schema }: Kysely<never>): Promise<void> => {
      await withSeq(schema.createTable('study'), isPostgres)
        .addColumn('id', 'text', (column) => column.notNull().unique())
        .addColumn('part', 'text', (column) => column.notNull().references('part.id'))
        .addColumn('name', 'text', (column) => column.notNull())
        .addColumn('version', 'integer')
        .addColumn('pictures', 'text', (column) => column.notNull())
        .addColumn('appraisers', 'text', (column) => column.notNull())
        .addColumn('trials', 'integer', (column) => column.notNull())
        .addColumn('seed', 'integer', (column) => column.notNull())
        .addColumn('state', 'text', (column) => column.notNull())
        .addColumn('created_at', 'text', (column) => column.notNull())
        .addColumn('created_by', 'text', (column) => column.notNull())
        .addColumn('ended_at', 'text')
        .addColumn('ended_by', 'text')
        .execute();
      await schema
        .createIndex('study_by_part')
        .on('study')
        .columns(['part', 'state', 'seq'])
        .execute();
      await schema
        .createTable('study_judgement')
        .addColumn('study', 'text', (column) => column.notNull().references('study.id'))
        .addColumn('appraiser', 'text', (column) => column.notNull())
        .addColumn('number', 'integer', (column) => column.notNull())
        .addColumn('judgement', 'text', (column) => column.notNull())
        .addColumn('at', 'text', (column) => column.notNull())
        .addColumn('by', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint('study_judgement_once', ['study', 'appraiser', 'number'])
        .execute();
    },
  };
}
