import sharp, { type JpegOptions } from 'sharp';
import { describe, expect, it } from 'vitest';
import { withBadScan, withoutScans, withStrayBytes } from '../../test/helpers/picture-bytes.ts';
import { decodeImage } from '../node/image/image-decoder.ts';

const raw = { width: 40, height: 24, channels: 3 } as const;
const pixels = Uint8Array.from({ length: 40 * 24 * 3 }, (_, i) => (i * 7919) >> 3);
const sound = await sharp(pixels, { raw }).jpeg({ quality: 95 }).toBuffer();
const { data } = await decodeImage(sound, 'sound');

describe('a JPEG against the standard', () => {
  it.each([
    ['a scan header of one coefficient', withBadScan(sound), /scan header that does not name all/],
    ['bytes between segments', withStrayBytes(sound), /2 bytes between its segments/],
    ['both', withStrayBytes(withBadScan(sound)), /2 bytes .*, a scan header/],
  ])('is refused with what is wrong, and read leniently with a warning: %s', async (...row) => {
    const [, sloppy, what] = row;
    const refused = decodeImage(sloppy, 'x.jpg');
    await expect(refused).rejects.toThrow(what);
    await expect(refused).rejects.toMatchObject({ options: ['lenient'] });
    const read = await decodeImage(sloppy, 'x.jpg', { lenient: true });
    expect(read.data).toEqual(data);
    expect(read.warnings).toMatchObject([
      { code: 'sloppy-jpeg', message: expect.stringMatching(what) },
    ]);
  });

  it('is refused leniently too where something is missing', async () => {
    const sloppy = withStrayBytes(sound);
    for (const size of [sloppy.length >> 1, sloppy.length - 40]) {
      const cut = decodeImage(sloppy.subarray(0, size), 'x.jpg', { lenient: true });
      await expect(cut).rejects.toThrow('damaged or cut off');
    }
  });
});

describe('a damaged JPEG', () => {
  const scan = sound.indexOf(Buffer.from([0xff, 0xda])) + 40;

  it('is refused where a marker in it is none', async () => {
    for (const [marker, at] of [
      [0x42, scan],
      [0xfa, sound.length - 2],
    ] as const) {
      const damaged = Buffer.concat([
        sound.subarray(0, at),
        Buffer.from([0xff, marker]),
        sound.subarray(at),
      ]);
      for (const lenient of [false, true]) {
        const read = decodeImage(damaged, 'x', { lenient });
        const named = `marker ${marker.toString(16)}, which there is none of`;
        await expect(read).rejects.toThrow(named);
      }
    }
  });

  it('is refused where a frame or a scan is there twice', async () => {
    const twice = Buffer.concat([sound.subarray(0, scan), sound.subarray(2)]);
    await expect(decodeImage(twice, 'x')).rejects.toThrow('it has two frames');
    const header = sound.indexOf(Buffer.from([0xff, 0xda]));
    const anew = Buffer.concat([sound.subarray(0, -2), sound.subarray(header)]);
    for (const lenient of [false, true]) {
      const read = decodeImage(anew, 'x', { lenient });
      await expect(read).rejects.toThrow('two of its scans are of one component');
    }
  });
});

describe('a JPEG that ends between two scans, by its own mark', () => {
  const drawings = [
    ['colours', pixels, raw],
    ['grey', pixels.subarray(0, 40 * 24), { ...raw, channels: 1 }],
    ['one colour', new Uint8Array(pixels.length).fill(90), raw],
    ['CMYK', pixels.subarray(0, 40 * 24), { width: 20, height: 12, channels: 4 }],
  ] as const;
  const writers: readonly (readonly [string, JpegOptions])[] = [
    ['libjpeg', { progressive: true }],
    ['libjpeg without subsampling', { progressive: true, chromaSubsampling: '4:4:4' }],
    ['mozjpeg', { mozjpeg: true }],
    ['mozjpeg of few bits', { mozjpeg: true, quality: 5 }],
    ['mozjpeg without its search of scans', { mozjpeg: true, optimizeScans: false }],
  ];
  const cases = writers.flatMap(([writer, options]) =>
    drawings.map(([what, shown, layout]) => [writer, what, options, shown, layout] as const),
  );

  it.each(cases)('is damaged, and a whole one of %s is read: %s', async (...row) => {
    const [, what, options, shown, layout] = row;
    let picture = sharp(shown, { raw: layout });
    if (what === 'CMYK') picture = picture.pipelineColourspace('cmyk').toColourspace('cmyk');
    const whole = await picture.jpeg(options).toBuffer();
    await expect(decodeImage(whole, 'x')).resolves.toMatchObject({ width: layout.width });
    const count = withoutScans(whole, 0).scans;
    expect(count).toBeGreaterThan(2);
    for (let missing = 1; missing < count; missing++) {
      const cut = withoutScans(whole, missing).jpeg;
      for (const lenient of [false, true]) {
        const read = decodeImage(cut, 'x', { lenient });
        await expect(read).rejects.toThrow(/damaged or cut off \(it ends before its last scan/);
      }
    }
  });

  it('is damaged where a colour of its own scan is missing', async () => {
    const interleaved = await sharp(pixels, { raw }).jpeg({ progressive: true }).toBuffer();
    // The first scan holds the means of all three colours, as if it were the only one.
    const first = withoutScans(interleaved, withoutScans(interleaved, 0).scans - 1).jpeg;
    const frame = first.indexOf(Buffer.from([0xff, 0xc2]));
    const header = first.indexOf(Buffer.from([0xff, 0xda]));
    first[frame + 1] = 0xc0;
    first.set([0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0], header);
    await expect(decodeImage(first, 'x')).rejects.toThrow('without all bits of a colour');
  });
});

describe('a JPEG of any kind', () => {
  it('says what kind of JPEG is not read', async () => {
    const lossless = Buffer.from(sound);
    lossless[sound.indexOf(Buffer.from([0xff, 0xc0])) + 1] = 0xc3;
    await expect(decodeImage(lossless, 'x')).rejects.toThrow('it is a lossless JPEG');
    const deep = Buffer.from(sound);
    deep[sound.indexOf(Buffer.from([0xff, 0xc0])) + 4] = 12;
    await expect(decodeImage(deep, 'x')).rejects.toThrow('it is a 12-bit JPEG');
  });

  it('leaves sound ones as they are', async () => {
    const progressive = await sharp(pixels, { raw }).jpeg({ progressive: true }).toBuffer();
    for (const jpeg of [sound, progressive]) {
      const read = await decodeImage(jpeg, 'x', { lenient: true });
      expect(read).toEqual(await decodeImage(jpeg, 'x'));
      expect(read.warnings).toBeUndefined();
    }
  });
});
