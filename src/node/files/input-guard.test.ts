import { link, mkdir, mkdtemp, open, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { assertApart, assertNoInput } from './input-guard.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fewgood-guard-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('assertNoInput()', () => {
  it('knows a file under any of its names', async () => {
    const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((name) => join(folder, name));
    for (const path of [a, d]) await writeFile(path, '');
    await link(a, b);
    await symlink('a', c);
    for (const output of [a, b, c, join(folder, 'x', '..', 'a')]) {
      await expect(assertNoInput(output, ['none', a])).rejects.toThrow(
        'it is one of the files that are read: expected another',
      );
    }
    await assertNoInput(d, [a, b, c]);
    await assertNoInput(join(folder, 'new'), [a, join(folder, 'gone')]);
  });
});

describe('assertApart()', () => {
  it('knows one file under two names, there or not', async () => {
    const [a, hard, soft, dangling] = ['a', 'hard', 'soft', 'dangling'].map((n) => join(folder, n));
    await writeFile(a, '');
    await link(a, hard);
    await symlink('a', soft);
    await symlink('new', dangling);
    await mkdir(join(folder, 'in'));
    await symlink('in', join(folder, 'other'));
    const inside = ['in', 'other'].map((name) => join(folder, name, 'x'));
    for (const pair of [
      [a, hard],
      [soft, a],
      [dangling, join(folder, 'in', '..', 'new')],
      inside,
    ]) {
      await expect(assertApart([join(folder, 'b'), ...pair])).rejects.toThrow(
        /it is the same file as another output, \S+: expected one for each/,
      );
    }
    await assertApart([a, dangling, ...inside.slice(0, 1), join(folder, 'b')]);
  });

  it('knows the file that standard output leads to', async () => {
    const path = join(folder, 'out');
    const file = await open(path, 'a');
    await expect(assertApart([path], file.fd)).rejects.toThrow('another output, standard output');
    await assertApart([join(folder, 'b')], file.fd);
    await file.close();
  });
});
