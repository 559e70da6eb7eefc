import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FileError } from '../../errors.ts';
import { openLineFile } from './line-file.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fewgood-lines-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('openLineFile()', () => {
  it('adds lines to a file that is made by the first, or was there', async () => {
    const path = join(folder, 'log');
    const file = await openLineFile(path);
    expect(file.first).toBeUndefined();
    await file.append('one');
    await file.append('two');
    const again = await openLineFile(path);
    expect(again.first).toBe('one');
    await again.append('three');
    expect(await readFile(path, 'utf8')).toBe('one\ntwo\nthree\n');
  });

  it('ends the half line that a killed program left', async () => {
    const path = join(folder, 'log');
    await writeFile(path, 'one\r\ntw');
    const file = await openLineFile(path);
    expect(file.first).toBe('one');
    await file.append('three');
    await file.append('four');
    expect(await readFile(path, 'utf8')).toBe('one\r\ntw\nthree\nfour\n');
  });

  it('closes quotes that a torn line of CSV left open, and no others', async () => {
    const path = join(folder, 'log.csv');
    for (const [torn, ended] of [
      ['a,b\n1,"two\nthr', 'a,b\n1,"two\nthr"\n'],
      ['a,b\n1,"two\n', 'a,b\n1,"two\n"\n'],
      ['a,b\n1,"a ""quoted"" wor', 'a,b\n1,"a ""quoted"" wor"\n'],
      ['a,b\n1,"a ""', 'a,b\n1,"a """\n'],
      ['a,b\n1,"two"', 'a,b\n1,"two"\n'],
      ['a,b\n1,"two"\n', 'a,b\n1,"two"\n'],
    ]) {
      await writeFile(path, torn);
      const file = await openLineFile(path, { isCsv: true });
      expect(file.isTorn).toBe(torn !== ended);
      await file.append('3,4');
      await file.append('5,6');
      expect(await readFile(path, 'utf8')).toBe(`${ended}3,4\n5,6\n`);
    }
    await writeFile(path, 'a "word');
    await (await openLineFile(path)).append('b');
    expect(await readFile(path, 'utf8')).toBe('a "word\nb\n');
  });

  it('begins anew where the file was moved away', async () => {
    const path = join(folder, 'log');
    const file = await openLineFile(path);
    await file.append('one');
    await rm(path);
    await file.append('two');
    expect(await readFile(path, 'utf8')).toBe('two\n');
  });

  it('says what cannot be written', async () => {
    await expect(openLineFile(folder)).rejects.toThrow(FileError);
    const file = await openLineFile(join(folder, 'none', 'log'));
    await expect(file.append('x')).rejects.toThrow(/Cannot write .*: there is no such/);
  });
});
