import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tiffPages } from '../../../test/helpers/picture-bytes.ts';
import { plainImage } from '../../../test/helpers/report-sample.ts';
import { ImageError } from '../../errors.ts';
import type { WaitingPicture } from '../../inspection/run.ts';
import { encodePng } from '../image/image-encoder.ts';
import { pictureFiles } from './picture-files.ts';

let folder: string;
let path: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fewgood-picture-files-'));
  path = join(folder, 'a.png');
  await writeFile(path, await encodePng(plainImage(4, 3)));
});
afterAll(() => rm(folder, { recursive: true }));

async function first(source: AsyncIterable<WaitingPicture>): Promise<WaitingPicture> {
  for await (const picture of source) return picture;
  throw new Error('no picture');
}

const grey = (value: number) => ({
  width: 4,
  height: 3,
  channels: 1,
  data: new Uint8Array(12).fill(value),
});

describe('pictureFiles()', () => {
  it('names pictures by their paths and reads them when they are wanted', async () => {
    const later = join(folder, 'later.png');
    const { name, read } = await first(pictureFiles([later]));
    await writeFile(later, await encodePng(plainImage(4, 3)));
    expect(name).toBe(later);
    expect(await read()).toEqual(plainImage(4, 3));
  });

  it('gives each picture of a file of several, or the first, or refuses it', async () => {
    const file = join(folder, 'pages.tif');
    await writeFile(file, tiffPages([grey(10), grey(20)]));
    const namesOf = async (pages: 'one' | 'first' | 'all'): Promise<unknown[]> => {
      const read: unknown[] = [];
      for await (const picture of pictureFiles([file, path], { pages })) {
        const shown = await picture.read().then(
          ({ data }) => data[0],
          () => 'refused',
        );
        read.push([picture.name, shown]);
      }
      return read;
    };
    const single = [path, plainImage(4, 3).data[0]];
    expect(await namesOf('one')).toEqual([[file, 'refused'], single]);
    expect(await namesOf('first')).toEqual([[file, 10], single]);
    expect(await namesOf('all')).toEqual([[`${file}#1`, 10], [`${file}#2`, 20], single]);
    const { read } = await first(pictureFiles([join(folder, 'none.png')], { pages: 'all' }));
    await expect(read()).rejects.toThrow('there is no such file');
  });

  it('fails with what is known of an input, and by the limit of pixels', async () => {
    const error = new ImageError('a.png', 'it is a folder', 'Name another.');
    await expect((await first(pictureFiles([{ path, error }]))).read()).rejects.toBe(error);
    const { read } = await first(pictureFiles([{ path }], { maxPixels: 11 }));
    await expect(read()).rejects.toThrow(ImageError);
  });
});
