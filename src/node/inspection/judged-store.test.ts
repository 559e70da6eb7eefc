import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ImageError } from '../../errors.ts';
import { sampleEntry } from '../../../test/helpers/report-sample.ts';
import type { FileStamp } from './file-look.ts';
import { JudgedStore } from './judged-store.ts';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fewgood-state-'));
  path = join(folder, 'line.state');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const file = { modified: '2026-01-02T03:04:04.000Z', bytes: 12, sha256: 'ef' };

function stamp(changes: Partial<FileStamp> = {}): FileStamp {
  const modified = BigInt(Date.parse(file.modified)) * 1_000_000n;
  return { inode: 1n, bytes: 12, modified, changed: 0n, ...changes };
}

/** Remembers a picture that is there, judged so many seconds after it was written. */
async function remember(name: string, seconds = 10): Promise<string> {
  const picture = join(folder, name);
  await writeFile(picture, 'x');
  const time = new Date(Date.parse(file.modified) + seconds * 1000).toISOString();
  const store = await JudgedStore.open(path, 'bolt.part');
  await store.sink().add({ ...sampleEntry(picture), file, time });
  return picture;
}

describe('JudgedStore', () => {
  it('remembers what an earlier run judged, by path, size and hash', async () => {
    const picture = await remember('a.png');
    const store = await JudgedStore.open(path, 'bolt.part');
    expect(store.knows(picture)).toBe(true);
    expect(store.has(picture, file)).toBe(true);
    expect(store.has(picture, { ...file, sha256: 'other' })).toBe(false);
    expect(store.has(picture, { ...file, bytes: 13 })).toBe(false);
    expect(store.has(join(folder, 'b.png'), file)).toBe(false);
    expect(store.knows(join(folder, 'b.png'))).toBe(false);
  });

  it('knows a file by its stamp where that can tell', async () => {
    const picture = await remember('a.png');
    const store = await JudgedStore.open(path, 'bolt.part');
    expect(store.hasStamp(picture, stamp())).toBe(true);
    expect(store.hasStamp(picture, stamp({ bytes: 13 }))).toBe(false);
    expect(store.hasStamp(picture, stamp({ modified: 1n }))).toBe(false);
    const quick = await remember('b.png', 1);
    expect((await JudgedStore.open(path, 'bolt.part')).hasStamp(quick, stamp())).toBe(false);
  });

  it('trusts a stamp with a fraction sooner, which is of a fast clock', async () => {
    const modified = '2026-01-02T03:04:04.321Z';
    const picture = join(folder, 'a.png');
    await writeFile(picture, 'x');
    const store = await JudgedStore.open(path, 'bolt.part');
    const entry = { ...sampleEntry(picture), file: { ...file, modified } };
    await store.sink().add({ ...entry, time: '2026-01-02T03:04:04.821Z' });
    const same = stamp({ modified: BigInt(Date.parse(modified)) * 1_000_000n });
    expect((await JudgedStore.open(path, 'bolt.part')).hasStamp(picture, same)).toBe(true);
  });

  it('forgets files that went, and half a line', async () => {
    const [gone, picture] = [await remember('a.png'), await remember('b.png')];
    await rm(gone);
    await appendFile(path, '{"path":"half');
    const store = await JudgedStore.open(path, 'bolt.part');
    expect([store.knows(gone), store.knows(picture)]).toEqual([false, true]);
    expect((await readFile(path, 'utf8')).trimEnd().split('\n')).toHaveLength(2);
  });

  it('does not remember what could not be read', async () => {
    const store = await JudgedStore.open(path, 'bolt.part');
    await store.sink().add(sampleEntry('a.png'));
    const error = new ImageError('b.png', 'it is too large', 'Raise the limit.');
    await store.sink().add({ name: 'b.png', file, error });
    expect((await readFile(path, 'utf8')).trimEnd().split('\n')).toHaveLength(1);
  });

  it('refuses another file, and that of another part', async () => {
    await remember('a.png');
    await expect(JudgedStore.open(path, 'nut.part')).rejects.toThrow(
      /Cannot go on by .*: it is of bolt\.part: expected one of nut\.part/,
    );
    await writeFile(path, 'path,verdict\n');
    await expect(JudgedStore.open(path, 'bolt.part')).rejects.toThrow('it is another file');
    expect(await readFile(path, 'utf8')).toBe('path,verdict\n');
  });
});
