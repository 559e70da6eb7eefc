import type { Kysely } from 'kysely';
import { withSeq } from './0001-first.ts';

/** Who may sign in, by what, and which machines may ask. */
export function people(isPostgres: boolean) {
  return {
    up: async (db: Kysely<never>): Promise<void> => {
      await persons(db, isPostgres);
      await sessions(db);
      await accessTokens(db, isPostgres);
    },
  };
}

async function persons({ schema }: Kysely<never>, isPostgres: boolean): Promise<void> {
  await withSeq(schema.createTable('person'), isPostgres)
    .addColumn('id', 'text', (column) => column.notNull().unique())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('name_key', 'text', (column) => column.notNull().unique())
    .addColumn('role', 'text', (column) => column.notNull())
    .addColumn('password', 'text')
    .addColumn('created_at', 'text', (column) => column.notNull())
    .addColumn('created_by', 'text', (column) => column.notNull())
    .addColumn('signed_in_at', 'text')
    .addColumn('disabled_at', 'text')
    .execute();
  await schema
    .createTable('invitation')
    .addColumn('hash', 'text', (column) => column.primaryKey())
    .addColumn('person', 'text', (column) => column.references('person.id'))
    .addColumn('created_at', 'text', (column) => column.notNull())
    .addColumn('expires_at', 'text', (column) => column.notNull())
    .execute();
}

async function sessions({ schema }: Kysely<never>): Promise<void> {
  await schema
    .createTable('session')
    .addColumn('hash', 'text', (column) => column.primaryKey())
    .addColumn('id', 'text', (column) => column.notNull().unique())
    .addColumn('person', 'text', (column) => column.notNull().references('person.id'))
    .addColumn('agent', 'text', (column) => column.notNull())
    .addColumn('address', 'text', (column) => column.notNull())
    .addColumn('created_at', 'text', (column) => column.notNull())
    .addColumn('used_at', 'text', (column) => column.notNull())
    .execute();
  await schema.createIndex('session_by_person').on('session').column('person').execute();
}

async function accessTokens({ schema }: Kysely<never>, isPostgres: boolean): Promise<void> {
  await withSeq(schema.createTable('access_token'), isPostgres)
    .addColumn('id', 'text', (column) => column.notNull().unique())
    .addColumn('hash', 'text', (column) => column.notNull().unique())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('name_key', 'text', (column) => column.notNull().unique())
    .addColumn('scopes', 'text', (column) => column.notNull())
    .addColumn('created_at', 'text', (column) => column.notNull())
    .addColumn('created_by', 'text', (column) => column.notNull())
    .addColumn('expires_at', 'text')
    .addColumn('used_at', 'text')
    .addColumn('revoked_at', 'text')
    .execute();
}
