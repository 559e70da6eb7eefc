import { mkdir, mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isSameStamp, isSameWriting, lookAtFile, sampleOf } from './file-look.ts';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fewgood-look-'));
  path = join(folder, 'a.png');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('lookAtFile()', () => {
  it('sees a change of content behind the same size and time of writing', async () => {
    await writeFile(path, 'one');
    await utimes(path, 1e9, 1e9);
    const before = await lookAtFile(path);
    await writeFile(path, 'two');
    await utimes(path, 1e9, 1e9);
    const after = await lookAtFile(path, before);
    if (before === undefined || after === undefined) throw new Error('it is there');
    expect(isSameWriting(before.stamp, after.stamp)).toBe(true);
    expect(isSameStamp(before.stamp, after.stamp)).toBe(false);
    expect(before.sample).not.toBe(after.sample);
  });

  it('does not read again what shows no change, unless it is asked to', async () => {
    await writeFile(path, 'one');
    const look = await lookAtFile(path);
    expect(await lookAtFile(path, look)).toBe(look);
    expect(await lookAtFile(path)).not.toBe(look);
    expect(await lookAtFile(path)).toEqual(look);
  });

  it.each([1, 4096, 300_000])('samples %i bytes as those in memory', async (size) => {
    const bytes = Buffer.from(Array.from({ length: size }, (_, i) => i % 251));
    await writeFile(path, bytes);
    expect((await lookAtFile(path))?.sample).toBe(sampleOf(await readFile(path)));
    bytes[size - 1] ^= 1;
    expect((await lookAtFile(path))?.sample).not.toBe(sampleOf(bytes));
  });

  it('tells what is gone, and what is a folder', async () => {
    expect(await lookAtFile(path)).toBeUndefined();
    await mkdir(path);
    const look = await lookAtFile(path);
    expect(look?.kind).toBe('none');
    await writeFile(join(path, 'inside'), 'x');
    expect(await lookAtFile(path)).toEqual(look);
  });
});
