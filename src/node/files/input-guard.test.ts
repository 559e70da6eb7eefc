import { link, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { assertNoInput } from './input-guard.ts';

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
