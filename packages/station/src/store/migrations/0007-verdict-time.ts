import type { Kysely } from 'kysely';

/** When a verdict was there; of those from before it is not known. */
export function verdictTime() {
  return {
    up: async ({ schema }: Kysely<never>): Promise<void> => {
      await schema.alterTable('inspection').addColumn('verdict_at', 'text').execute();
    },
  };
}
