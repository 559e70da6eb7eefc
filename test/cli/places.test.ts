/** `fewgood enroll --places`, and what else the command line does with what it learns. */
import { readFile, writeFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type InspectionRecord, recordSchema } from '../../src/inspection/inspection-record.ts';
import { loadPart } from '../../src/node/inspection/part-store.ts';
import { drawKit, good, kitModel, kitPictures } from '../helpers/kit-sample.ts';
import { writePictures } from '../helpers/small-part.ts';
import { run, type Run, useFolder } from './harness.ts';

const folder = useFolder();
const options =
  '--augment rotation --pose fixed --size 96 --retrieve 8 --reverse 0.5 --presence check'.split(
    ' ',
  );
const model = (): string[] => ['--model', folder('small.onnx')];
const places = [
  { name: 'pill left', kind: 'tablet', region: '0,0,96,96' },
  { name: 'board', kind: 'circuit-board', region: '96,0,96,96' },
  { name: 'pill right', kind: 'tablet', region: '192,0,96,96' },
  { name: 'plug', kind: 'connector', region: '0,50%,33.33333%,50%' },
];
let paths: string[] = [];
let enrolled: Run;

async function enrol(name: string, content: unknown, ...more: string[]): Promise<Run> {
  const file = folder(`${name}.json`);
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
  const words = ['--places', file, ...model(), ...options, ...more];
  return run(['enroll', folder(`${name}.part`), ...paths, ...words]);
}

beforeAll(async () => {
  await writeFile(folder('small.onnx'), kitModel);
  paths = await writePictures(folder('good'), kitPictures);
  await writePictures(folder('line'), [
    { name: 'a-good.png', image: drawKit(12) },
    { name: 'b-missing.png', image: drawKit(12, { 3: null }) },
    {
      name: 'c-exchanged.png',
      image: drawKit(12, { 1: good('connector'), 3: good('circuit-board') }),
    },
    { name: 'd-surplus.png', image: drawKit(12, { 5: good('bracket') }) },
  ]);
  enrolled = await enrol('kit', { places });
});

describe('fewgood enroll --places', () => {
  it('learns each kind, and warns of those that pass for others', () => {
    const { code, out, log } = enrolled;
    expect(code).toBe(0);
    expect(out[0]).toContain(
      'kit.part: objects: 4 places a picture: 2 × tablet, 1 × circuit-board, 1 × connector, and what lies beside',
    );
    expect(out.join('\n')).toMatch(/^circuit-board: learned from 3 objects, bank /m);
    expect(log).toContain('warning: a good circuit-board passes where a connector belongs');
  });
});

async function inspected(...words: string[]): Promise<Run> {
  return run(['inspect', folder('kit.part'), folder('line'), ...model(), ...words]);
}

describe('fewgood inspect of a kit', () => {
  it('names places in JSON', async () => {
    const { code, out } = await inspected('--json');
    expect(code).toBe(3);
    const records = out.map((line) => recordSchema.parse(JSON.parse(line)));
    const kits = records.filter((record): record is InspectionRecord => 'verdict' in record);
    expect(kits.map(({ verdict }) => verdict)).toEqual(['pass', 'fail', 'fail', 'fail']);
    const failing = kits.map(({ objects = [] }) =>
      objects.flatMap(({ place, verdict }) => (verdict === 'pass' ? [] : [place])),
    );
    expect(failing).toEqual([[], ['plug'], ['board', 'plug'], ['rest']]);
    expect(kits[0]?.objects?.[3]).toMatchObject({ place: 'plug', kind: 'connector' });
    const part = await loadPart(folder('kit.part'));
    const names = [part, ...(part.kinds ?? [])].flatMap(({ support }) =>
      support.map(({ name }) => name),
    );
    for (const { hottest } of kits) expect(names).toContain(hottest.nearest.picture);
  });

  it('names them in words, in a table and in a report', async () => {
    const report = folder('report.html');
    const { out, log } = await inspected('--report', report, '--overlays', folder('overlays'));
    const text = out.join('\n');
    expect(text).toMatch(/^fail .*b-missing\.png.*objects: expected 4, found 3/m);
    expect(text).toMatch(/plug: cannot judge, [\d.]+× threshold, 96×96 at 0,96/);
    expect(text).toContain('objects are missing: expected 4, found 3, none at plug');
    expect(text).toContain('passes as another kind: board (connector), plug (circuit-board)');
    expect(log).toMatch(/^connector: threshold [\d.]+: Provisional/m);
    const page = await readFile(report, 'utf8');
    expect(page).toContain('<bdi>pill left, tablet</bdi>');
    expect(page).toContain('Another kind');
    expect(page).toContain('<dd>connector</dd>');
    const { out: table } = await inspected('--csv');
    expect(table[0]?.endsWith(',objects')).toBe(true);
    expect(table.slice(1).map((row) => /,"?([^",]*)"?$/.exec(row)?.[1])).toEqual([
      '',
      'plug: cannot judge',
      'board: fail; plug: fail',
      'rest: fail',
    ]);
  });
});

/** What is said of each kind. */
function counts(line: string | undefined): (string | number)[][] {
  return summary.parse(JSON.parse(line ?? '')).kinds.map((kind) => [kind.name, kind.confirmed]);
}

const summary = z.looseObject({
  kinds: z.array(z.looseObject({ name: z.string(), confirmed: z.number() })),
});

describe('other commands on a part of several kinds', () => {
  it('calibrate each kind, list what they took, and take it back', async () => {
    const [path] = await writePictures(folder('more'), [{ name: 'more.png', image: drawKit(14) }]);
    const words = ['--accept', '--distinct', '--json', ...model()];
    const taken = await run(['calibrate', folder('kit.part'), path ?? '', ...words]);
    expect(taken.code).toBe(0);
    expect(counts(taken.out[0])).toEqual([
      ['tablet', 2],
      ['circuit-board', 1],
      ['connector', 1],
      ['rest', 1],
    ]);
    const { out: lines } = await run(['part', 'pictures', folder('kit.part')]);
    expect(lines).toContain('5 confirmed good pictures');
    expect(lines).toContainEqual(expect.stringMatching(/^ {2}more\.png #plug .*ratio/));
    const removed = await run(['calibrate', folder('kit.part'), '--remove', 'more.png #plug']);
    expect(removed.out[0]).toMatch(/^removed more\.png #plug/);
    expect(removed.out).toContainEqual(expect.stringMatching(/^connector: threshold /));
    const reset = await run(['calibrate', folder('kit.part'), '--reset', '--json']);
    expect(counts(reset.out[0]).map(([, count]) => count)).toEqual([0, 0, 0, 0]);
  });

  it('show each kind', async () => {
    const { out } = await run(['part', 'info', folder('kit.part')]);
    expect(out.filter((line) => line.startsWith('kind '))).toEqual(
      ['tablet', 'circuit-board', 'connector', 'rest'].map((kind) => `kind       ${kind}`),
    );
    expect(out).toContainEqual(expect.stringMatching(/^objects {4}4 places a picture/));
  });

  it('refuse what is of one kind', async () => {
    for (const words of [
      ['region', '--ignore-region', '0,0,9,9'],
      ['alignment', '--max-angle', '4'],
    ]) {
      const [name = '', ...rest] = words;
      const refused = await run(['part', name, folder('kit.part'), ...rest]);
      expect(refused.code).not.toBe(0);
      expect(refused.log).toMatch(/places of its layout|nothing where a picture shows several/);
    }
  });
});

describe('a file of places', () => {
  const [first] = places;
  it.each<[string, unknown, string]>([
    ['is no JSON', '{', 'it: Invalid input'],
    ['has no places', { places: [] }, 'places: Too small'],
    ['has another field', { places: [{ ...first, colour: 'red' }] }, 'Unrecognized key'],
    [
      'names no region',
      { places: [{ ...first, region: 'left' }] },
      'pill left: Cannot use --region',
    ],
    [
      'has another shape',
      { places: [{ ...first, region: '0,0 9,0 9,9' }] },
      'pill left: its region is no upright rectangle',
    ],
    ['names a place twice', { places: [first, first] }, 'name "pill left" twice'],
    [
      'has two sizes of a kind',
      { places: [first, { ...first, name: 'other', region: '0,0,50,96' }] },
      'other: 50 × 96 pixels: expected the size of pill left, 96 × 96 pixels',
    ],
  ])('is refused if it %s', async (_, content, message) => {
    const { code, log } = await enrol('refused', content);
    expect(code).toBe(2);
    expect(log).toContain(message);
  });

  it.each([
    [['--objects', '4'], 'Cannot use --places beside --objects'],
    [['--region', '0,0,9,9'], 'Cannot use --places beside --objects'],
    [['--foreground', 'auto'], 'Cannot use --places beside --objects'],
    [['--max-angle', '4'], 'Cannot use alignment'],
  ])('does not go with %j', async (words, message) => {
    const { log } = await enrol('refused', { places }, ...words);
    expect(log).toContain(message);
  });
});
