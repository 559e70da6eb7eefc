import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadMaps, storeMaps } from '../../evaluation/run/map-block.ts';
import { FolderMapFiles } from './map-files.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fewgood-maps-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const levels = [
  { name: 'fine', channels: 2, height: 1, width: 2 },
  { name: 'coarse', channels: 1, height: 1, width: 1 },
];

/** Maps that are told apart by their first value. */
function mapsFrom(first: number): Parameters<typeof storeMaps>[2] {
  const data = Float32Array.from({ length: 5 }, (_, i) => first + i);
  return [
    { data: data.subarray(0, 4), channels: 2, height: 1, width: 2 },
    { data: data.subarray(4), channels: 1, height: 1, width: 1 },
  ];
}

describe('FolderMapFiles', () => {
  it('keeps what several writers put into one file, in any order', async () => {
    const block = { levels, count: 3, storage: 'maps.f32' };
    const [one, other] = [
      new FolderMapFiles(join(folder, 'new')),
      new FolderMapFiles(join(folder, 'new')),
    ];
    await storeMaps(block, 2, mapsFrom(20), one);
    await storeMaps(block, 0, mapsFrom(0), other);
    await storeMaps(block, 1, mapsFrom(10), one);
    const maps = await loadMaps(block, 1, other);
    expect([...maps.keys()]).toEqual(['fine', 'coarse']);
    expect(maps.get('fine')).toMatchObject({ channels: 2, height: 1, width: 2 });
    expect([...(maps.get('fine')?.data ?? [])]).toEqual([10, 11, 12, 13]);
    expect([...((await loadMaps(block, 2, one)).get('coarse')?.data ?? [])]).toEqual([24]);
    await other.remove('maps.f32');
    await one.close();
    expect(await readdir(join(folder, 'new'))).toEqual([]);
  });

  it('keeps files apart', async () => {
    const files = new FolderMapFiles(folder);
    const [a, b] = ['a.f32', 'b.f32'].map((storage) => ({ levels, count: 1, storage }));
    await storeMaps(a, 0, mapsFrom(1), files);
    await storeMaps(b, 0, mapsFrom(2), files);
    expect((await loadMaps(a, 0, files)).get('fine')?.data[0]).toBe(1);
    await files.remove('none.f32');
    await files.close();
    expect(await readdir(folder)).toEqual(['a.f32', 'b.f32']);
  });
});
