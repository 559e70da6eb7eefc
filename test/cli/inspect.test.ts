import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { ExitCode } from '../../src/cli/command.ts';
import { type InspectionRecord, recordSchema } from '../../src/inspection/inspection-record.ts';
import { savePart } from '../../src/node/inspection/part-store.ts';
import { drawParts, smallPart, writePictures } from '../helpers/small-part.ts';
import { run } from './harness.ts';
import { untimed, useTray } from './tray.ts';

const { folder, tray, inspect } = useTray();

/** Paths that a run names, in its order. */
async function paths(argv: string[], stdin?: string): Promise<string[]> {
  const { out } = await inspect(['--json', ...argv], stdin === undefined ? {} : { stdin });
  return out.map((line) => recordSchema.parse(JSON.parse(line)).path);
}

describe('fewgood inspect', () => {
  it('judges each picture on a line, counts them, and exits by the worst', async () => {
    const { code, out, log } = await inspect([folder('tray')]);
    expect(out).toHaveLength(3);
    expect(out[0]).toMatch(
      /^pass {10}.*tray\/a\/washer-000-good\.png {2}score \d.* {2}0\.\d\d× thr/,
    );
    expect(out[2]).toMatch(/^fail .*tray\/b\/.* {2}[\d.]+× threshold {2}\d+×\d+ at \d+,\d+/);
    expect(log).toMatch(/^threshold [\d.]+: Provisional\./);
    expect(log).toMatch(/\n1 fail, 0 cannot judge, 0 error, 2 pass$/);
    expect(code).toBe(ExitCode.anomalous);
    expect((await inspect([folder('tray', 'a')])).code).toBe(ExitCode.ok);
  });

  it('finds the defect where it is', async () => {
    const { out } = await inspect(['--json', tray[2]]);
    const { regions, hottest, ratio } = asJudged(out[0]);
    expect(ratio).toBeGreaterThan(1);
    const [{ x, y, width, height }] = regions;
    // The stripes cover the upper left quarter of 96 px.
    expect([x + width / 2, y + height / 2].every((centre) => centre < 48)).toBe(true);
    expect(hottest.box.x + hottest.box.y).toBeLessThan(96);
  });

  it('writes JSON lines of the documented schema, the same in each run but for the times', async () => {
    await writeFile(folder('broken.png'), 'not a picture');
    const argv = ['--json', folder('tray'), folder('broken.png'), folder('missing.png')];
    const [first, second] = [await inspect(argv), await inspect(argv)];
    expect(untimed(first.out)).toEqual(untimed(second.out));
    expect(untimed(first.out)).toMatchObject([
      { path: tray[0], verdict: 'pass', provisional: true, regions: [] },
      { path: tray[1], verdict: 'pass' },
      { path: tray[2], verdict: 'fail', hottest: { nearest: { augmentation: 'identity' } } },
      { path: folder('broken.png'), error: { code: 'IMAGE_UNREADABLE' } },
      { path: folder('missing.png'), error: { code: 'IMAGE_UNREADABLE' } },
    ]);
    expect(first.code).toBe(ExitCode.fault);
  });
});

describe('fewgood inspect, names', () => {
  it('writes CSV that reads back, whatever the names', async () => {
    const odd = folder('odd', 'a, "b"\nc.png');
    await mkdir(folder('odd'));
    await writeFile(odd, await readFile(tray[2]));
    const { out } = await inspect(['--csv', odd, folder('missing.png'), tray[0]]);
    const [head, ...rows] = parseCsv(out.join('\n'));
    const records = rows.map((row) => Object.fromEntries(head.map((name, i) => [name, row[i]])));
    const error: unknown = expect.stringContaining('no such file');
    expect(records).toMatchObject([
      { path: odd, verdict: 'fail', provisional: 'true', error: '' },
      { path: folder('missing.png'), verdict: 'error', score: '', error },
      { path: tray[0], verdict: 'pass', regions: '0', largest_area: '', error: '' },
    ]);
    const [{ score, threshold, ratio, regions, largest_area: area }] = records;
    expect(Number(ratio)).toBeCloseTo(Number(score) / Number(threshold), 12);
    expect(Number(regions)).toBeGreaterThan(0);
    expect(Number(area)).toBeGreaterThan(100);
  });

  it('shows a hostile name as one harmless line', async () => {
    const hostile = folder('two\nlines\u001b[31m.png');
    await writeFile(hostile, await readFile(tray[0]));
    const { out } = await inspect([hostile, `${hostile}.gone`]);
    expect(out).toHaveLength(2);
    expect(out[1]).toContain('two\\u000alines\\u001b[31m.png');
    expect(out.join('')).not.toContain('\u001b');
  });

  it('takes globs, a list on standard input, and each file once', async () => {
    expect(await paths([folder('tray', '*', '*-000-*.png')])).toEqual([tray[0], tray[2]]);
    expect(await paths(['-'], `${tray[2]}\n${tray[1]}\n`)).toEqual([tray[2], tray[1]]);
    expect(await paths(['-'], `${tray[1]}\0${tray[0]}\0`)).toEqual([tray[1], tray[0]]);
    expect(await paths([tray[1], folder('tray', 'a'), tray[1]])).toEqual([tray[1], tray[0]]);
  });
});

describe('fewgood inspect, a picture that cannot be judged', () => {
  it('cannot judge a picture without light, and says what to do wherever it says so', async () => {
    const [{ image }] = drawParts({ seed: 2, count: 1 });
    const dark = { name: 'dark.png', image: { ...image, data: image.data.map((v) => v * 0.2) } };
    const [path] = await writePictures(folder('dark'), [dark]);
    const report = folder('dark.html');
    const { code, out, log } = await inspect([path, tray[2], '--report', report]);
    expect(code).toBe(ExitCode.fault);
    expect(out[0]).toMatch(/^cannot judge {2}\S+dark\.png {2}score/);
    expect(out[1]).toMatch(/^ {14}it is [\d.]+ times darker than .*\. Check lamp/);
    expect(out[2]).toMatch(/^fail/);
    expect(log).toMatch(
      /1 fail, 1 cannot judge, 0 error, 0 pass\ntoo dark, 1 picture not judged: Check lamp, shutter/,
    );
    expect(await readFile(report, 'utf8')).toContain('<strong>Too dark:</strong> it is');
    const [record] = untimed((await inspect([path, '--json'])).out);
    expect(record).toMatchObject({
      verdict: 'cannot judge',
      reasons: [{ code: 'too-dark', facts: { goodPictures: 4 } }],
    });
    expect((await inspect([path, '--csv'])).out[1]).toContain('too-dark: it is');
  });
});

describe('fewgood inspect, without an answer', () => {
  it('cannot judge by a part of one picture, and says so', async () => {
    await savePart(folder('one.part'), await smallPart(drawParts({ count: 1 })));
    const argv = ['inspect', folder('one.part'), '--model', folder('small.onnx'), ...tray];
    const { code, out, log } = await run([...argv, '--report', folder('one.html')]);
    expect(code).toBe(ExitCode.fault);
    const verdicts = out.filter((line) => !line.startsWith(' ')).map((line) => line.slice(0, 12));
    expect(verdicts).toEqual(Array(3).fill('cannot judge'));
    expect(log).toContain('No threshold.');
    expect(out[1]).toContain(
      'without turned copies of it to compare with. Enrol the part from two',
    );
    expect(log).toContain('0 fail, 3 cannot judge, 0 error, 0 pass');
    expect(log).toContain(
      'no threshold, 3 pictures not judged: Enrol the part from two good pictures or more',
    );
    const { out: lines } = await run([...argv, '--json']);
    const reasons = [{ code: 'no-threshold' }];
    expect(untimed(lines)[2]).toMatchObject({ threshold: null, ratio: null, regions: [], reasons });
  });

  it('refuses pictures above --max-megapixels, and goes on', async () => {
    const large = { name: 'large.png', image: drawParts({ count: 1, size: 128 })[0].image };
    const [path] = await writePictures(folder('large'), [large]);
    const { code, out } = await inspect([path, tray[0], '--max-megapixels', '0.01']);
    expect(code).toBe(ExitCode.fault);
    expect(out[0]).toMatch(/^error .*128 x 128\): expected at most 0\.01/);
    expect(out[1]).toMatch(/^pass/);
  });

  it.each<[string, string[], RegExp]>([
    ['no pictures', [], /expected pictures, --watch FOLDER or --camera INPUT/],
    ['pictures and --watch', ['a.png', '--watch', '.'], /one of them alone/],
    ['JSON and CSV', ['a.png', '--json', '--csv'], /--json and --csv at once/],
    ['no megapixels', ['a.png', '--max-megapixels', '0'], /expected a number of at least 0\.01/],
    ['an unknown option', ['a.png', '--frob'], /Unknown option '--frob'/],
  ])('refuses %s', async (_, argv, message) => {
    const { code, out, log } = await inspect(argv);
    expect([code, out]).toEqual([ExitCode.usage, []]);
    expect(log).toMatch(message);
  });

  it('writes what it has when it is interrupted', async () => {
    const stop = new AbortController();
    const report = folder('interrupted.html');
    const { code, out, log } = await inspect(['--json', ...tray, '--report', report], {
      signal: stop.signal,
      onLine: () => stop.abort(),
    });
    expect(code).toBe(ExitCode.interrupted);
    expect(untimed(out)).toHaveLength(1);
    expect(log).toContain('1 pass');
    expect(await readFile(report, 'utf8')).toMatch(/<\/html>\s*$/);
  });
});

/** A line of `--json` that is no error. */
function asJudged(line: string): InspectionRecord {
  const record = recordSchema.parse(JSON.parse(line));
  if ('error' in record) throw new Error(record.error.message);
  return record;
}

/** RFC 4180, as a spreadsheet reads it. */
function parseCsv(text: string): string[][] {
  const cell = /(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n|$)/y;
  const rows: string[][] = [[]];
  for (;;) {
    const match = cell.exec(text);
    if (match === null) throw new Error(`no CSV at ${cell.lastIndex}`);
    const [, quoted, plain, separator] = match;
    rows.at(-1)?.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (separator === '') return rows;
    if (separator === '\n') rows.push([]);
  }
}
