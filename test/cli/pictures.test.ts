import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import type { RgbImage } from '../../src/image/rgb-image.ts';
import { recordSchema } from '../../src/inspection/inspection-record.ts';
import { readImage } from '../../src/node/image/image-decoder.ts';
import { loadPart } from '../../src/node/inspection/part-store.ts';
import {
  animatedPng,
  multiPicture,
  type RawPicture,
  rawPng,
  tiffPages,
  withBadScan,
  withStrayBytes,
} from '../helpers/picture-bytes.ts';
import { drawParts, smallOptions, striped } from '../helpers/small-part.ts';
import { run, type Run } from './harness.ts';
import { useTray } from './tray.ts';

const { folder, inspect } = useTray();

const [{ image: good }] = drawParts({ seed: 1, count: 1 });
const bad = striped(good);

/** As frame grabbers write it: a fourth byte that nobody set. */
function withFourth({ data, width, height }: RgbImage, fourth: number): RawPicture {
  const rgba = Uint8Array.from({ length: width * height * 4 }, (_, i) =>
    i % 4 === 3 ? fourth : (data[(i >> 2) * 3 + (i % 4)] ?? 0),
  );
  return { width, height, channels: 4, data: rgba };
}

const rgb = (image: RgbImage): RawPicture => ({ ...image, channels: 3 });

/** As a camera of 12 bits writes it into 16. */
function twelveBits({ data, width, height }: RgbImage): RawPicture {
  const grey = Uint16Array.from({ length: width * height }, (_, i) => (data[i * 3 + 1] ?? 0) << 4);
  return { width, height, channels: 1, data: grey };
}

const jpeg = ({ data, width, height }: RgbImage): Promise<Buffer> =>
  sharp(data, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 98 })
    .toBuffer();

async function put(name: string, bytes: Uint8Array): Promise<string> {
  await writeFile(folder(name), bytes);
  return folder(name);
}

/** Verdicts of what is printed as JSON, by name. */
function verdicts({ out }: Run): string[] {
  return out.map((line) => {
    const record = recordSchema.parse(JSON.parse(line));
    return `${basename(record.path)} ${'verdict' in record ? record.verdict : 'error'}`;
  });
}

const scoreOf = ([line]: readonly string[]): unknown => JSON.parse(line ?? '').score;

const files = async (): Promise<string[]> => [
  await put('three.tif', tiffPages([rgb(good), rgb(bad), rgb(bad)])),
  await put('two.png', animatedPng([withFourth(good, 255), withFourth(bad, 255)])),
  await put('two.mpo', multiPicture([await jpeg(good), await jpeg(bad)])),
];

const smallWords = (): string[] => ['--model', folder('small.onnx'), ...smallOptions];

describe('alpha that is none', () => {
  it.each([
    ['png', () => rawPng(withFourth(bad, 0))],
    ['constant.png', () => rawPng(withFourth(bad, 100))],
    ['tif', () => tiffPages([{ ...withFourth(bad, 0), tags: [[338, 2]] }])],
    ['unspecified.tif', () => tiffPages([{ ...withFourth(bad, 3), tags: [[338, 0]] }])],
  ])('leaves a defect to be seen: %s', async (suffix, encode) => {
    const path = await put(`alpha.${suffix}`, encode());
    const plain = await inspect([await put('plain.png', rawPng(rgb(bad))), '--json']);
    const { code, out } = await inspect([path, '--json']);
    expect(code).toBe(3);
    expect(scoreOf(out)).toBe(scoreOf(plain.out));
  });
});

describe('a file of several pictures', () => {
  it('is an error that says how many, and what to do', async () => {
    const { code, out, log } = await inspect(await files());
    expect(code).toBe(1);
    expect(out.map((line) => /it holds \d pictures: expected one/.exec(line)?.[0])).toEqual([
      'it holds 3 pictures: expected one',
      'it holds 2 pictures: expected one',
      'it holds 2 pictures: expected one',
    ]);
    expect(log).toContain('3 error');
    const enrolled = await run(['enroll', folder('x.part'), folder('three.tif')]);
    expect(enrolled.log).toMatch(/it holds 3 pictures.*\n.*\n\s+Options: --pages/);
  });

  it('is judged picture by picture with --pages all, and by its first with --pages first', async () => {
    expect(verdicts(await inspect([...(await files()), '--json', '--pages', 'all']))).toEqual([
      'three.tif#1 pass',
      'three.tif#2 fail',
      'three.tif#3 fail',
      'two.png#1 pass',
      'two.png#2 fail',
      'two.mpo#1 pass',
      'two.mpo#2 fail',
    ]);
    expect(verdicts(await inspect([folder('three.tif'), '--json', '--pages', 'first']))).toEqual([
      'three.tif pass',
    ]);
    const broken = await put('broken.tif', Buffer.from('II*\0\xff\0\0\0', 'latin1'));
    expect(verdicts(await inspect([broken, '--json', '--pages', 'all']))).toEqual([
      'broken.tif error',
    ]);
  });

  it('is remembered by a state, picture by picture', async () => {
    const state = ['--state', folder('pages.state'), '--pages', 'all', '--json'];
    const [three = ''] = await files();
    expect((await inspect([three, ...state])).out).toHaveLength(3);
    const { out, log } = await inspect([three, ...state]);
    expect(out).toEqual([]);
    expect(log).toContain('judged before, passed over: 3 pictures');
    await put('three.tif', tiffPages([rgb(good), rgb(good), rgb(bad)]));
    expect((await inspect([three, ...state])).out).toHaveLength(3);
  });

  it('is learned from, picture by picture', async () => {
    const pages = drawParts({ count: 4 }).map(({ image }) => rgb(image));
    const path = await put('four.tif', tiffPages(pages));
    const small = ['--model', folder('small.onnx'), ...smallOptions];
    const drawn = ['--pages', 'all', '--shots', '3'];
    const { code } = await run(['enroll', folder('four.part'), path, ...small, ...drawn]);
    expect(code).toBe(0);
    const { support } = await loadPart(folder('four.part'));
    expect(support).toHaveLength(3);
    for (const { name } of support) expect(name).toMatch(/^four\.tif#[1-4]$/);
  });
});

describe('pictures of 12 bits in 16', () => {
  let enrolment: Run;
  beforeAll(async () => {
    await mkdir(folder('deep'));
    for (const { name, image } of drawParts({ count: 4 })) {
      await put(`deep/${name}.tif`, tiffPages([twelveBits(image)]));
    }
    enrolment = await run(['enroll', folder('deep.part'), folder('deep'), ...smallWords()]);
  });

  it('are judged and shown as the support set shows that they are meant', async () => {
    expect(enrolment.log).toContain(
      'samples: 12 of 16 bits are used; --sample-bits says otherwise',
    );
    const path = await put('deep-bad.tif', tiffPages([twelveBits(bad)]));
    const options = ['--model', folder('small.onnx'), '--overlays', folder('marked'), '--json'];
    const { code, out } = await run(['inspect', folder('deep.part'), path, ...options]);
    expect(code).toBe(3);
    const record = recordSchema.parse(JSON.parse(out[0] ?? ''));
    const { data } = await readImage(('overlay' in record && record.overlay) || '');
    expect(data.reduce((a, b) => Math.max(a, b))).toBeGreaterThan(200);
    const part = await loadPart(folder('deep.part'));
    expect(part.sampleBits).toBe(12);
    const [{ image }] = part.support;
    expect(image.data.reduce((a, b) => Math.max(a, b))).toBeGreaterThan(100);
    const info = await run(['part', 'info', folder('deep.part')]);
    expect(info.out).toContain('samples    12 of 16 bits are used');
  });

  it('are refused above the bits that the user names', async () => {
    const { code, log } = await run(
      ['enroll', folder('ten.part'), folder('deep'), ...smallWords()].concat('--sample-bits', '10'),
    );
    expect(code).toBe(1);
    expect(log).toMatch(
      /samples reach \d+: expected at most 1023.*\n.*\n\s+Options: --sample-bits/,
    );
  });
});

describe('a JPEG against the standard', () => {
  it('is refused, and with --lenient judged with a warning in every output', async () => {
    const paths = [
      await put('scan.jpg', withBadScan(await jpeg(bad))),
      await put('stray.jpg', withStrayBytes(await jpeg(good))),
    ];
    const strict = await inspect(paths);
    expect([strict.code, ...strict.out.map((line) => line.slice(0, 5))]).toEqual([
      1,
      'error',
      'error',
    ]);
    const json = await inspect([...paths, '--lenient', '--json', '--report', folder('r.html')]);
    expect(verdicts(json)).toEqual(['scan.jpg fail', 'stray.jpg pass']);
    for (const line of json.out) {
      expect(JSON.parse(line)).toMatchObject({ warnings: [{ code: 'sloppy-jpeg' }] });
    }
    expect(await readFile(folder('r.html'), 'utf8')).toContain('2 bytes between its segments');
    const { out } = await inspect([...paths, '--lenient']);
    expect(out[1]).toMatch(/^ +warning: its JPEG is written against the standard .*\. Update/);
    expect(out[3]).toMatch(/^ +warning: its JPEG .* and was read all the same$/);
  });
});

describe('a data set', () => {
  it('is read with --lenient and up to --max-megapixels, and told of by data check', async () => {
    for (const name of ['own/good', 'own/cut']) await mkdir(folder(name), { recursive: true });
    for (const [i, { image }] of drawParts({ count: 4, size: 128 }).entries()) {
      await put(`own/good/${i}.jpg`, await jpeg(image));
    }
    await put('own/cut/0.jpg', withBadScan(await jpeg(bad)));
    const words = ['data', 'check', folder('own')];
    const strict = await run(words);
    expect([strict.code, strict.out.join('\n')]).toEqual([1, expect.stringContaining('cut/0.jpg')]);
    const lenient = await run([...words, '--lenient']);
    expect(lenient.code).toBe(0);
    expect(lenient.out.join('\n')).toMatch(
      /warning.*cut\/0\.jpg.*its JPEG is written against the standard/,
    );
    const small = await run([...words, '--lenient', '--max-megapixels', '0.01']);
    expect(small.code).toBe(1);
    expect(small.out.join('\n')).toContain('megapixels (128 x 128): expected at most 0.01');
    const evaluate = ['evaluate', folder('own'), '--model', folder('small.onnx'), '--shots', '2'];
    const of = (...more: string[]): Promise<Run> =>
      run([...evaluate, '--seeds', '1', '--method', 'patchcore', '--out', folder('run'), ...more]);
    expect((await of()).code).toBe(1);
    const { code, log } = await of('--lenient');
    expect([code, log]).toEqual([0, expect.stringContaining('written against the standard')]);
  });
});

describe('--max-megapixels', () => {
  it.each([
    ['enroll', 'wide.part', 'Options: --max-megapixels'],
    ['calibrate', 'washer.part', 'Options: --max-megapixels'],
    ['inspect', 'washer.part', '1 error'],
  ])('is known to %s, whose error names it', async (command, part, told) => {
    const { data, width, height } = good;
    const wide = { width: width * 2, height, channels: 3, data: new Uint8Array(data.length * 2) };
    const path = await put('wide.png', rawPng(wide));
    const words = [command, folder(part), path, '--model', folder('small.onnx')];
    const { code, out, log } = await run([...words, '--max-megapixels', '0.01']);
    expect(code).toBe(1);
    const all = [log, ...out].join('\n');
    expect(all).toContain('megapixels (192 x 96): expected at most 0.01');
    expect(all).toContain(told);
  });
});
