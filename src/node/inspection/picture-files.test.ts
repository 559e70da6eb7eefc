import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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

describe('pictureFiles()', () => {
  it('names pictures by their paths and reads them when they are wanted', async () => {
    const later = join(folder, 'later.png');
    const { name, read } = await first(pictureFiles([later]));
    await writeFile(later, await encodePng(plainImage(4, 3)));
    expect(name).toBe(later);
    expect(await read()).toEqual(plainImage(4, 3));
  });

  it('fails with what is known of an input, and by the limit of pixels', async () => {
    const error = new ImageError('a.png', 'it is a folder', 'Name another.');
    await expect((await first(pictureFiles([{ path, error }]))).read()).rejects.toBe(error);
    const { read } = await first(pictureFiles([{ path }], { maxPixels: 11 }));
    await expect(read()).rejects.toThrow(ImageError);
  });
});
