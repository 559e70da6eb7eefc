import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ExitCode } from '../../src/cli/command.ts';
import { recordSchema } from '../../src/inspection/inspection-record.ts';
import { loadPart } from '../../src/node/inspection/part-store.ts';
import { similarityAbout } from '../../src/image/similarity.ts';
import { movedPicture } from '../../studies/moved-picture.ts';
import { drawParts, writePictures } from '../helpers/small-part.ts';
import { run, type Run, useFolder } from './harness.ts';

const SIDE = 224;
const folder = useFolder();
const good: string[] = [];
const turned: string[] = [];
beforeAll(async () => {
  const drawn = drawParts({ kind: 'bracket', count: 3, size: SIDE, pose: 'fixed' });
  good.push(...(await writePictures(folder('good'), drawn.slice(0, 2))));
  const similarity = similarityAbout([112, 112], { degrees: 8, scale: 1, dx: 4, dy: 0 });
  const image = movedPicture(drawn[2].image, similarity);
  turned.push(...(await writePictures(folder('turned'), [{ name: 'turned.png', image }])));
  await enrol('strict.part', '--max-angle', '4', '--max-offset', '20px');
});

async function enrol(part: string, ...options: string[]): Promise<Run> {
  const quick = '--augment rotation --pose fixed --enlarge none'.split(' ');
  return run(['enroll', folder(part), ...good, ...quick, ...options]);
}

async function inspect(...options: string[]): Promise<Run> {
  return run(['inspect', folder('strict.part'), ...turned, ...options]);
}

const alignment = z.object({ alignment: z.object({ angle: z.number(), dx: z.number() }) });

describe('fewgood enroll --max-angle', () => {
  it('fails what is turned too far: in text, JSON and report', async () => {
    const { code, out } = await inspect('--report', folder('report.html'));
    expect(code).toBe(ExitCode.anomalous);
    expect(out[0]).toMatch(/^fail /);
    expect(out.join('\n')).toMatch(/lies: turned \+\d\.\d°, moved \+\d\.\d, [+-]\d\.\d px, scale /);
    expect(out.join('\n')).toMatch(/the part is turned by \d\.\d° clockwise \(allowed 4\.0°\)/);
    const report = await readFile(folder('report.html'), 'utf8');
    expect(report).toContain('<dt>How it lies</dt>');
    expect(report).toContain('<b>How it lies</b> turned +');
    const { out: records } = await inspect('--json');
    const record: unknown = JSON.parse(records[0]);
    recordSchema.parse(record);
    const { angle, dx } = alignment.parse(record).alignment;
    expect(Math.abs(angle - 8)).toBeLessThan(1.5);
    expect(Math.abs(dx - 4)).toBeLessThan(4);
    const [header, row] = (await inspect('--csv')).out;
    expect(header.endsWith(',angle,dx,dy,scale,objects')).toBe(true);
    expect(row.split(',').slice(-5, -3).map(Number)).toEqual([angle, dx]);
    const info = await run(['part', 'info', folder('strict.part')]);
    expect(info.out).toContain('alignment  turned by more than 4° fails');
  });
});

describe('fewgood part alignment', () => {
  it('sets, keeps and forgets tolerances', async () => {
    const part = folder('strict.part');
    const { out } = await run(['part', 'alignment', part, '--max-angle', '15']);
    expect(out.join()).toContain('turned by more than 15° fails');
    expect((await loadPart(part)).alignment).toEqual({
      maxAngle: 15,
      maxOffset: { value: 20, unit: 'px' },
      regionMoves: false,
    });
    const { out: lines } = await inspect();
    expect(lines.join('\n')).not.toContain('the part is turned');
    const none = await run(['part', 'alignment', part, '--none', '--json']);
    expect(JSON.parse(none.out[0])).toEqual({ part, alignment: null });
    expect((await loadPart(part)).alignment).toBeUndefined();
  });

  it.each([
    [[], 'nothing is said of it'],
    [['--none', '--max-angle', '3'], '--none stands beside other options'],
    [['--max-angle', '181'], 'expected degrees from 0 to 180, or none'],
    [['--max-angle', ''], 'expected degrees from 0 to 180, or none'],
    [['--max-offset', '5cm'], 'expected a distance of 0 or more, in px or mm, or none'],
    [['--max-offset=-1px'], 'expected a distance of 0 or more, in px or mm, or none'],
    [['--max-offset', '1mm'], 'expected pixels, or a scale in pixels a millimetre'],
  ])('refuses %j', async (options, words) => {
    const { code, log } = await run(['part', 'alignment', folder('strict.part'), ...options]);
    expect(code).toBe(ExitCode.usage);
    expect(log).toContain(words);
  });
});

describe('fewgood enroll --region-moves', () => {
  it('refuses what has no region', async () => {
    const { code, log } = await enrol('moving.part', '--region-moves');
    expect(code).toBe(ExitCode.usage);
    expect(log).toContain('Options: --region-moves');
  });
});
