import type { Migration } from 'kysely';
import { first } from './migrations/0001-first.ts';
import { review } from './migrations/0002-review.ts';
import { people } from './migrations/0003-people.ts';
import { studies } from './migrations/0005-studies.ts';
import { verdictTime } from './migrations/0007-verdict-time.ts';
import { outbox } from './migrations/0008-outbox.ts';

/**
 * What brings the tables up to date, by name in the order of the files; each is run once. A migration that
 * was released is never changed: the next one changes what it made.
 */
export function migrationsFor(isPostgres: boolean): Record<string, Migration> {
  return {
    '0001-first': first(isPostgres),
    '0002-review': review(isPostgres),
    '0003-people': people(isPostgres),
    '0005-studies': studies(isPostgres),
    '0007-verdict-time': verdictTime(),
    '0008-outbox': outbox(isPostgres),
  };
}
