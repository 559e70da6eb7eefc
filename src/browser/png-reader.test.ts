import sharp, { type PngOptions } from 'sharp';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { byteArray, readFixture } from '../../test/helpers/fixture.ts';
import { decodeImage } from '../node/image/image-decoder.ts';
import { seededRandom } from '../random.ts';
import { decodePicture } from './picture-decoder.ts';

/** A PNG of noise, of a size that no filter or pass divides. */
async function noise(
  channels: 1 | 2 | 3 | 4,
  options: PngOptions,
  deep = false,
): Promise<Uint8Array> {
  const random = seededRandom(channels);
  const [width, height] = [37, 23];
  const length = width * height * channels;
  const smooth = (i: number, top: number): number =>
    Math.floor(((i % 97) / 97) * top * (0.5 + random.uniform() / 2));
  const data = deep
    ? Uint16Array.from({ length }, (_, i) => smooth(i, 65535))
    : Uint8Array.from({ length }, (_, i) => smooth(i, 255));
  const picture = sharp(data, { raw: { width, height, channels } });
  const file = deep ? picture.toColourspace(channels < 3 ? 'grey16' : 'rgb16') : picture;
  return new Uint8Array(await file.png(options).toBuffer());
}

const VARIANTS = [
  { palette: false },
  { palette: false, progressive: true },
  { palette: true },
  { palette: true, colours: 4 },
  { palette: true, colours: 2, progressive: true },
  { adaptiveFiltering: true },
] as const;

const { cases } = readFixture(
  'pictures/decode',
  z.object({ cases: z.array(z.object({ name: z.string(), file: byteArray })) }),
);
const pngs = cases.filter(({ file: { data } }) => data[0] === 0x89);

describe('decodePicture() of a PNG', () => {
  it.each([1, 2, 3, 4] as const)('gives the pixels that Node gives, of %i channels', async (n) => {
    for (const deep of [false, true]) {
      for (const options of VARIANTS) {
        const file = await noise(n, options, deep);
        expect(await decodePicture(file, 'a.png')).toEqual(await decodeImage(file, 'a.png'));
      }
    }
  });

  it.each(pngs)('gives the pixels that Node gives, of $name', async ({ name, file }) => {
    const wanted = await decodeImage(file.data, name).catch((error: unknown) => error);
    const had = await decodePicture(file.data, name).catch((error: unknown) => error);
    expect(had).toEqual(wanted);
  });

  it('has such cases', () => expect(pngs.length).toBeGreaterThan(5));

  it('refuses one that is cut off anywhere, or of which a byte is another', async () => {
    const file = await noise(3, {});
    for (let i = 8; i < file.length; i += 7) {
      await expect(decodePicture(file.subarray(0, i), 'a.png')).rejects.toThrow(/damaged or cut/);
      const wrong = Uint8Array.from(file);
      wrong[i] = (wrong[i] ?? 0) ^ 0x10;
      await expect(decodePicture(wrong, 'a.png')).rejects.toThrow('Cannot read the picture a.png');
    }
  });
});
