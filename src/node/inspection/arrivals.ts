/**
 * What looks at a folder tell: which pictures arrived and are complete, and which were replaced or went
 * before they could be judged. No file is touched here, and the time is told.
 *
 * @module
 */
import { compareNaturally } from '../files/natural-order.ts';
import { type FileLook, type FileStamp, isSameWriting } from './file-look.ts';
import { hasSameContent, isOverwritten, isPicture } from './overwriting.ts';

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

/** What a file held when it was given. */
interface JudgedContent {
  readonly sha256: string;
  readonly look: FileLook;
}

/** How it is known what a look showed. */
interface Circumstances {
  /** Whether the content is known to be another one although the stamp does not say so. */
  readonly isOther?: boolean;
  /** Whether the system told of a change at that moment, so that what was there had stood still until then. */
  readonly isHeard?: boolean;
}

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
  /** The content that was given last under this name, also while what overwrote it is not complete. */
  readonly judged?: JudgedContent | undefined;
  /** Looks in a row that did not find it. */
  readonly absent: number;
}

/** A file that has no bytes yet, no header, or not all, must stay so this many times longer: its writer may stall. */
const PATIENCE = 5;
/** Coarsest time stamp of a file system in use (FAT), milliseconds: a change within it may not show. */
const COARSEST_STAMP = 2000;
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
    return changeOf(file.look, look) === 'name' ? file.judged?.sha256 : undefined;
  }

  /** Takes what a look showed. */
  observe(
    name: string,
    look: FileLook,
    now: number,
    { isOther = false, isHeard = false }: Circumstances = {},
  ): void {
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
      const { replaces, judged } = last;
      this.#files.set(name, { ...newcomer(look, now), replaces, judged });
    } else {
      this.#replace(name, last, newcomer(look, now), isHeard);
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
   * @param sha256 - Of what it holds.
   * @returns What it is then: `new` under its name, in the `place` of another that was given, or the `same`
   *   that was given, touched or written again, which is not to be judged again.
   */
  give(name: string, sha256?: string): 'new' | 'place' | 'same' {
    const file = this.#files.get(name);
    if (file === undefined) return 'new';
    const { look, judged, replaces } = file;
    if (look.wholeness === 'zeros') this.#zerosAreUsual = true;
    const next = sha256 === undefined ? undefined : { sha256, look };
    this.#files.set(name, { ...file, isGiven: true, isJudged: true, judged: next });
    if (sha256 !== undefined && judged?.sha256 === sha256) return 'same';
    return replaces ? 'place' : 'new';
  }

  #replace(name: string, last: Watched, next: Watched, isHeard: boolean): void {
    if (isLoss(last, next, isHeard)) this.lost.push({ name, fate: 'replaced' });
    // One that went meanwhile, and came, is a new one, whatever it holds.
    const [replaces, judged] =
      last.absent > 0 ? [false, undefined] : [last.isJudged || last.replaces, last.judged];
    this.#files.set(name, { ...next, replaces, judged });
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

/** Whether a picture goes unjudged as another content takes its place. */
function isLoss(last: Watched, next: Watched, isHeard: boolean): boolean {
  const { look, since, looks, isGiven, absent, judged } = last;
  if (isGiven || absent > 0 || !isPicture(look)) return false;
  // Of what was touched or written again, the picture was judged.
  if (judged !== undefined && hasSameContent(judged.look, look)) return false;
  // Without word from the system, a second look tells that it stood still, and for how long.
  const stood = isHeard || looks > 1 ? next.since - since : 0;
  return isOverwritten(look, next.look, { stood, isHeard });
}

/** A file as it is seen first. */
function newcomer(look: FileLook, since: number): Watched {
  const state = { isGiven: false, isJudged: false, replaces: false };
  return { look, since, looks: 1, absent: 0, ...state };
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
