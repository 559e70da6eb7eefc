/**
 * What looks at a folder tell: which pictures arrived and are complete, and which were replaced or went
 * before they could be judged. No file is touched here, and the time is told.
 *
 * @module
 */
import { compareNaturally } from '../files/natural-order.ts';
import { type FileLook, type FileStamp, isSameWriting } from './file-look.ts';

/** How arrivals are told from files in the making. */
export interface ArrivalOptions {
  /** Milliseconds for which a file must stay unchanged. */
  readonly settle: number;
  /** Whether a file that is there at the first look was judged before. */
  readonly isKnown?: (name: string, stamp: FileStamp) => boolean;
}

/** A picture that nobody will judge: another took its place, or it went, before its turn. */
export interface LostPicture {
  readonly name: string;
  readonly fate: 'replaced' | 'deleted';
}

/** How the content of a file compares with what was there at the last look. */
type Change = 'none' | 'name' | 'content';

interface Watched {
  readonly look: FileLook;
  /** When this content was seen first, and whether it was at rest since. */
  readonly since: number;
  readonly looks: number;
  readonly isGiven: boolean;
  /** Whether it was given by this watch. */
  readonly isJudged: boolean;
  /** Whether another picture of this name was given, which this one overwrote. */
  readonly replaces: boolean;
  /** Hash of the content that was given. */
  readonly sha256?: string | undefined;
  /** Looks in a row that did not find it. */
  readonly absent: number;
}

/** A file that has no bytes yet, no header, or not all, must stay so this many times longer: its writer may stall. */
const PATIENCE = 5;
/** Coarsest time stamp of a file system in use (FAT), milliseconds: a change within it may not show. */
const COARSEST_STAMP = 2000;
/** A picture that stood still for so long was written whole: what overwrites it then is another one. */
const AT_REST = 100;
/** Looks that must miss a file before it counts as deleted, not as renamed or overlooked by a share. */
const LOOKS_MISSED = 2;
/** Looks after which a file is forgotten that was judged and went. */
const LOOKS_REMEMBERED = 20;

/** The files of a watched folder. */
export class Arrivals {
  readonly #options: ArrivalOptions;
  readonly #files = new Map<string, Watched>();
  readonly lost: LostPicture[] = [];
  /** Whether a picture that ends in zeros was complete: then others that do need no patience. */
  #zerosAreUsual = false;

  constructor(options: ArrivalOptions) {
    this.#options = options;
  }

  /** What the last look at a file showed. */
  known(name: string): FileLook | undefined {
    return this.#files.get(name)?.look;
  }

  /** Whether a change of a file may not show in its stamp, so that its content must be looked at. */
  isFresh(name: string, now: number): boolean {
    const file = this.#files.get(name);
    return file === undefined || now - file.since < COARSEST_STAMP + this.#options.settle;
  }

  /** Hash of the content that was given, of a file whose stamp changed in name alone; else undefined. */
  suspect(name: string, look: FileLook): string | undefined {
    const file = this.#files.get(name);
    if (file === undefined || !file.isGiven || file.look === look) return undefined;
    return changeOf(file.look, look) === 'name' ? file.sha256 : undefined;
  }

  /**
   * Takes what a look showed.
   *
   * @param isOther - Whether its content is known to be another one although its stamp does not say so.
   */
  observe(name: string, look: FileLook, now: number, isOther = false): void {
    const last = this.#files.get(name);
    if (last === undefined) {
      const isGiven = this.#options.isKnown?.(name, look.stamp) ?? false;
      this.#files.set(name, { ...newcomer(look, now), isGiven });
      return;
    }
    const change = isOther ? 'content' : changeOf(last.look, look);
    if (change === 'none' || (change === 'name' && last.isGiven)) {
      this.#files.set(name, { ...last, look, looks: last.looks + 1, absent: 0 });
    } else if (change === 'name') {
      this.#files.set(name, { ...newcomer(look, now), replaces: last.replaces });
    } else {
      this.#replace(name, last, newcomer(look, now));
    }
  }

  /** Takes which files a look at the whole folder showed. */
  observeAll(names: ReadonlySet<string>): void {
    for (const [name, file] of this.#files) {
      if (names.has(name)) continue;
      const absent = file.absent + 1;
      if (!file.isGiven && absent >= LOOKS_MISSED) {
        if (isPicture(file.look) && !this.#isElsewhere(name, file.look.stamp)) {
          this.lost.push({ name, fate: 'deleted' });
        }
        this.#files.delete(name);
      } else if (absent > LOOKS_REMEMBERED) {
        this.#files.delete(name);
      } else {
        this.#files.set(name, { ...file, absent });
      }
    }
  }

  /** Files that are complete, in the order in which they were written. */
  complete(now: number): string[] {
    return [...this.#files]
      .filter(([, file]) => this.#isComplete(file, now))
      .toSorted(
        ([a, x], [b, y]) =>
          Number(x.look.stamp.modified - y.look.stamp.modified) || compareNaturally(a, b),
      )
      .map(([name]) => name);
  }

  /** Files that turned out to be no pictures since the last time. */
  takeOthers(now: number): [name: string, kind: 'other' | 'own-output'][] {
    return [...this.#files].flatMap(([name, file]): [string, 'other' | 'own-output'][] => {
      const { kind } = file.look;
      if (file.isGiven || file.absent > 0 || now - file.since < this.#settleOf(file.look))
        return [];
      if (kind !== 'other' && kind !== 'own-output') return [];
      this.#files.set(name, { ...file, isGiven: true });
      return [[name, kind]];
    });
  }

  /** Whether a file is complete now. */
  isComplete(name: string, now: number): boolean {
    const file = this.#files.get(name);
    return file !== undefined && this.#isComplete(file, now);
  }

  /**
   * Marks a file as given.
   *
   * @param sha256 - Of what it held.
   * @returns Whether it overwrote one that was given.
   */
  give(name: string, sha256?: string): boolean {
    const file = this.#files.get(name);
    if (file === undefined) return false;
    if (file.look.wholeness === 'zeros') this.#zerosAreUsual = true;
    this.#files.set(name, { ...file, isGiven: true, isJudged: true, sha256 });
    return file.replaces;
  }

  #replace(name: string, last: Watched, next: Watched): void {
    if (this.#isLoss(last, next.look, next.since)) this.lost.push({ name, fate: 'replaced' });
    const replaces = last.absent === 0 && (last.isJudged || last.replaces);
    this.#files.set(name, { ...next, replaces });
  }

  #isComplete({ look, since, looks, isGiven, absent }: Watched, now: number): boolean {
    if (isGiven || absent > 0 || (look.kind !== 'picture' && look.kind !== 'none')) return false;
    return now - since >= this.#settleOf(look) && (looks > 1 || this.#options.settle === 0);
  }

  /** Milliseconds for which a file must stay as it is. */
  #settleOf({ wholeness }: FileLook): number {
    const isDoubtful = wholeness === 'part' || (wholeness === 'zeros' && !this.#zerosAreUsual);
    return this.#options.settle * (isDoubtful ? PATIENCE : 1);
  }

  /** Whether a picture goes unjudged as another content takes its place. */
  #isLoss({ look, since, looks, isGiven, absent }: Watched, next: FileLook, now: number): boolean {
    if (isGiven || absent > 0 || !isPicture(look)) return false;
    const [{ stamp: before }, { stamp: after }] = [look, next];
    if (before.inode !== after.inode || after.bytes < before.bytes) return true;
    // A writer that overwrites in place, or goes on, is seen at work more than once.
    const isAtRest = looks > 1 && now - since >= AT_REST;
    return isAtRest && (look.wholeness === 'whole' || after.bytes === before.bytes);
  }

  /** Whether the file that had a name goes by another now. */
  #isElsewhere(name: string, { inode, bytes, modified }: FileStamp): boolean {
    return [...this.#files].some(
      ([
        other,
        {
          look: { stamp },
          absent,
        },
      ]) => {
        const isSame =
          stamp.inode === inode && stamp.bytes === bytes && stamp.modified === modified;
        return isSame && absent === 0 && other !== name;
      },
    );
  }
}

/** A file as it is seen first. */
function newcomer(look: FileLook, since: number): Watched {
  const state = { isGiven: false, isJudged: false, replaces: false };
  return { look, since, looks: 1, absent: 0, ...state };
}

/** Whether a file is a picture as far as can be told. */
function isPicture({ wholeness, kind, stamp }: FileLook): boolean {
  return (
    kind === 'picture' && stamp.bytes > 0 && (wholeness === 'whole' || wholeness === 'unknown')
  );
}

/**
 * Where size, time of writing and content are the same, what changed is the name, the owner, or the share
 * that was away; another picture has at least another content.
 */
function changeOf(before: FileLook, after: FileLook): Change {
  if (before === after) return 'none';
  const isSame =
    isSameWriting(before.stamp, after.stamp) &&
    before.sample === after.sample &&
    before.kind === after.kind;
  if (!isSame) return 'content';
  const { inode, changed } = before.stamp;
  return inode === after.stamp.inode && changed === after.stamp.changed ? 'none' : 'name';
}
