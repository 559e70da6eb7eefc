import { readFile } from 'node:fs/promises';
import { glob } from 'tinyglobby';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Sources, usedPairs } from '../helpers/room-imports.ts';

const root = new URL('../../', import.meta.url);
const layers = z
  .record(z.string(), z.array(z.string()))
  .parse(JSON.parse(await readFile(new URL('tools/layers.json', root), 'utf8')));
const rooms = Object.keys(layers);

async function readSources(): Promise<Sources> {
  const paths = await glob('src/**/*.ts', { cwd: root, ignore: '**/*.test.ts' });
  const texts = await Promise.all(paths.map((path) => readFile(new URL(path, root), 'utf8')));
  return new Map(paths.map((path, i) => [path, texts[i] ?? '']));
}

describe('tools/layers.json', () => {
  it('allows the pairs of rooms that are used, all of them and no others', async () => {
    const sources = await readSources();
    const allowed = rooms.flatMap((room) =>
      (layers[room] ?? []).map((other) => `${room} > ${other}`),
    );
    expect(sources.size).toBeGreaterThan(200);
    expect(allowed.length).toBeGreaterThan(50);
    expect(usedPairs(sources, rooms)).toEqual(allowed.toSorted());
  });

  it.each([...rooms.entries()])(
    'stands bottom-up: row %i, %s, imports only those above',
    (i, room) => {
      expect(rooms.slice(0, i)).toEqual(expect.arrayContaining(layers[room] ?? []));
    },
  );
});

describe('usedPairs()', () => {
  it('sees every kind of import between rooms, and none within one', () => {
    const sources = new Map([
      ['src/a/one.ts', "import '../b/one.ts';\nimport { x } from './two.ts';"],
      ['src/a/two.ts', "export type { T } from '../c/d/one.ts';\nawait import('../e/f/one.ts');"],
      ['src/c/d/one.ts', "import type { E } from '../../errors.ts';\n// import '../../a/one.ts'"],
      ['src/index.ts', "export * from './a/one.ts';"],
    ]);
    expect(usedPairs(sources, ['a', 'b', 'c', 'e/f'])).toEqual(['a > b', 'a > c', 'a > e/f']);
  });
});
