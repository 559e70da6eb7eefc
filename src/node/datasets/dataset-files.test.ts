import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dataPath } from '../../../studies/data-folders.ts';
import { needsOf } from '../../../test/helpers/shared-data.ts';
import { checkDataset } from '../../datasets/check.ts';
import type { Probe } from '../../datasets/picture-facts.ts';
import { readDataset } from '../../datasets/read-dataset.ts';
import { DatasetError } from '../../errors.ts';
import { listDatasetFiles, pictureProbe } from './dataset-files.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'fewgood-'));
});
afterEach(() => rm(root, { recursive: true }));

async function write(path: string, content: string | Uint8Array = ''): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), content);
}

describe('listDatasetFiles()', () => {
  it('lists files, and folders only if they are empty', async () => {
    await write('bottle/train/good/a b.png');
    await write('bottle/train/good/[0].png');
    await write('notes.txt');
    await write('.hidden/0.png');
    await mkdir(join(root, 'cable/test'), { recursive: true });
    const { name, paths } = await listDatasetFiles(root);
    expect(root.endsWith(name)).toBe(true);
    expect(paths).toEqual([
      'bottle/train/good/[0].png',
      'bottle/train/good/a b.png',
      'cable/test/',
      'notes.txt',
    ]);
  });

  it('follows links to folders', async () => {
    await write('disk/good/0.png');
    await symlink(join(root, 'disk'), join(root, 'bolt'), 'junction');
    expect((await listDatasetFiles(root)).paths).toContain('bolt/good/0.png');
  });

  it("brings VisA's split file with it", async () => {
    await write('VisA/split_csv/1cls.csv', 'object,split,label,image,mask\n');
    expect((await listDatasetFiles(root)).visaSplit).toEqual({
      path: 'VisA/split_csv/1cls.csv',
      text: 'object,split,label,image,mask\n',
    });
  });

  it('refuses what is not a folder', async () => {
    await write('file');
    await expect(listDatasetFiles(join(root, 'file'))).rejects.toThrow(/expected a folder/);
    await expect(listDatasetFiles(join(root, 'missing'))).rejects.toThrow(DatasetError);
  });
});

describe('pictureProbe()', () => {
  it('tells sizes, and why a picture cannot be read', async () => {
    const picture = sharp({ create: { width: 30, height: 20, channels: 3, background: '#777' } });
    const jpeg = await picture.jpeg().withMetadata({ orientation: 6 }).toBuffer();
    await write('turned.jpg', jpeg);
    await write('cut.jpg', jpeg.subarray(0, jpeg.length - 40));
    await write('empty.png');
    const probe = pictureProbe(root);
    expect(await probe('turned.jpg', 'picture')).toEqual({
      width: 20,
      height: 30,
      sha256: expect.stringMatching(/^[\da-f]{64}$/),
      orientation: 6,
    });
    expect(await probe('cut.jpg', 'picture')).toMatchObject({ code: 'IMAGE_UNREADABLE' });
    expect(await probe('empty.png', 'picture')).toMatchObject({ code: 'IMAGE_UNREADABLE' });
    expect(await probe('missing.png', 'picture')).toMatchObject({ code: 'IMAGE_UNREADABLE' });
  });

  it('knows pictures by their pixels, whatever the file', async () => {
    const create = { width: 4, height: 4, channels: 3 as const, background: '#777' };
    await write('a.png', await sharp({ create }).png().toBuffer());
    await write('b.tif', await sharp({ create }).tiff().toBuffer());
    await write(
      'c.png',
      await sharp({ create: { ...create, width: 2, height: 8 } })
        .png()
        .toBuffer(),
    );
    const probe = pictureProbe(root);
    const facts = await Promise.all(
      ['a.png', 'b.tif', 'c.png'].map((one) => probe(one, 'picture')),
    );
    const hashes = facts.map((one) => ('sha256' in one ? one.sha256 : one));
    expect(hashes[1]).toBe(hashes[0]);
    expect(hashes[2]).not.toBe(hashes[0]);
  });

  it('tells what a mask marks, and whether JPEG has put noise into it', async () => {
    const raw = { width: 40, height: 40, channels: 1 as const };
    const pixels = new Uint8Array(1600).fill(255, 0, 500);
    await write('mask.png', await sharp(pixels, { raw }).png().toBuffer());
    await write('mask.jpg', await sharp(pixels, { raw }).jpeg().toBuffer());
    const probe = pictureProbe(root);
    expect(await probe('mask.png', 'mask')).toMatchObject({
      mask: { defective: 500 / 1600, uncounted: 0, isJpeg: false },
    });
    const noisy = await probe('mask.jpg', 'mask');
    expect(noisy).toMatchObject({ mask: { isJpeg: true } });
    expect(Object(noisy).mask.uncounted).toBeGreaterThan(0);
    expect(Object(noisy).mask.defective).toBeCloseTo(500 / 1600, 1);
  });
});

/** For counting alone. */
const onePixel: Probe = (path) =>
  Promise.resolve({ width: 1, height: 1, sha256: path, orientation: 1 });

describe('the pictures of docs/data.md', async () => {
  const page = await readFile(new URL('../../../docs/data.md', import.meta.url), 'utf8');
  const rows = page.matchAll(/^\| `(\S+\/\S+)` +\| (\d+) \/ (\d+) \/ (\d+) \/ (\d+) +\|/gm);
  const expected = Array.from(rows, ([, name, ...counts]) => [name, ...counts.map(Number)]);
  const names = expected.map(([name]) => String(name));
  const all = needsOf(...names.map(dataPath));

  it('are listed there', () => {
    expect(expected.length).toBeGreaterThan(5);
  });

  it.skipIf(all.areMissing)(`are counted as the page says${all.note}`, async () => {
    const dataset = readDataset(await listDatasetFiles(dataPath('.')));
    const { counts, problems } = await checkDataset(dataset, onePixel);
    const table = counts.map((c) => [c.category, c.train, c.testGood, c.testDefective, c.masks]);
    const ours = table.filter(([name]) => names.includes(String(name)));
    expect(new Set(ours)).toEqual(new Set(expected));
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  const toy = dataPath('permissive/hazelnut_toy');
  const one = needsOf(toy);

  it.skipIf(one.areMissing)(`have masks of their size${one.note}`, async () => {
    const files = await listDatasetFiles(toy);
    const { counts, problems } = await checkDataset(readDataset(files), pictureProbe(toy));
    expect(problems).toEqual([]);
    expect(counts[0]?.sizes[0]).toEqual({ width: 512, height: 512, pictures: 50 });
  });
});
