import { mkdir, mkdtemp, open, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { encodeGreyPng } from '../../../test/helpers/grey-png.ts';
import { FileError } from '../../errors.ts';
import { watchFolder } from './watch.ts';
import type { WatchEvent, WatchOptions } from './watch-options.ts';

const POLL = 20;
const SETTLE = POLL * 2;
/** Long enough for a quiet file to be given, on a busy machine too. */
const SETTLED = POLL * 20;

let folder: string;
let end: AbortController;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fewgood-watch-'));
  end = new AbortController();
});
afterEach(async () => {
  end.abort();
  await rm(folder, { recursive: true, force: true });
});

const at = (name: string): string => join(folder, name);

interface Watch {
  /** Names as they are given, with `again` behind one that overwrote another. */
  readonly paths: string[];
  readonly events: WatchEvent[];
  readonly done: Promise<unknown>;
}

/** Starts a watch. */
function watch(options?: WatchOptions): Watch {
  const [paths, events]: [string[], WatchEvent[]] = [[], []];
  const run = async (): Promise<void> => {
    const settings = {
      signal: end.signal,
      pollMilliseconds: POLL,
      settleMilliseconds: SETTLE,
      onEvent: (event: WatchEvent) => void events.push(event),
      ...options,
    };
    for await (const { path, replaced } of watchFolder(folder, settings)) {
      paths.push(relative(folder, path) + (replaced ? ' again' : ''));
    }
  };
  return { paths, events, done: run().catch((error: unknown) => error) };
}

/** Waits until `count` names were given, or the test's time is over. */
async function until(paths: readonly unknown[], count: number): Promise<void> {
  while (paths.length < count) await sleep(POLL / 2);
}

const picture = (level: number): Promise<Uint8Array> =>
  encodeGreyPng(new Uint8Array(64).fill(level), 8, 8);

describe('watchFolder() gives complete pictures', () => {
  it('gives what is there and what comes, once each, and nothing but pictures', async () => {
    for (const name of ['old.png', '.hidden.png', 'note.txt']) await writeFile(at(name), 'x');
    const { paths } = watch();
    await until(paths, 1);
    await writeFile(at('new.JPG'), 'x');
    await until(paths, 2);
    await sleep(SETTLED);
    expect(paths).toEqual(['old.png', 'new.JPG']);
  });

  it('can leave out what was there, until it changes', async () => {
    await writeFile(at('old.png'), 'x');
    const { paths } = watch({ includeExisting: false });
    await sleep(SETTLED);
    expect(paths).toEqual([]);
    await writeFile(at('old.png'), 'longer');
    await until(paths, 1);
    expect(paths).toEqual(['old.png']);
  });

  it('waits while a file grows', async () => {
    const { paths } = watch({ settleMilliseconds: POLL * 10 });
    const file = await open(at('slow.png'), 'w');
    for (let i = 0; i < 20; i++) {
      await file.write('more');
      await sleep(POLL * 2);
    }
    expect(paths).toEqual([]);
    await file.close();
    await until(paths, 1);
    expect(paths).toEqual(['slow.png']);
  });

  it('waits longer for a file that is empty', async () => {
    await writeFile(at('a.png'), '');
    const { paths } = watch();
    await writeFile(at('b.png'), 'x');
    await until(paths, 2);
    expect(paths).toEqual(['b.png', 'a.png']);
  });

  it('gives a file under the name it is renamed to', async () => {
    const { paths } = watch();
    await writeFile(at('part.png.tmp'), 'x');
    await writeFile(at('.part.png'), 'x');
    await sleep(SETTLED);
    expect(paths).toEqual([]);
    await rename(at('.part.png'), at('part.png'));
    await until(paths, 1);
    expect(paths).toEqual(['part.png']);
  });
});

describe('watchFolder() follows changes', () => {
  it('gives a file again when it is written again, replaced or deleted in between', async () => {
    const { paths } = watch();
    await writeFile(at('a.png'), 'x');
    await until(paths, 1);
    await writeFile(at('a.png'), 'w');
    await until(paths, 2);
    await writeFile(at('.b.png'), 'y');
    await utimes(at('.b.png'), 1e9, 1e9);
    await rename(at('.b.png'), at('a.png'));
    await until(paths, 3);
    await rm(at('a.png'));
    await sleep(SETTLED);
    await writeFile(at('a.png'), 'x');
    await until(paths, 4);
    expect(paths).toEqual(['a.png', 'a.png again', 'a.png again', 'a.png']);
  });

  it('gives files in the order in which they were written', async () => {
    const names = ['c.png', 'a.png', 'b10.png', 'b9.png'];
    for (const name of names) await writeFile(at(name), 'x');
    for (const [i, name] of names.entries()) {
      const time = 1e9 + Math.min(i, 2);
      await utimes(at(name), time, time);
    }
    const { paths } = watch();
    await until(paths, 4);
    expect(paths).toEqual(['c.png', 'a.png', 'b9.png', 'b10.png']);
  });

  it('does not give a file that vanished while another was being judged', async () => {
    await writeFile(at('a.png'), 'x');
    await writeFile(at('b.png'), 'x');
    const paths: string[] = [];
    const watched = watchFolder(folder, {
      signal: end.signal,
      pollMilliseconds: POLL,
      settleMilliseconds: SETTLE,
    });
    for await (const { path } of watched) {
      paths.push(basename(path));
      if (path !== at('a.png') && path !== at('b.png')) break;
      await rm(at('a.png'), { force: true });
      await rm(at('b.png'), { force: true });
      await writeFile(at('c.png'), 'x');
    }
    expect(paths).toEqual([expect.stringMatching(/^[ab]\.png$/), 'c.png']);
  });
});

describe('watchFolder() bears faults', () => {
  it('names a folder that is named like a picture, once', async () => {
    const { paths } = watch();
    await mkdir(at('x.png'));
    await until(paths, 1);
    await writeFile(at('x.png/inside.png'), 'x');
    await sleep(SETTLED);
    expect(paths).toEqual(['x.png']);
  });

  it('fails at once when there is no such folder', async () => {
    await expect(watchFolder(at('none')).next()).rejects.toThrow(FileError);
  });

  it('ends when the signal does, before and during the watch', async () => {
    const { done } = watch({ pollMilliseconds: 60_000 });
    await sleep(POLL);
    end.abort();
    expect(await done).toBeUndefined();
    await writeFile(at('a.png'), 'x');
    expect(await watch().done).toBeUndefined();
  });
});

describe('watchFolder(), its folder away', () => {
  it('awaits the return of a folder that is away, says so once, and again when it is back', async () => {
    await writeFile(at('a.png'), 'x');
    const { paths, events } = watch();
    await until(paths, 1);
    await rename(folder, `${folder}-away`);
    await until(events, 1);
    await sleep(SETTLED);
    await rename(`${folder}-away`, folder);
    await writeFile(at('b.png'), 'x');
    await until(paths, 2);
    expect(paths).toEqual(['a.png', 'b.png']);
    expect(events).toEqual([
      { kind: 'away', fault: 'there is no such file or folder' },
      { kind: 'back' },
    ]);
  });

  it('takes an empty folder in the place of the other for one whose share is not mounted', async () => {
    await writeFile(at('a.png'), 'x');
    const { paths, events } = watch();
    await until(paths, 1);
    await rename(folder, `${folder}-away`);
    await mkdir(folder);
    await until(events, 1);
    expect(events).toEqual([{ kind: 'away', fault: expect.stringContaining('not mounted') }]);
    await rm(folder, { recursive: true });
    await rename(`${folder}-away`, folder);
    await until(events, 2);
    await sleep(SETTLED);
    expect(paths).toEqual(['a.png']);
  });

  it('finds a folder again that was removed and made anew', async () => {
    const { paths, events } = watch();
    await sleep(SETTLE);
    await rm(folder, { recursive: true });
    await until(events, 1);
    await mkdir(folder);
    await writeFile(at('a.png'), 'x');
    await until(paths, 1);
    expect(paths).toEqual(['a.png']);
  });
});

describe('watchFolder() awaits bytes', () => {
  it('gives a file of zeros when its header is there, once, whatever it is called', async () => {
    const bytes = await picture(0);
    const passed: string[] = [];
    const onPassOver = ({ path }: { path: string }): void => void passed.push(path);
    const { paths } = watch({ settleMilliseconds: POLL * 10, onPassOver });
    const names = ['IMG0001', 'a.png'];
    for (const name of names) await writeFile(at(name), Buffer.alloc(bytes.length));
    await sleep(POLL * 25);
    for (const name of names) await writeFile(at(name), bytes, { flag: 'r+' });
    await until(paths, 2);
    await sleep(SETTLED);
    expect([paths.toSorted(), passed]).toEqual([names, []]);
  });
});

describe('watchFolder() tells of what nobody judges', () => {
  it('hears of a picture that is overwritten in place between two looks', async () => {
    const { events } = watch({ pollMilliseconds: 60_000, settleMilliseconds: 60_000 });
    await sleep(POLL * 10);
    await writeFile(at('a.png'), await picture(1));
    await sleep(POLL * 20);
    await writeFile(at('a.png'), await picture(2), { flag: 'r+' });
    await until(events, 1);
    expect(events).toEqual([{ kind: 'lost', path: at('a.png'), fate: 'replaced' }]);
  });

  it('counts one that is touched, or written again as it was, and does not give it again', async () => {
    const { paths, events } = watch();
    await writeFile(at('a.png'), 'x');
    await until(paths, 1);
    await utimes(at('a.png'), 1e9, 1e9);
    await until(events, 1);
    await writeFile(at('a.png'), 'x');
    await until(events, 2);
    await writeFile(at('.b.png'), 'x');
    await rename(at('.b.png'), at('a.png'));
    await until(events, 3);
    await sleep(SETTLED);
    expect(paths).toEqual(['a.png']);
    expect(events.map(({ kind }) => kind)).toEqual(['unchanged', 'unchanged', 'unchanged']);
  });
});
