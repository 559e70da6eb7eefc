import { readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { nodeRuntime } from 'fewgood/node';
import { z } from 'zod';
import type { Readiness, StationInfo } from './api/system.ts';
import { AuditTrail } from './audit/trail.ts';
import { AcceptanceDesk } from './evidence/acceptance-desk.ts';
import { ProductionDesk } from './evidence/production-desk.ts';
import { StudyList } from './evidence/study-list.ts';
import { StudySessions } from './evidence/study-session.ts';
import { EventHub } from './event-hub.ts';
import { Intake } from './judging/intake.ts';
import { Judge } from './judging/judge.ts';
import { Thread } from './judging/thread.ts';
import { EnrolmentList } from './learning/enrolment-list.ts';
import { LineBoard } from './links/line-board.ts';
import { LinkList } from './links/link-list.ts';
import { StationMetrics } from './metrics.ts';
import { Outbox } from './outbox/outbox.ts';
import { People } from './people/people.ts';
import { ProposalApplication } from './review/proposal-application.ts';
import { ProposalList } from './review/proposal-list.ts';
import { RegressionGate } from './review/regression-gate.ts';
import { ReplayJudge } from './review/replay-judge.ts';
import { ReviewList } from './review/review-list.ts';
import { ReviewQueue } from './review/review-queue.ts';
import { ThresholdDesk } from './review/threshold-desk.ts';
import { StationDatabase } from './store/database.ts';
import { FileStore } from './store/file-store.ts';
import { FolderLock } from './store/folder-lock.ts';
import { InspectionList } from './store/inspection-list.ts';
import { KeyedLocks } from './store/keyed-locks.ts';
import { PartList } from './store/part-list.ts';
import { PictureList } from './store/picture-list.ts';
import { ThumbnailCache } from './store/thumbnail-cache.ts';
import { VersionList } from './store/version-list.ts';
import { TriggerDesk } from './trigger/trigger-desk.ts';

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
  /** Bytes that pictures leave free on the disk. */
  readonly reserveBytes?: number;
  /** The clock. */
  readonly clock?: () => Date;
  /** Told of errors that are bugs, or of the machine. */
  readonly onBug?: (error: unknown) => void;
}

/** Pictures that wait take room on disk alone: this many is a quarter of an hour of a slow machine. */
const QUEUE_LIMIT = 1000;
const MAX_PICTURE_BYTES = 64 * 2 ** 20;
/** Room for the database, its log and a part file. */
const RESERVE_BYTES = 512 * 2 ** 20;

/** Version of this package. */
export const stationVersion: string = z
  .object({ version: z.string() })
  .parse(JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))).version;

type Limits = Required<Pick<StationOptions, 'queueLimit' | 'maxPictureBytes' | 'reserveBytes'>>;

/** Where files are kept. */
interface Files {
  readonly pictures: FileStore;
  readonly parts: FileStore;
  readonly overlays: FileStore;
  readonly thumbnails: ThumbnailCache;
}

/** All that a station is, without the network: what its routes ask. */
export class Station {
  readonly metrics: StationMetrics = new StationMetrics();
  readonly events: EventHub = new EventHub();
  /** Folder of its database and files, and of what others keep beside them. */
  readonly data: string;
  /** Who is at a picture, by its hash: one takes it, another would remove it. */
  readonly locks: KeyedLocks = new KeyedLocks();
  readonly database: StationDatabase;
  readonly files: Files;
  readonly parts: PartList;
  readonly versions: VersionList;
  readonly pictures: PictureList;
  readonly inspections: InspectionList;
  readonly enrolments: EnrolmentList;
  readonly audit: AuditTrail;
  readonly reviewQueue: ReviewQueue;
  readonly reviews: ReviewList;
  readonly desk: ThresholdDesk;
  readonly production: ProductionDesk;
  readonly acceptance: AcceptanceDesk;
  readonly studies: StudyList;
  readonly studySessions: StudySessions;
  readonly gate: RegressionGate;
  readonly proposals: ProposalList;
  readonly application: ProposalApplication;
  readonly people: People;
  /** How the other sides are of what it is connected to. */
  readonly links: LinkList;
  /** Of the fleet that it is in. */
  readonly lines: LineBoard = new LineBoard();
  readonly outbox: Outbox;
  readonly triggers: TriggerDesk;
  /** The thread that learns and reads; another one judges meanwhile. */
  readonly learning: Thread;
  readonly limits: Limits;
  /** What time it is, UTC, ISO 8601. */
  readonly now: () => string;
  readonly #judging: Thread;
  readonly #startedAt: string;
  #lock: FolderLock | undefined;
  #intake!: Intake;
  #judge!: Judge;

  private constructor(options: StationOptions, database: StationDatabase, files: Files) {
    const { queueLimit = QUEUE_LIMIT, maxPictureBytes = MAX_PICTURE_BYTES } = options;
    const { reserveBytes = RESERVE_BYTES } = options;
    const { data, clock = () => new Date(), onBug = () => undefined } = options;
    const now = (): string => clock().toISOString();
    const { events } = this;
    this.data = data;
    this.now = now;
    this.limits = { queueLimit, maxPictureBytes, reserveBytes };
    this.database = database;
    this.files = files;
    this.#startedAt = now();
    this.#judging = new Thread(data);
    this.learning = new Thread(data);
    this.parts = new PartList({ database, now });
    this.people = new People({ database, now });
    const waiting = (): number => this.#intake.waiting;
    const judge = new ReplayJudge({ thread: new Thread(data), waiting });
    const gate = new RegressionGate({ database, judge, now });
    this.gate = gate;
    this.versions = new VersionList({ database, now, events, gate });
    this.reviewQueue = new ReviewQueue(database);
    this.reviews = new ReviewList({ database, now, events });
    this.desk = new ThresholdDesk(database);
    this.production = new ProductionDesk(this);
    const shared = { database, now, events, gate };
    this.proposals = new ProposalList({ ...shared, judge, desk: this.desk, onBug });
    const { versions, proposals } = this;
    this.application = new ProposalApplication({ ...shared, versions, proposals });
    this.pictures = new PictureList({ database, now, locks: this.locks }, files);
    this.acceptance = new AcceptanceDesk(this);
    this.studies = new StudyList(this);
    this.studySessions = new StudySessions({
      database,
      now,
      judge,
      studies: this.studies,
      pictures: this.pictures,
    });
    this.inspections = new InspectionList(database);
    const { metrics } = this;
    this.links = new LinkList({ events, metrics, now });
    this.outbox = new Outbox({ database, now, metrics, links: this.links });
    this.triggers = new TriggerDesk(this, onBug);
    this.audit = new AuditTrail(database, { data, url: options.database });
    const { learning: thread } = this;
    this.enrolments = new EnrolmentList({ database, now, thread, versions, events, onBug });
  }

  /**
   * Opens what lies in the folder, or makes it, and goes on with what waits.
   *
   * @throws {@link StationDataError} if it cannot be used.
   */
  static async open(options: StationOptions): Promise<Station> {
    // Its telemetry must be off in the main thread before another thread computes.
    nodeRuntime();
    const { data, database: url } = options;
    await mkdir(data, { recursive: true });
    const lock = FolderLock.take(data);
    try {
      const [pictures, parts, overlays] = await Promise.all([
        FileStore.open(join(data, 'pictures')),
        FileStore.open(join(data, 'parts')),
        FileStore.open(join(data, 'overlays')),
      ]);
      const database = await StationDatabase.open({ data, url });
      const thumbnails = new ThumbnailCache(join(data, 'thumbnails'));
      const station = new Station(options, database, { pictures, parts, overlays, thumbnails });
      station.#lock = lock;
      await station.#start(options);
      return station;
    } catch (error) {
      lock.release();
      throw error;
    }
  }

  /** Takes pictures. */
  get intake(): Intake {
    return this.#intake;
  }

  async readiness(): Promise<Readiness> {
    const [database, disk] = await Promise.all([isDone(this.database.ping()), this.#hasRoom()]);
    const judge = !this.#judge.isClosed;
    return { ready: database && judge && disk, database, judge, disk };
  }

  async info(): Promise<StationInfo> {
    const { queueLimit, maxPictureBytes } = this.limits;
    const { waiting, refused } = this.#intake;
    return {
      version: stationVersion,
      database: this.database.kind,
      waiting,
      queueLimit,
      refused,
      maxPictureBytes,
      startedAt: this.#startedAt,
    };
  }

  /** Ends in order: takes nothing more, ends what is being judged, and gives the files back. */
  async close(): Promise<void> {
    this.#intake.close();
    await this.#judge.close();
    await this.#judging.close();
    await this.people.close();
    await this.enrolments.close();
    await this.proposals.close();
    await this.database.close();
    this.#lock?.release();
  }

  async #start({ onBug = () => undefined }: StationOptions): Promise<void> {
    const { database, metrics, events, now, limits, locks } = this;
    const { pictures } = this.files;
    const shared = { database, metrics, events, now, locks };
    const onWork = (): void => this.#judge.wake();
    this.#intake = await Intake.open({ ...shared, ...limits, pictures, onWork });
    const onDone = (id: string): void => this.#intake.done(id);
    this.#judge = new Judge({ ...shared, thread: this.#judging, onDone, onBug });
    this.#judge.start();
    await this.enrolments.start();
    await this.proposals.start();
  }

  async #hasRoom(): Promise<boolean> {
    return (await this.files.pictures.freeBytes()) > this.limits.reserveBytes;
  }
}

async function isDone(work: Promise<unknown>): Promise<boolean> {
  return work.then(
    () => true,
    () => false,
  );
}
