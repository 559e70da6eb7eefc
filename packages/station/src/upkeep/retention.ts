import { stat } from 'node:fs/promises';
import { z } from 'zod';
import { studiedPictures } from '../evidence/study-rows.ts';
import { reviewedPictures } from '../review/review-queue.ts';
import { appendAudit } from '../audit/chain.ts';
import type { StationDatabase } from '../store/database.ts';
import type { FileStore } from '../store/file-store.ts';
import type { KeyedLocks } from '../store/keyed-locks.ts';
import type { ThumbnailCache } from '../store/thumbnail-cache.ts';

/** Which pictures go; a rule that is left out lets all stay. */
export interface RetentionRules {
  /** Days after which the picture of an inspection goes. */
  readonly days?: number | undefined;
  /** Inspections that keep their pictures: the newest ones. */
  readonly pictures?: number | undefined;
  /** Bytes that are to be free on the disk. */
  readonly freeBytes?: number | undefined;
}

export interface RetentionOptions {
  readonly database: StationDatabase;
  readonly files: {
    readonly pictures: FileStore;
    readonly overlays: FileStore;
    readonly thumbnails: ThumbnailCache;
  };
  readonly locks: KeyedLocks;
  readonly now: () => string;
}

/** Pictures that are looked at, at once. */
const BATCH = 200;
const DAY = 86_400_000;
/** A file without a row may be of a picture that arrives, milliseconds. */
const ARRIVING = 3_600_000;

interface Candidate {
  readonly seq: number;
  readonly picture: string;
  readonly acceptedAt: string;
}

const requestSchema = z.object({ pictures: z.array(z.object({ sha256: z.string() })) });

/**
 * Takes pictures away, oldest first, as the rules say: with their overlays, and never the verdicts. What waits,
 * what somebody reviews, what a part was learned from and what a study shows stays. Each removal is in the audit chain.
 */
export class Retention {
  readonly #options: RetentionOptions;

  constructor(options: RetentionOptions) {
    this.#options = options;
  }

  /** @returns How many pictures were removed. */
  async apply(rules: RetentionRules): Promise<number> {
    const { database } = this.#options;
    const kept = new Set([
      ...(await this.#learned()),
      ...(await reviewedPictures(database)),
      ...(await studiedPictures(database)),
    ]);
    let removed = 0;
    let after = 0;
    for (;;) {
      const candidates = await this.#oldest(after);
      if (candidates.length === 0) break;
      for (const candidate of candidates) {
        after = candidate.seq;
        const reason = await this.#reason(candidate, rules);
        // Younger ones would stay too.
        if (reason === undefined) return removed + (await this.#sweep());
        if (kept.has(candidate.picture)) continue;
        if (await this.#remove(candidate, reason)) removed++;
      }
    }
    return removed + (await this.#sweep());
  }

  async #oldest(after: number): Promise<Candidate[]> {
    return this.#options.database.rows
      .selectFrom('inspection')
      .select(['seq', 'picture', 'acceptedAt'])
      .where('seq', '>', after)
      .where('pictureRemoved', '=', 0)
      .where('state', '!=', 'waiting')
      .where('held', '=', 0)
      .orderBy('seq')
      .limit(BATCH)
      .execute();
  }

  async #reason(
    { seq, acceptedAt }: Candidate,
    { days, pictures, freeBytes }: RetentionRules,
  ): Promise<string | undefined> {
    const { database, files, now } = this.#options;
    if (days !== undefined && Date.parse(now()) - Date.parse(acceptedAt) > days * DAY) return 'age';
    if (pictures !== undefined) {
      const { count } = await database.rows
        .selectFrom('inspection')
        .where('seq', '>=', seq)
        .where('pictureRemoved', '=', 0)
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow();
      if (count > pictures) return 'count';
    }
    if (freeBytes !== undefined && (await files.pictures.freeBytes()) < freeBytes) return 'disk';
    return undefined;
  }

  /** Whether it was removed: another inspection of the same picture may need it. */
  async #remove({ picture, seq }: Candidate, reason: string): Promise<boolean> {
    const { database, files, locks, now } = this.#options;
    return locks.run(picture, async () => {
      const overlays = await database.change(async (change) => {
        const rows = await change
          .selectFrom('inspection')
          .select(['id', 'seq', 'state', 'held', 'overlay'])
          .where('picture', '=', picture)
          .where('pictureRemoved', '=', 0)
          .execute();
        const isNeeded = rows.some(
          (row) => row.seq > seq || row.state === 'waiting' || row.held !== 0,
        );
        if (isNeeded) return undefined;
        await change
          .updateTable('inspection')
          .set({ pictureRemoved: 1 })
          .where('picture', '=', picture)
          .execute();
        await change.deleteFrom('picture').where('sha256', '=', picture).execute();
        const deed = { at: now(), actor: 'station', action: 'picture.removed', subject: picture };
        await appendAudit(change, {
          ...deed,
          detail: { reason, inspections: rows.map(({ id }) => id) },
        });
        return rows.map(({ overlay }) => overlay);
      });
      if (overlays === undefined) return false;
      await files.thumbnails.remove(picture);
      await files.pictures.remove(picture);
      for (const overlay of overlays) {
        if (overlay !== null) await files.overlays.remove(overlay);
      }
      return true;
    });
  }

  /** Pictures that enrolments name. */
  async #learned(): Promise<Set<string>> {
    const rows = await this.#options.database.rows
      .selectFrom('enrolment')
      .select('request')
      .execute();
    return new Set(
      rows.flatMap(({ request }) =>
        requestSchema.parse(JSON.parse(request)).pictures.map(({ sha256 }) => sha256),
      ),
    );
  }

  /** Files that a process had not removed when it was ended; nothing is told of them, for their rows are gone. */
  async #sweep(): Promise<0> {
    const { database, files, locks, now } = this.#options;
    const rows = await database.rows.selectFrom('picture').select('sha256').execute();
    const known = new Set(rows.map(({ sha256 }) => sha256));
    for await (const sha256 of files.pictures.hashes()) {
      if (known.has(sha256)) continue;
      await locks.run(sha256, async () => {
        const { mtimeMs } = await stat(files.pictures.pathOf(sha256));
        const isNew = Date.parse(now()) - mtimeMs < ARRIVING;
        const row = await database.rows
          .selectFrom('picture')
          .select('sha256')
          .where('sha256', '=', sha256)
          .executeTakeFirst();
        if (row !== undefined || isNew) return;
        await files.thumbnails.remove(sha256);
        await files.pictures.remove(sha256);
      });
    }
    return 0;
  }
}
