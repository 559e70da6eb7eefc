/** `fewgood enroll --objects` and `--grid`, and `inspect` of what they learn. */
import { readFile, writeFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { recordSchema } from '../../src/inspection/inspection-record.ts';
import { loadPart } from '../../src/node/inspection/part-store.ts';
import { renderTray } from '../../src/synthetic/index.ts';
import { smallModel, smallOptions, striped, writePictures } from '../helpers/small-part.ts';
import type { RgbImage } from '../../src/image/rgb-image.ts';
import { run, useFolder } from './harness.ts';

const folder = useFolder();
const tray = { kind: 'washer', columns: 3, rows: 2, place: 64 } as const;
const six = [null, null, null, null, null, null];

function drawn(seed: number, count = 6): RgbImage {
  return renderTray({ ...tray, seed, parts: six.slice(0, count) }).image;
}

/** The tray with a part over which stripes lie. */
function withStripes(image: RgbImage): RgbImage {
  const data = image.data.slice();
  const stripes = striped({ data: new Uint8Array(64 * 64 * 3).fill(128), width: 64, height: 64 });
  for (let y = 16; y < 32; y++) {
    data.set(stripes.data.subarray(3 * y * 64, 3 * (y * 64 + 32)), 3 * (y * image.width + 16));
  }
  return { ...image, data };
}

const takenSchema = z.looseObject({ taken: z.array(z.looseObject({ name: z.string() })) });
let paths: string[] = [];
const model = (): string[] => ['--model', folder('small.onnx')];

beforeAll(async () => {
  await writeFile(folder('small.onnx'), smallModel());
  paths = await writePictures(folder('good'), [
    { name: 'one.png', image: drawn(1) },
    { name: 'two.png', image: drawn(2) },
  ]);
  await writePictures(folder('trays'), [
    { name: 'bad.png', image: withStripes(drawn(3)) },
    { name: 'five.png', image: drawn(4, 5) },
    { name: 'none.png', image: { ...drawn(5), data: new Uint8Array(192 * 128 * 3).fill(90) } },
  ]);
});

describe('fewgood enroll --objects', () => {
  it('learns the objects of trays, and how many there are', async () => {
    const path = folder('washer.part');
    const enrolled = await run([
      'enroll',
      path,
      ...paths,
      '--objects',
      '6',
      ...model(),
      ...smallOptions,
    ]);
    expect(enrolled.code).toBe(0);
    expect(enrolled.out[0]).toContain('learned from 12 objects');
    expect(enrolled.out).toContainEqual(expect.stringMatching(/^objects: 6 objects a picture/));
    const part = await loadPart(path);
    expect(part.layout).toMatchObject({ kind: 'free', count: 6, area: null });
    expect(part.support[7]?.name).toBe('two.png #2');
    const info = await run(['part', 'info', path]);
    expect(info.out).toContainEqual(expect.stringMatching(/^objects {4}6 objects a picture/));
  });
});

describe('fewgood inspect of several objects', () => {
  it('inspects each object, and names those that fail or are missing', async () => {
    const report = folder('report.html');
    const { code, out } = await run([
      'inspect',
      folder('washer.part'),
      folder('trays'),
      '--json',
      '--report',
      report,
      ...model(),
    ]);
    expect(code).toBe(1);
    const [bad, five, none] = out.map((line) => recordSchema.parse(JSON.parse(line)));
    expect(bad).toMatchObject({ verdict: 'fail', expectedObjects: 6, foundObjects: 6 });
    const first = bad !== undefined && 'objects' in bad ? bad.objects?.[0] : undefined;
    expect(first).toMatchObject({ verdict: 'fail' });
    expect(five).toMatchObject({ verdict: 'fail', expectedObjects: 6, foundObjects: 5 });
    expect(five).toHaveProperty('reasons.0.code', 'object-missing');
    expect(none).toMatchObject({ verdict: 'cannot judge', foundObjects: 0, score: null });
    const page = await readFile(report, 'utf8');
    expect(page).toContain('expected 6, found 5');
    expect(page).toContain('Object missing');
  });

  it('says it in words', async () => {
    const { out } = await run(['inspect', folder('washer.part'), folder('trays'), ...model()]);
    const text = out.join('\n');
    expect(text).toMatch(/fail .*bad\.png.*objects: expected 6, found 6/);
    expect(text).toMatch(/object 1: fail, [\d.]+× threshold, \d+×\d+ at \d+,\d+/);
    expect(text).toContain('objects are missing: expected 6, found 5');
  });

  it('says how many are not judged where they touch', async () => {
    const { image } = renderTray({ ...tray, seed: 7, parts: six, touching: 1 });
    const pair = await writePictures(folder('touching'), [{ name: 'pair.png', image }]);
    const words = ['inspect', folder('washer.part'), ...pair, ...model()];
    const { out } = await run(words);
    expect(out.join('\n')).toContain('objects: expected 6, found 6, 2 not judged where they touch');
    const json = await run([...words, '--json']);
    const record = recordSchema.parse(JSON.parse(json.out[0] ?? ''));
    const objects = 'objects' in record ? (record.objects ?? []) : [];
    expect(objects.filter(({ touching }) => touching)).toHaveLength(2);
  });

  it('confirms each object of a good tray', async () => {
    const good = await writePictures(folder('more'), [{ name: 'three.png', image: drawn(6) }]);
    const { out } = await run([
      'calibrate',
      folder('washer.part'),
      ...good,
      '--accept',
      '--distinct',
      '--json',
      ...model(),
    ]);
    const { taken } = takenSchema.parse(JSON.parse(out[0] ?? ''));
    expect(taken.map(({ name }) => name)).toEqual([1, 2, 3, 4, 5, 6].map((n) => `three.png #${n}`));
  });
});

describe('fewgood enroll --grid', () => {
  it('learns the nests of a rectangle', async () => {
    const path = folder('grid.part');
    const { code, out } = await run([
      'enroll',
      path,
      ...paths,
      '--grid',
      '3x2',
      '--region',
      '0,0,192,128',
      ...model(),
      ...smallOptions,
    ]);
    expect(code).toBe(0);
    expect(out.join('\n')).toContain('6 nests in a part of the picture, 3 × 2');
    const inspected = await run([
      'inspect',
      path,
      folder('trays', 'bad.png'),
      '--json',
      ...model(),
    ]);
    expect(recordSchema.parse(JSON.parse(inspected.out[0] ?? ''))).toMatchObject({
      verdict: 'fail',
      expectedObjects: 6,
      objects: [
        { box: { x: 0, y: 0, width: 64, height: 64 }, verdict: 'fail' },
        {},
        {},
        {},
        {},
        {},
      ],
    });
  });
});

describe('options of objects', () => {
  it.each([
    [['--objects', '6', '--grid', '3x2'], 2, 'Cannot use --objects beside --grid'],
    [['--grid', '3'], 2, 'Cannot use --grid "3": expected columns and rows'],
    [['--objects', 'few'], 2, 'Cannot use --objects "few": expected auto or a whole number'],
    [['--objects', '6', '--ignore-region', '0,0,5,5'], 2, 'expected a rectangle'],
    [['--objects', '5'], 1, 'one.png shows 6: expected 5'],
    [['--objects', '6', '--flat', 'good/one.png'], 2, 'Cannot use flat = 192 × 128 pixels'],
  ])('refuses %j', async (words, code, message) => {
    const refused = await run([
      'enroll',
      folder('x.part'),
      ...paths,
      ...words.map((word) => (word.endsWith('.png') ? folder(word) : word)),
      ...model(),
      ...smallOptions,
    ]);
    expect(refused.code).toBe(code);
    expect(refused.log).toContain(message);
  });
});
