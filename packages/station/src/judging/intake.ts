import { createHash, randomUUID } from 'node:crypto';
import { countPictures } from 'fewgood/node';
import type { StationInspection } from '../api/inspection.ts';
import type { Actor } from '../api/role.ts';
import { appendAudit } from '../audit/chain.ts';
import { acceptedSeal } from '../audit/seal.ts';
import {
  ConflictError,
  NotFoundError,
  QueueFullError,
  StationError,
  UnavailableError,
} from '../errors.ts';
import type { EventHub } from '../event-hub.ts';
import type { StationMetrics } from '../metrics.ts';
import { isDatabaseAway } from '../store/database-away.ts';
import type { StationDatabase } from '../store/database.ts';
import type { FileStore } from '../store/file-store.ts';
import { inspectionOf } from '../store/inspection-list.ts';
import type { KeyedLocks } from '../store/keyed-locks.ts';
import { pictureType } from '../store/picture-type.ts';
import type { InspectionRow } from '../store/tables.ts';

/** A picture that somebody sends to be judged. */
export interface SentPicture {
  readonly part: string;
  /** The sender's key: the same one for the same part is the same picture. */
  readonly key: string;
  readonly name: string;
  readonly source: string;
  readonly bytes: Uint8Array;
}

/** What became of a picture that was sent. */
export interface Taken {
  readonly inspection: StationInspection;
  /** Whether its key had been taken before. */
  readonly isRepeated: boolean;
}

export interface IntakeOptions {
  readonly database: StationDatabase;
  readonly pictures: FileStore;
  /** Who is at a picture, by its hash. */
  readonly locks: KeyedLocks;
  readonly metrics: StationMetrics;
  readonly events: EventHub;
  readonly now: () => string;
  readonly queueLimit: number;
  /** Bytes that stay free on disk. */
  readonly reserveBytes: number;
  /** Told when there is work. */
  readonly onWork: () => void;
}

/** Seconds after which a full queue may have room, if nobody knows how long a picture takes. */
const RETRY_SECONDS = 2;
/** Seconds after which somebody may have made room on the disk. */
const DISK_RETRY_SECONDS = 60;

/** Takes pictures: each that is taken is on disk and in the database before its sender is told. */
export class Intake {
  readonly #options: IntakeOptions;
  readonly #locks: KeyedLocks;
  /** Ids of the pictures that wait: of one it is told twice, or never, where the database went away meanwhile. */
  readonly #waiting = new Set<string>();
  #refused = 0;
  /** Pictures that are being written; they are to have room in the queue. */
  #arriving = 0;
  #isClosed = false;

  private constructor(options: IntakeOptions) {
    this.#options = options;
    this.#locks = options.locks;
  }

  /** Counts what waits since before. */
  static async open(options: IntakeOptions): Promise<Intake> {
    const intake = new Intake(options);
    const rows = await options.database.rows
      .selectFrom('inspection')
      .where('state', '=', 'waiting')
      .select('id')
      .execute();
    for (const { id } of rows) intake.#waiting.add(id);
    options.metrics.waiting.set(intake.waiting);
    return intake;
  }

  /** Pictures that wait to be judged. */
  get waiting(): number {
    return this.#waiting.size;
  }

  /** Pictures that were turned away since the start. */
  get refused(): number {
    return this.#refused;
  }

  /** One that waited has its verdict. */
  done(id: string): void {
    this.#waiting.delete(id);
    this.#options.metrics.waiting.set(this.waiting);
  }

  /** Takes nothing more. */
  close(): void {
    this.#isClosed = true;
  }

  /**
   * Takes a picture, or gives the inspection that its key has already.
   *
   * @throws {@link NotFoundError} if there is no such part.
   * @throws {@link ConflictError} if the key has another picture, or the part judges nothing.
   * @throws {@link ImageError} if it is no picture.
   * @throws {@link QueueFullError} if too many wait.
   * @throws {@link UnavailableError} if the disk is full, the database away, or the station ends.
   */
  async take(sent: SentPicture, actor: Actor): Promise<Taken> {
    try {
      const before = await this.#withKey(sent);
      if (before !== undefined) return await this.#repeated(before, sent);
      this.#assertRoom();
      this.#arriving++;
      try {
        await this.#assertTakes(sent);
        return await this.#locks.run(hashOf(sent.bytes), () => this.#store(sent, actor));
      } finally {
        this.#arriving--;
      }
    } catch (thrown) {
      const error = isDatabaseAway(thrown) ? this.#unanswered() : thrown;
      if (error instanceof StationError) this.#count(error);
      throw error;
    }
  }

  /** The database did not answer: it may have kept the picture all the same, so that there may be work. */
  #unanswered(): UnavailableError {
    this.#options.onWork();
    return new UnavailableError(
      'take a picture',
      'the database does not answer',
      'Send it again with the same key: it is judged once, whether it was kept or not.',
      RETRY_SECONDS,
    );
  }

  /** Says at once whether there is room, so that of many at once no more are taken than there is room for. */
  #assertRoom(): void {
    const { queueLimit } = this.#options;
    if (this.#isClosed) {
      throw new UnavailableError(
        'take a picture',
        'the station ends',
        'Send it again.',
        RETRY_SECONDS,
      );
    }
    const waiting = this.waiting + this.#arriving;
    if (waiting >= queueLimit) throw new QueueFullError(waiting, queueLimit, RETRY_SECONDS);
  }

  async #assertTakes({ part, name, bytes }: SentPicture): Promise<void> {
    const { database, pictures, reserveBytes } = this.#options;
    if ((await pictures.freeBytes()) < reserveBytes + bytes.length) {
      throw new UnavailableError(
        'take a picture',
        'the disk is full',
        'Make room on it, or let retention keep less.',
        DISK_RETRY_SECONDS,
      );
    }
    const row = await database.rows
      .selectFrom('part')
      .select(['activeVersion', 'archivedAt'])
      .where('id', '=', part)
      .executeTakeFirst();
    if (row === undefined) throw new NotFoundError('the part', part);
    if (row.activeVersion === null || row.archivedAt !== null) {
      throw new ConflictError(
        'judge pictures of the part',
        row.archivedAt === null ? 'none of its versions is active' : 'it is put away',
        'Activate a version of it.',
        { part },
      );
    }
    await countPictures(bytes, name);
  }

  async #store(sent: SentPicture, actor: Actor): Promise<Taken> {
    const { database, pictures, metrics, events, now, onWork } = this.#options;
    const { bytes, ...said } = sent;
    const [picture, type] = [await pictures.put(bytes), pictureType(bytes)];
    const acceptedAt = now();
    const added = await database.change(async (change) => {
      const row = await change
        .insertInto('inspection')
        .values({
          id: randomUUID(),
          ...said,
          picture,
          type,
          pictureRemoved: 0,
          acceptedAt,
          acceptedBy: actor.id,
          state: 'waiting',
          held: 0,
        })
        .onConflict((conflict) => conflict.columns(['part', 'key']).doNothing())
        .returningAll()
        .executeTakeFirst();
      if (row === undefined) return undefined;
      await change
        .insertInto('picture')
        .values({ sha256: picture, type, bytes: bytes.length, storedAt: acceptedAt })
        .onConflict((conflict) => conflict.column('sha256').doNothing())
        .execute();
      const deed = {
        at: acceptedAt,
        actor: actor.id,
        action: 'inspection.accepted',
        subject: row.id,
      };
      await appendAudit(change, { ...deed, detail: { seal: acceptedSeal(row) } });
      return row;
    });
    if (added === undefined) {
      // Somebody sent the same key at the same time.
      const other = await this.#withKey(sent);
      if (other === undefined) throw new NotFoundError('the inspection of key', sent.key);
      return this.#repeated(other, sent);
    }
    this.#waiting.add(added.id);
    metrics.waiting.set(this.waiting);
    metrics.accepted.inc();
    const inspection = inspectionOf(added);
    events.emit({ type: 'inspection', inspection });
    onWork();
    return { inspection, isRepeated: false };
  }

  async #withKey({ part, key }: SentPicture): Promise<InspectionRow | undefined> {
    return this.#options.database.rows
      .selectFrom('inspection')
      .selectAll()
      .where('part', '=', part)
      .where('key', '=', key)
      .executeTakeFirst();
  }

  async #repeated(row: InspectionRow, { bytes, key }: SentPicture): Promise<Taken> {
    if (hashOf(bytes) === row.picture) return { inspection: inspectionOf(row), isRepeated: true };
    throw new ConflictError(
      `take another picture of key ${key}`,
      'the key belongs to a picture that was taken before',
      'Give each picture a key of its own, and send that again with the same picture alone.',
      { inspection: row.id },
    );
  }

  #count({ code }: StationError): void {
    if (code !== 'QUEUE_FULL' && code !== 'UNAVAILABLE') return;
    this.#refused++;
    this.#options.metrics.refused.inc({ reason: code === 'QUEUE_FULL' ? 'queue' : 'unavailable' });
    this.#options.events.emit({ type: 'queue', waiting: this.waiting, refused: this.#refused });
  }
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
