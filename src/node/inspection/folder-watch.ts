import { stat } from 'node:fs/promises';
import { basename, join, relative, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ImageError } from '../../errors.ts';
import { printable } from '../../printable.ts';
import { systemFault } from '../files/files.ts';
import { ignoreRules } from '../files/ignore-rules.ts';
import type { PassedOver } from '../image/walk-pictures.ts';
import { Arrivals } from './arrivals.ts';
import { isSameStamp, lookAtFile, sampleOf, stampOf } from './file-look.ts';
import { FolderEvents } from './folder-events.ts';
import {
  type FolderListing,
  isWatchedName,
  type ListingRules,
  listFolder,
} from './folder-listing.ts';
import { type PictureContent, readPictureContent } from './picture-content.ts';
import type { ArrivedPicture } from './picture-files.ts';
import type { WatchEvent, WatchOptions } from './watch-options.ts';

/** Looks in a row that fail before the folder counts as away: a share may not answer for a moment. */
const FAILURES_BORNE = 3;
const EMPTY_FOLDER = 'it is another folder now, and empty, as where a share is not mounted';

/** Looks at a folder until it is told to end, whoever asks for its pictures. */
export class FolderWatch {
  readonly #folder: string;
  /** Absolute: a folder that is removed and made again is not found from within the old one. */
  readonly #root: string;
  readonly #options: WatchOptions;
  readonly #arrivals: Arrivals;
  readonly #rules: ListingRules;
  readonly #events = new FolderEvents((folder, name) => this.#onName(folder, name));
  readonly #end = new AbortController();
  #places: ReadonlyMap<string, string | Buffer> = new Map();
  /** Device and number of the folder, by which another in its place is known. */
  #identity = '';
  #failures = 0;
  #isAway = false;
  readonly #told = new Set<string>();
  /** Looks count up, so that one that took long does not undo what a later one saw. */
  #look = 0;
  readonly #seen = new Map<string, number>();
  /** Files that the system tells of and that are looked at, with whether it told of them again. */
  readonly #heard = new Map<string, boolean>();
  #isFirst = true;
  #looking: Promise<void> = Promise.resolve();
  /** What ended the looks, if a bug did. */
  readonly #faults: unknown[] = [];
  #wake = (): void => undefined;
  #woken: Promise<void> = Promise.resolve();

  constructor(folder: string, options: WatchOptions) {
    this.#folder = folder;
    this.#root = resolve(folder);
    this.#options = options;
    const { settleMilliseconds = 1000, includeExisting = true, isJudged } = options;
    const { recursive = false, ignore = [] } = options;
    const isIgnored = ignoreRules(ignore);
    this.#rules = { recursive, isIgnored: (name) => isIgnored(join(folder, name), folder) };
    this.#arrivals = new Arrivals({
      settle: settleMilliseconds,
      isKnown: (name, stamp) =>
        this.#isFirst && (!includeExisting || isJudged?.(join(folder, name), stamp) === true),
    });
  }

  /** Looks for the first time, and again at intervals from then on. */
  async begin(): Promise<void> {
    this.#sleepUntilLook();
    const listing = await listFolder(this.#root, this.#rules);
    this.#identity = await this.#identify();
    await this.#take(listing);
    this.#isFirst = false;
    this.#looking = this.#lookOn()
      .catch((error: unknown) => void this.#faults.push(error))
      .finally(() => this.#wake());
  }

  /** Names of files to give now. */
  complete(): string[] {
    return this.#arrivals.complete(performance.now());
  }

  /** Reads a file, if it is complete still; undefined if it is not, has gone, or holds what was given. */
  async take(name: string): Promise<Omit<ArrivedPicture, 'path'> | undefined> {
    const path = this.#places.get(name);
    if (path === undefined) return undefined;
    await this.#lookAt(name, path);
    const look = this.#arrivals.known(name);
    if (look === undefined || !this.#arrivals.isComplete(name, performance.now())) return undefined;
    let content: PictureContent;
    try {
      content = await readPictureContent(path, join(this.#folder, name), this.#options);
    } catch (error) {
      // While the folder is away, and where the file has gone, there is nothing to tell of the picture.
      if (!(error instanceof ImageError) || (await lookAtFile(path)) === undefined)
        return undefined;
      return { error, replaced: this.#arrivals.give(name) === 'place' };
    }
    const stamps = [this.#arrivals.known(name)?.stamp, ...content.stats.map(stampOf)];
    const isStill = stamps.every((stamp) => stamp && isSameStamp(stamp, look.stamp));
    // Whoever judges may have taken long over the file before this one.
    if (isStill && sampleOf(content.bytes) === look.sample) {
      const place = this.#arrivals.give(name, content.file.sha256);
      if (place !== 'same') return { content, replaced: place === 'place' };
      this.#options.onEvent?.({ kind: 'unchanged', path: this.#shown(name) });
      return undefined;
    }
    await this.#lookAt(name, path);
    return undefined;
  }

  /** Waits until something may be complete, or the watch ends; passes on what ended the looks. */
  async nextLook(): Promise<void> {
    await this.#woken;
    if (this.#faults.length > 0) throw this.#faults[0];
  }

  /** Looks no more. */
  async end(): Promise<void> {
    this.#end.abort();
    this.#events.close();
    await this.#looking;
  }

  async #lookOn(): Promise<void> {
    const { settleMilliseconds = 1000, signal } = this.#options;
    const { pollMilliseconds = Math.min(500, Math.max(50, settleMilliseconds / 2)) } =
      this.#options;
    const ends = [this.#end.signal, ...(signal === undefined ? [] : [signal])];
    const end = AbortSignal.any(ends);
    while (!end.aborted) {
      await sleep(pollMilliseconds, undefined, { signal: end }).catch(() => undefined);
      if (!end.aborted) await this.#lookAround();
      this.#wake();
      this.#sleepUntilLook();
    }
  }

  #sleepUntilLook(): void {
    this.#woken = new Promise((wake) => (this.#wake = wake));
  }

  /** Looks at the whole folder; while it cannot be read, what is known of its files is kept. */
  async #lookAround(): Promise<void> {
    let listing: FolderListing;
    try {
      listing = await listFolder(this.#root, this.#rules);
      const identity = await this.#identify();
      if (identity !== this.#identity && listing.isEmpty) return this.#isGone(EMPTY_FOLDER);
      this.#identity = identity;
    } catch (error) {
      return this.#isGone(systemFault(error).fault);
    }
    if (this.#isAway) this.#options.onEvent?.({ kind: 'back' });
    this.#isAway = false;
    this.#failures = 0;
    await this.#take(listing);
  }

  #isGone(fault: string): void {
    this.#events.close();
    if (++this.#failures < FAILURES_BORNE || this.#isAway) return;
    this.#isAway = true;
    this.#options.onEvent?.({ kind: 'away', fault });
  }

  async #identify(): Promise<string> {
    const { dev, ino } = await stat(this.#root, { bigint: true });
    return `${dev} ${ino}`;
  }

  async #take(listing: FolderListing): Promise<void> {
    this.#events.listen(listing.folders.filter((folder) => typeof folder === 'string'));
    this.#places = listing.places;
    await Promise.all([...listing.places].map(([name, path]) => this.#lookAt(name, path)));
    // Of what a folder held that cannot be read just now, nothing is known.
    if (listing.unreadable.size === 0) {
      this.#arrivals.observeAll(new Set(listing.places.keys()));
      for (const name of this.#seen.keys()) {
        if (!listing.places.has(name)) this.#seen.delete(name);
      }
    }
    this.#tellLosses();
    for (const [name, fault] of listing.unreadable) {
      this.#tellOnce(`unreadable ${name}`, { kind: 'unreadable', path: this.#shown(name), fault });
    }
    for (const passed of listing.passed) this.#passOver(passed);
    for (const [name, kind] of this.#arrivals.takeOthers(performance.now())) {
      const reason = kind === 'other' ? 'no-picture' : kind;
      this.#options.onPassOver?.({ path: join(this.#folder, name), reason });
    }
    const names = listing.subfolders.map((name) => this.#shown(name));
    if (names.length > 0) this.#tellOnce('subfolders', { kind: 'subfolders', names });
  }

  /** Looks at one file, and takes what that shows unless a later look was quicker. */
  async #lookAt(name: string, path: string | Buffer, isHeard = false): Promise<void> {
    const look = ++this.#look;
    const isFresh = this.#arrivals.isFresh(name, performance.now());
    const known = isFresh ? undefined : this.#arrivals.known(name);
    const now = await lookAtFile(path, known).catch(() => known);
    if (now === undefined) return;
    const sha256 = this.#arrivals.suspect(name, now);
    const hash = sha256 === undefined ? undefined : await hashOf(path);
    // Gone meanwhile: the next look tells.
    if (sha256 !== undefined && hash === undefined) return;
    if ((this.#seen.get(name) ?? 0) > look) return;
    this.#seen.set(name, look);
    this.#arrivals.observe(name, now, performance.now(), { isOther: hash !== sha256, isHeard });
  }

  /** The system tells that something happened to a name in one of the folders. */
  #onName(folder: string, name: string): void {
    const path = join(folder, name);
    const isLookedAt =
      isWatchedName(basename(name)) && !this.#rules.isIgnored(relative(this.#root, path));
    if (!isLookedAt || this.#heard.get(path)) return;
    // A writer at work is heard of more often than it needs looking at.
    const isBusy = this.#heard.has(path);
    this.#heard.set(path, isBusy);
    if (isBusy) return;
    void this.#lookNow(folder, name);
  }

  async #lookNow(folder: string, name: string): Promise<void> {
    const path = join(folder, name);
    await this.#lookAt(relative(this.#root, path), path, true);
    const isAgain = this.#heard.get(path);
    this.#heard.delete(path);
    this.#tellLosses();
    if (isAgain) this.#onName(folder, name);
  }

  #tellLosses(): void {
    for (const { name, fate } of this.#arrivals.lost.splice(0)) {
      this.#options.onEvent?.({ kind: 'lost', path: this.#shown(name), fate });
    }
  }

  #passOver({ path, reason }: PassedOver): void {
    const { onPassOver } = this.#options;
    if (onPassOver === undefined || this.#told.has(`passed ${path}`)) return;
    this.#told.add(`passed ${path}`);
    onPassOver({ path: join(this.#folder, path), reason });
  }

  #tellOnce(key: string, event: WatchEvent): void {
    if (this.#told.has(key)) return;
    this.#told.add(key);
    this.#options.onEvent?.(event);
  }

  #shown(name: string): string {
    return printable(join(this.#folder, name));
  }
}

/** Of the whole content; undefined where it cannot be read. */
async function hashOf(path: string | Buffer): Promise<string | undefined> {
  return readPictureContent(path, '').then(
    ({ file }) => file.sha256,
    () => undefined,
  );
}
