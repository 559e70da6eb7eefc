import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { ExitCode } from '../../src/cli/command.ts';
import type { EvaluationResult } from '../../src/evaluation/results/evaluation-result.ts';
import { decodeResult } from '../../src/evaluation/results/result-file.ts';
import { cornersOf } from '../../src/image/look-area.ts';
import { encodeGreyPng } from '../helpers/grey-png.ts';
import { writeCategory } from '../helpers/small-dataset.ts';
import { smallModel } from '../helpers/small-part.ts';
import { run, type Run, useFolder } from './harness.ts';

const folder = useFolder();
beforeAll(async () => {
  await writeCategory(folder('parts/washer'), { kind: 'washer' });
  await writeCategory(folder('parts/gear'), { kind: 'gear' });
  await writeFile(folder('small.onnx'), smallModel());
});

/** Runs the quickest method on both categories. */
function evaluate(out: string, ...options: string[]): Promise<Run> {
  const where = [folder('parts'), '--model', folder('small.onnx'), '--out', folder(out)];
  const quick = ['--method', 'padim', '--shots', '2', '--seeds', '1', '--workers', '1'];
  return run(['evaluate', ...where, ...quick, ...options]);
}

async function resultOf(out: string): Promise<EvaluationResult> {
  const file = folder(out, 'result.json');
  return decodeResult(await readFile(file, 'utf8'), file);
}

/** Writes what `--regions` takes. */
async function writeRegions(content: unknown): Promise<string> {
  await mkdir(folder('where'), { recursive: true });
  const file = folder('where/regions.json');
  await writeFile(file, JSON.stringify(content));
  return file;
}

describe('fewgood evaluate, where to look', () => {
  it('is said for all categories, in pixels or shares', async () => {
    const shapes = ['--region', '10%,10%,80%,80%', '--ignore-region', '48,48,24,24'];
    expect((await evaluate('all', ...shapes)).code).toBe(ExitCode.ok);
    const { categories } = await resultOf('all');
    const include = cornersOf({ x: 0.1, y: 0.1, width: 0.8, height: 0.8 });
    const ignore = [cornersOf({ x: 0.5, y: 0.5, width: 0.25, height: 0.25 })];
    for (const { lookArea } of categories) {
      expect(lookArea?.ignore).toEqual(ignore);
      const rounded = lookArea?.include?.flat().map((share) => Number(share.toFixed(9)));
      expect(rounded).toEqual(include.flat());
    }
    expect(await readFile(folder('all/tables.md'), 'utf8')).toContain(
      'not 50,50 75,50 75,75 50,75',
    );
  });

  it('is said for each category by a file, with masks beside it', async () => {
    const mask = Uint8Array.from({ length: 16 }, (_, i) => (i < 8 ? 255 : 0));
    const file = await writeRegions({ gear: { mask: 'upper.png', ignoreRegions: ['0,0,5%,5%'] } });
    await writeFile(folder('where/upper.png'), await encodeGreyPng(mask, 4, 4));
    expect((await evaluate('file', '--regions', file)).code).toBe(ExitCode.ok);
    const areas = new Map(
      (await resultOf('file')).categories.map(({ name, lookArea }) => [name, lookArea]),
    );
    expect(areas.get('washer')).toBeUndefined();
    expect(areas.get('gear')).toMatchObject({ include: null, mask: { width: 4, height: 4 } });
    expect(areas.get('gear')?.ignore).toHaveLength(1);
  });

  it('is looked for in each support set, and everywhere where it is not found', async () => {
    const { code, log } = await evaluate('auto', '--foreground', 'auto', '--shots', '1');
    expect(code).toBe(ExitCode.ok);
    expect(log).toContain('no foreground found');
    const { foreground, cells } = await resultOf('auto');
    expect(foreground).toBe('auto');
    expect(cells).toHaveLength(2);
    for (const cell of cells) {
      expect(cell.foreground).toMatchObject({ refused: expect.stringContaining('1 picture') });
    }
    await evaluate('none', '--shots', '1');
    const { cells: usual } = await resultOf('none');
    expect(cells.map(({ scores }) => scores)).toEqual(usual.map(({ scores }) => scores));
  }, 300_000);
});

describe('fewgood evaluate refuses, of where to look,', () => {
  it.each([
    ['no shape', ['--region', '1,2,3'], '--region "1,2,3"'],
    ['a shape outside', ['--ignore-region', '90%,0,20%,20%'], '--ignore-region'],
    ['a foreground and a mask', ['--foreground', 'auto', '--mask', 'x.png'], 'both say where'],
  ])('%s', async (_, options, message) => {
    const { code, log } = await evaluate('refused', ...options);
    expect(code).toBe(ExitCode.usage);
    expect(log).toContain(message);
  });

  it.each([
    ['of no JSON', 'no regions', 'it: '],
    ['with a word that means nothing', { gear: { ignore: [] } }, 'gear: Unrecognized key'],
    ['with no shape', { gear: { region: '1,2,3' } }, 'gear: Cannot use --region "1,2,3"'],
  ])('a file %s', async (_, content, message) => {
    const { code, log } = await evaluate('refused', '--regions', await writeRegions(content));
    expect(code).toBe(ExitCode.usage);
    expect(log).toContain(message);
    expect(log).toContain('Options: --regions');
  });

  it('a file that names no category, or stands beside an option', async () => {
    const file = await writeRegions({ nut: { region: '0,0,50%,50%' } });
    const unknown = await evaluate('refused', '--regions', file);
    expect(unknown.log).toContain('expected one of gear, washer');
    const beside = await evaluate('refused', '--regions', file, '--region', '0,0,50%,50%');
    expect(beside.code).toBe(ExitCode.usage);
    expect(beside.log).toContain('beside --region');
  });
});
