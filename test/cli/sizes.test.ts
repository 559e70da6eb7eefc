import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ExitCode } from '../../src/cli/command.ts';
import { recordSchema } from '../../src/inspection/inspection-record.ts';
import { loadPart } from '../../src/node/inspection/part-store.ts';
import { useGoodPictures } from './good-pictures.ts';
import { run, type Run } from './harness.ts';

const { folder, bad, enrol } = useGoodPictures();
beforeAll(async () => void (await enrol('plain.part')));

async function inspect(part: string, ...options: string[]): Promise<Run> {
  return run(['inspect', folder(part), ...bad, '--model', folder('small.onnx'), ...options]);
}

const region = z.looseObject({
  width: z.number(),
  area: z.number(),
  millimetres: z.object({ width: z.number(), height: z.number(), area: z.number() }),
});

describe('fewgood enroll --scale-from', () => {
  it('tells sizes in millimetres: in text, JSON, CSV and report', async () => {
    // The pictures have 96 pixels a side.
    const { out } = await enrol('scaled.part', '--scale-from', '0,50% 100%,50%=24mm');
    expect(out).toContain('4 px a mm in pictures of 96 × 96 px');
    const info = await run(['part', 'info', folder('scaled.part')]);
    expect(info.out).toContain('sizes      4 px a mm in pictures of 96 × 96 px');

    const { out: records } = await inspect('scaled.part', '--json');
    const record: unknown = JSON.parse(records[0]);
    recordSchema.parse(record);
    const { regions } = z.object({ regions: z.array(region) }).parse(record);
    const [{ width, area, millimetres }] = regions;
    expect(millimetres).toMatchObject({ width: width / 4, area: area / 16 });

    const { out: lines } = await inspect('scaled.part', '--report', folder('report.html'));
    expect(lines.join('\n')).toContain(`(${String(Number((width / 4).toPrecision(3)))}×`);
    const report = await readFile(folder('report.html'), 'utf8');
    expect(report).toContain('<dt>Scale</dt>');
    expect(report).toContain('<span>mm²</span>');
    const { out: table } = await inspect('scaled.part', '--csv');
    expect(table[0].endsWith(',largest_area_mm2,angle,dx,dy,scale,objects')).toBe(true);
    const largest = Math.max(...regions.map((one) => one.millimetres.area));
    expect(table[1].endsWith(`,${largest},,,,,`)).toBe(true);
  });
});

describe('fewgood inspect --min-area', () => {
  it('passes what is smaller, for this run alone, and says so', async () => {
    const { code, out, log } = await inspect('plain.part', '--min-area', '9000px2');
    expect(code).toBe(ExitCode.ok);
    expect(out[0]).toMatch(/^pass /);
    expect(out.join('\n')).toContain('(least area 9000 px²)');
    expect(log).toContain('too small to fail, 1 picture passes: ');
    expect((await inspect('plain.part')).code).toBe(ExitCode.anomalous);
    expect((await inspect('plain.part', '--min-area', '1px')).code).toBe(ExitCode.anomalous);
  });

  it('refuses millimetres where the part has no scale', async () => {
    const { code, log } = await inspect('plain.part', '--min-area', '0.5mm2');
    expect(code).toBe(ExitCode.usage);
    expect(log).toContain('Cannot use minArea = 0.5 mm²: expected pixels, or a scale');
    expect(log).toContain('Options: --min-area');
  });
});

describe('fewgood part scale', () => {
  it('sets, keeps and forgets sizes, and changes nothing else of the part', async () => {
    await enrol('later.part');
    const before = await readFile(folder('later.part'));
    const part = folder('later.part');
    const { out } = await run(['part', 'scale', part, '--scale', '4']);
    expect(out.join()).toContain('4 px a mm in pictures of 96 × 96 px');
    await run(['part', 'scale', part, '--min-area', '600mm^2']);
    expect((await loadPart(part)).sizing).toEqual({
      pixelsPerMillimetre: 4,
      minArea: { value: 600, unit: 'mm' },
      picture: { width: 96, height: 96 },
    });
    expect((await inspect('later.part', '--report', folder('passed.html'))).code).toBe(ExitCode.ok);
    const report = await readFile(folder('passed.html'), 'utf8');
    expect(report).toContain('<dt>Least area</dt>');
    expect(report).toContain('too small to fail');
    expect((await inspect('later.part', '--min-area', 'none')).code).toBe(ExitCode.anomalous);
    const none = await run(['part', 'scale', part, '--none', '--json']);
    expect(JSON.parse(none.out[0])).toEqual({ part, sizing: null });
    expect(await readFile(part)).toEqual(before);
  });

  it.each([
    [[], 'nothing is said of it'],
    [['--none', '--scale', '3'], '--none stands beside other options'],
    [['--scale', '0'], 'Cannot use --scale 0: expected a number above 0'],
    [['--scale', '3', '--scale-from', '1,1 2,2=1'], 'they are one scale'],
    [['--scale-from', '1,1 2,2'], 'expected "x1,y1 x2,y2=MM"'],
    [['--scale-from', '1,1 2=5'], 'expected "x1,y1 x2,y2=MM"'],
    [['--scale-from', '1,1 1,1=5'], 'expected two places that differ'],
    [['--min-area', '5'], 'expected an area above 0 with its unit'],
    [['--min-area=-1px2'], 'expected an area above 0 with its unit'],
  ])('refuses %j', async (options, words) => {
    const { code, log } = await run(['part', 'scale', folder('plain.part'), ...options]);
    expect(code).toBe(ExitCode.usage);
    expect(log).toContain(words);
  });

  it('refuses a part that is not named, and words too many', async () => {
    expect((await run(['part', 'scale'])).log).toContain('no part file given');
    expect((await run(['part', 'scale', 'a.part', 'b.part'])).log).toContain('b.part is one word');
  });
});
