import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { moveToFreeName } from './free-name.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fewgood-free-name-'));
});
afterEach(() => rm(folder, { recursive: true }));

const at = (name: string): string => join(folder, name);

describe('moveToFreeName()', () => {
  it('replaces nothing, and numbers what comes later, also at once', async () => {
    const moves = Array.from({ length: 5 }, async (_, i) => {
      await writeFile(at(`${i}.tmp`), `${i}`);
      return moveToFreeName(at(`${i}.tmp`), at('a.b.html'));
    });
    const names = (await Promise.all(moves)).toSorted();
    const expected = ['a.b-2.html', 'a.b-3.html', 'a.b-4.html', 'a.b-5.html', 'a.b.html'];
    expect(names).toEqual(expected.map(at));
    expect((await readdir(folder)).toSorted()).toEqual(expected);
    const contents = await Promise.all(names.map((name) => readFile(name, 'utf8')));
    expect(contents.toSorted()).toEqual(['0', '1', '2', '3', '4']);
  });

  it('takes the place of an empty file', async () => {
    await writeFile(at('a'), '');
    await writeFile(at('tmp'), 'x');
    expect(await moveToFreeName(at('tmp'), at('a'))).toBe(at('a'));
    expect(await readdir(folder)).toEqual(['a']);
  });
});
