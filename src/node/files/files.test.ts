import { constants, existsSync } from 'node:fs';
import {
  chmod,
  chown,
  lstat,
  mkdir,
  mkdtemp,
  open,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FileError } from '../../errors.ts';
import {
  assertWritable,
  ensureFolder,
  openPendingFile,
  readFileBytes,
  systemFault,
  writeFileAtomic,
} from './files.ts';
import { HTML_PAGE, textFile } from './output-kinds.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fewgood-files-'));
});
afterEach(() => rm(folder, { recursive: true }));

const TEXT = textFile('a text', '.txt');

const isRoot = process.getuid?.() === 0;

describe('readFileBytes()', () => {
  it('reads a whole file, and takes one of just the largest size', async () => {
    const path = join(folder, 'a');
    await writeFile(path, Uint8Array.of(1, 2, 3));
    expect([...(await readFileBytes(path, 3))]).toEqual([1, 2, 3]);
    await expect(readFileBytes(path, 2)).rejects.toThrow('it holds 3 bytes: expected at most 2');
  });

  it.each([
    ['missing', 'there is no such file'],
    ['.', 'it is a folder'],
    ['link', 'symbolic link that leads back to itself'],
    ['bad\0name', 'null bytes'],
  ])('names the fault of %j', async (name, fault) => {
    await symlink('link', join(folder, 'link'));
    const error = await readFileBytes(join(folder, name)).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(FileError);
    expect(error).toMatchObject({ code: 'FILE_FAULT', message: expect.stringContaining(fault) });
  });

  it.skipIf(isRoot)('says that permission is missing (needs a user other than root)', async () => {
    const path = join(folder, 'secret');
    await writeFile(path, 'x');
    await chmod(path, 0);
    await expect(readFileBytes(path)).rejects.toThrow('permission denied');
  });
});

describe('writeFileAtomic()', () => {
  it('writes text and bytes, replaces what was there, and leaves nothing else', async () => {
    const path = join(folder, `${'n'.repeat(251)}.txt`);
    await writeFileAtomic(path, 'old', TEXT);
    await writeFileAtomic(path, Uint8Array.of(110, 101, 119), TEXT);
    expect(await readFile(path, 'utf8')).toBe('new');
    expect(await readdir(folder)).toHaveLength(1);
  });

  it('lets who has the old file open read the old content to its end', async () => {
    const path = join(folder, 'part');
    await writeFileAtomic(path, 'old content', TEXT);
    const reader = await open(path, constants.O_RDONLY);
    await writeFileAtomic(path, 'new', TEXT);
    expect(await reader.readFile('utf8')).toBe('old content');
    await reader.close();
  });

  it('leaves no temporary file and the folder as it was when it fails', async () => {
    const path = join(folder, 'taken');
    await mkdir(path);
    await expect(writeFileAtomic(path, 'x', TEXT)).rejects.toThrow(FileError);
    await expect(writeFileAtomic(join(folder, 'no', 'such'), 'x', TEXT)).rejects.toThrow(
      /Cannot write .*such: there is no such file or folder/,
    );
    expect(await readdir(folder)).toEqual(['taken']);
  });

  it('gives many writers of one file a whole file each time', async () => {
    const path = join(folder, 'shared');
    const contents = Array.from({ length: 20 }, (_, i) => String(i).repeat(10_000));
    await Promise.all(contents.map((content) => writeFileAtomic(path, content, TEXT)));
    expect(contents).toContain(await readFile(path, 'utf8'));
    expect(await readdir(folder)).toEqual(['shared']);
  });
});

describe('writeFileAtomic() over what is there', () => {
  it('replaces a file of its kind and an empty one, and no other', async () => {
    const path = join(folder, 'r.html');
    await writeFile(path, '');
    await writeFileAtomic(path, '<!doctype html>old', HTML_PAGE);
    await writeFileAtomic(path, '<!doctype html>new', HTML_PAGE);
    for (const content of ['FEWGOOD\n', 'a,b\n', Uint8Array.of(0xff, 0xd8, 0xff)]) {
      await writeFile(path, content);
      await expect(writeFileAtomic(path, '<!doctype html>', HTML_PAGE)).rejects.toThrow(
        'a file of another kind has that name: expected an HTML page, or none',
      );
      expect(await readFile(path)).toEqual(Buffer.from(content));
    }
    expect(await readdir(folder)).toEqual(['r.html']);
  });

  it('does not replace what came there while it grew', async () => {
    const path = join(folder, 'r.html');
    const file = await openPendingFile(path, HTML_PAGE);
    await writeFile(path, 'a,b');
    await expect(file.commit()).rejects.toThrow('another kind');
    await file.discard();
    expect([await readdir(folder), await readFile(path, 'utf8')]).toEqual([['r.html'], 'a,b']);
  });

  it.skipIf(process.platform === 'win32')(
    'follows links, in other folders and to nothing yet, and keeps them (not on Windows)',
    async () => {
      await mkdir(join(folder, 'store'));
      await symlink('store', join(folder, 'same'));
      await symlink('../store/a.txt', join(folder, 'store', 'b.txt'));
      await symlink(join('same', 'b.txt'), join(folder, 'c.txt'));
      for (const content of ['one', 'two']) {
        await writeFileAtomic(join(folder, 'c.txt'), content, TEXT);
        expect(await readFile(join(folder, 'store', 'a.txt'), 'utf8')).toBe(content);
      }
      expect((await lstat(join(folder, 'c.txt'))).isSymbolicLink()).toBe(true);
      expect((await readdir(join(folder, 'store'))).toSorted()).toEqual(['a.txt', 'b.txt']);
      await symlink('circle', join(folder, 'circle'));
      await expect(writeFileAtomic(join(folder, 'circle'), '', TEXT)).rejects.toThrow('leads back');
    },
  );

  it.skipIf(process.platform === 'win32')(
    'keeps permissions, and the owner as far as the system lets it (not on Windows)',
    async () => {
      const path = join(folder, 'a.txt');
      await writeFile(path, 'old');
      await chmod(path, 0o640);
      if (isRoot) await chown(path, 12, 34);
      const { uid, gid, mode } = await stat(path);
      await writeFileAtomic(path, 'new', TEXT);
      expect(await stat(path)).toMatchObject({ uid, gid, mode });
      expect(mode & 0o777).toBe(0o640);
    },
  );
});

describe('openPendingFile()', () => {
  it('shows nothing until it is committed, then all', async () => {
    const path = join(folder, 'report');
    await writeFile(path, 'old');
    const file = await openPendingFile(path, TEXT);
    await file.append('one, ');
    await file.append(new TextEncoder().encode('two'));
    expect(await readFile(path, 'utf8')).toBe('old');
    await file.commit();
    await file.discard();
    expect(await readFile(path, 'utf8')).toBe('one, two');
    expect(await readdir(folder)).toEqual(['report']);
  });

  it('leaves what was there when it is discarded', async () => {
    const path = join(folder, 'report');
    await writeFile(path, 'old');
    const file = await openPendingFile(path, TEXT);
    await file.append('half');
    await file.discard();
    expect(await readdir(folder)).toEqual(['report']);
    expect(await readFile(path, 'utf8')).toBe('old');
  });

  it.skipIf(!existsSync('/dev/null'))('replaces no device, even as root', async () => {
    await expect(openPendingFile('/dev/null', TEXT)).rejects.toThrow(
      'it is a device: expected a file',
    );
  });
});

describe('assertWritable()', () => {
  it('is content with a new name and with a file, and leaves both as they are', async () => {
    await writeFile(join(folder, 'old'), 'old');
    await assertWritable(join(folder, 'new'), TEXT);
    await assertWritable(join(folder, 'old'), TEXT);
    expect(await readdir(folder)).toEqual(['old']);
    expect(await readFile(join(folder, 'old'), 'utf8')).toBe('old');
  });

  it('says why there can be no such file', async () => {
    await expect(assertWritable(join(folder, 'no', 'x'), TEXT)).rejects.toThrow(
      'no such file or folder',
    );
    await expect(assertWritable(folder, TEXT)).rejects.toThrow('it is a folder: expected a file');
  });
});

describe('ensureFolder()', () => {
  it('makes folders within folders, and is content with one that exists', async () => {
    const path = join(folder, 'a', 'b');
    await ensureFolder(path);
    await ensureFolder(path);
    expect(await readdir(join(folder, 'a'))).toEqual(['b']);
  });

  it('says when a file is in the way', async () => {
    await writeFile(join(folder, 'a'), '');
    await expect(ensureFolder(join(folder, 'a'))).rejects.toThrow('a file of that name');
    await expect(ensureFolder(join(folder, 'a', 'b'))).rejects.toThrow('part of the path');
  });

  it.skipIf(!existsSync('/proc/self'))('does not hang where no folder can be', async () => {
    await expect(ensureFolder('/proc/x/y')).rejects.toThrow('no such file or folder');
  });
});

describe('systemFault()', () => {
  it('has words and a remedy for a full disk, and passes on what it does not know', () => {
    const full = Object.assign(new Error('ENOSPC: no space left'), { code: 'ENOSPC' });
    expect(systemFault(full)).toEqual({
      fault: 'the disk is full',
      remedy: 'Free some space, or choose another disk.',
    });
    expect(systemFault(new Error('odd')).fault).toBe('odd');
  });
});
