import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Readiness, StationInfo } from './api/system.ts';
import { StationMetrics } from './metrics.ts';
import { StationDatabase } from './store/database.ts';
import { PartList } from './store/part-list.ts';

/** How a station is started. */
export interface StationOptions {
  /** Folder of its database and files; it is made. */
  readonly data: string;
  /** URL of a PostgreSQL database; SQLite in the folder by default. */
  readonly database?: string | undefined;
  /** Pictures that may wait to be judged; more are turned away, and told so. */
  readonly queueLimit?: number;
  /** Bytes of the largest picture that is taken. */
  readonly maxPictureBytes?: number;
  /** The clock. */
  readonly clock?: () => Date;
}

/** Pictures that wait take room on disk alone: this many is a quarter of an hour of a slow machine. */
const QUEUE_LIMIT = 1000;
const MAX_PICTURE_BYTES = 64 * 2 ** 20;

/** Version of this package. */
export const stationVersion: string = z
  .object({ version: z.string() })
  .parse(JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))).version;

/** All that a station is, without the network: what its routes ask. */
export class Station {
  readonly parts: PartList;
  readonly metrics: StationMetrics = new StationMetrics();
  readonly #database: StationDatabase;
  readonly #options: Required<Pick<StationOptions, 'queueLimit' | 'maxPictureBytes'>>;
  readonly #startedAt: string;
  #refused = 0;

  private constructor(options: StationOptions, database: StationDatabase) {
    const { queueLimit = QUEUE_LIMIT, maxPictureBytes = MAX_PICTURE_BYTES } = options;
    const { clock = () => new Date() } = options;
    const now = (): string => clock().toISOString();
    this.#options = { queueLimit, maxPictureBytes };
    this.#database = database;
    this.#startedAt = now();
    this.parts = new PartList({ database, now });
  }

  /**
   * Opens what lies in the folder, or makes it.
   *
   * @throws {@link StationDataError} if it cannot be used.
   */
  static async open(options: StationOptions): Promise<Station> {
    return new Station(options, await StationDatabase.open({ ...options, url: options.database }));
  }

  async readiness(): Promise<Readiness> {
    const database = await this.#database.ping().then(
      () => true,
      () => false,
    );
    return { ready: database, database, judge: true, disk: true };
  }

  async info(): Promise<StationInfo> {
    const { waiting } = await this.#database.rows
      .selectFrom('inspection')
      .where('state', '=', 'waiting')
      .select(({ fn }) => fn.countAll<number>().as('waiting'))
      .executeTakeFirstOrThrow();
    return {
      version: stationVersion,
      database: this.#database.kind,
      waiting,
      refused: this.#refused,
      startedAt: this.#startedAt,
      ...this.#options,
    };
  }

  async close(): Promise<void> {
    await this.#database.close();
  }
}
