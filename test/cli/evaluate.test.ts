import { readdir, readFile, writeFile } from 'node:fs/promises';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ExitCode } from '../../src/cli/command.ts';
import { decodeResult } from '../../src/evaluation/results/result-file.ts';
import { figuresOf } from '../../src/evaluation/run/run-head.ts';
import { writeCategory } from '../helpers/small-dataset.ts';
import { smallModel } from '../helpers/small-part.ts';
import { ended, run, type Run, start, useFolder } from './harness.ts';

const folder = useFolder();
beforeAll(async () => {
  await writeCategory(folder('parts/washer'), { kind: 'washer' });
  await writeFile(folder('small.onnx'), smallModel());
});

/** A command line that runs on the washers. */
function words(command: string, out: string, ...options: string[]): string[] {
  const where = [folder('parts'), '--model', folder('small.onnx'), '--out', folder(out)];
  return [command, ...where, '--workers', '1', ...options];
}

const evaluate = (out: string, ...options: string[]): Promise<Run> =>
  run(words('evaluate', out, '--method', 'patchcore,padim', ...options));

/** A picture that no other is like. */
async function negative(file: string): Promise<Uint8Array> {
  return sharp(file).negate({ alpha: false }).png().toBuffer();
}

async function figures(out: string): Promise<unknown> {
  const file = folder(out, 'result.json');
  return figuresOf(decodeResult(await readFile(file, 'utf8'), file).cells);
}

describe('fewgood evaluate', () => {
  it('prints the means, the hash of the figures and where the report is', async () => {
    const { code, out, log } = await evaluate('a', '--shots', '1,2', '--seeds', '4');
    expect(code).toBe(ExitCode.ok);
    expect(out[0]).toMatch(/^Image AUROC in percent, mean over 1 category, mean ± deviation/);
    expect(out[1]).toMatch(/^Method +K = 1 +K = 2$/);
    expect(out.at(-2)).toMatch(/^16 cells, figures [0-9a-f]{64}$/);
    expect(out.at(-1)).toBe(`report: ${folder('a')}/report.html`);
    expect(log).toMatch(/washer {2}K = 2 {2}seed 1 {2}padim: {2}image [\d.]+ {2}pixel [\d.]+/);
  });

  it('killed again and again and started again, ends with the same figures', async () => {
    const options = ['--shots', '1,2', '--seeds', '4'];
    const argv = words('evaluate', 'killed', '--method', 'patchcore,padim', ...options);
    const before: number[] = [];
    // While the first cell is written, in the middle, and while a later start goes on.
    for (const moment of [/seed 0/, /seed 1/, /going on/]) {
      const child = start(argv);
      child.stderr?.on('data', (text: Buffer) => {
        if (moment.test(String(text))) child.kill('SIGKILL');
      });
      expect((await ended(child)).code).toBeNull();
      before.push((await readdir(folder('killed', 'cells'))).length);
    }
    expect(before).toEqual(before.toSorted((a, b) => a - b));
    const { code, log } = await evaluate('killed', ...options);
    expect(code).toBe(ExitCode.ok);
    expect(log).toMatch(/going on: \d+ cells are done/);
    expect(await figures('killed')).toEqual(await figures('a'));
  }, 60_000);

  it('computes cells again whose pictures were replaced, and no others', async () => {
    await writeCategory(folder('again/washer'), { kind: 'washer' });
    await writeCategory(folder('again/nut'), { kind: 'hex-nut' });
    const where = [folder('again'), '--model', folder('small.onnx'), '--workers', '1'];
    const argv = ['evaluate', ...where, '--method', 'padim', '--shots', '2', '--seeds', '2'];
    const running = (out: string): Promise<Run> => run([...argv, '--out', folder(out)]);
    await running('before');
    const [good, bad] = ['good/005.png', 'short-shot/009.png'].map((name) =>
      folder('again/washer/test', name),
    );
    await writeFile(good, await negative(bad));
    const { log } = await running('before');
    expect(log).toContain('going on: 2 cells are done');
    expect(log).toContain('2 cells are computed again: pictures were replaced');
    await running('after');
    expect(await figures('before')).toEqual(await figures('after'));
    expect((await running('before')).log).not.toContain('computed again');
  });
});

describe('fewgood evaluate refuses', () => {
  it.each([
    ['no data', ['evaluate', '--out', 'x'], 'no data given'],
    ['no folder for results', ['evaluate', 'parts'], 'no --out given'],
    ['shots that are none', ['evaluate', 'parts', '--out', 'x', '--shots', '2,a'], '--shots "2,a"'],
    ['an ablation of nothing', ['ablate', 'parts', '--out', 'x'], 'either --axis or --table'],
    [
      'an axis of one value',
      ['ablate', 'parts', '--out', 'x', '--axis', 'sampling-ratio=1'],
      'NAME=VALUE,VALUE',
    ],
    ['a bench of nothing', ['bench-inference'], 'no data given'],
  ])('%s', async (_, argv, message) => {
    const { code, log } = await run(argv);
    expect(code).toBe(ExitCode.usage);
    expect(log).toContain(message);
  });

  it.each([
    ['method', ['--method', 'magic'], 'Cannot use method = magic'],
    ['category', ['--categories', 'bolt'], 'there is no such category: expected one of washer'],
    ['size of the support set', ['--shots', '6'], 'Cannot use shots = 6'],
  ])('an unknown %s', async (_, options, message) => {
    const { code, log } = await run(words('evaluate', 'unknown', ...options));
    expect(code).not.toBe(ExitCode.ok);
    expect(log).toContain(message);
  });
});

describe('fewgood ablate', () => {
  it('prints the eight rows of table 5.7 with those of the thesis', async () => {
    const { code, out } = await run(words('ablate', 'table', '--table', '5.7', '--seeds', '1'));
    expect(code).toBe(ExitCode.ok);
    const rows = out
      .join('\n')
      .split('\n')
      .filter((line) => line.startsWith('| augment='));
    expect(rows).toHaveLength(8);
    expect(rows[0]).toMatch(/^\| augment=G \|.*\| 79\.5 \| 90\.7 \| 66\.0 \| 82\.4 \|$/);
    expect(rows[7]).toContain('augment=GFTRBC');
  });

  it('varies any option of any method', async () => {
    const axis = ['--method', 'patchcore', '--axis', 'ratio=0.1,0.5', '--seeds', '1'];
    const { code, out } = await run(words('ablate', 'ratio', ...axis));
    expect(code).toBe(ExitCode.ok);
    expect(out.join('\n')).toMatch(/\| ratio=0\.1 \|/);
    const file = folder('ratio/result.json');
    const { methods, cells } = decodeResult(await readFile(file, 'utf8'), file);
    expect(methods.map(({ options }) => options['samplingRatio'])).toEqual([0.1, 0.5]);
    expect(cells[0]?.scores).not.toEqual(cells[1]?.scores);
  });
});

describe('fewgood ablate refuses, by the option that was given,', () => {
  it.each([
    ['a size', ['--axis', 'size=3,64'], '--axis'],
    ['a model', ['--axis', 'model=none,other'], '--axis'],
    ['a model by the old name', ['--axis', 'backbone=none,other'], '--axis'],
    ['a model of a table', ['--table', '5.8', '--model', 'none,other'], '--model'],
    ['a ratio', ['--axis', 'sampling-ratio=2,3'], '--axis'],
    ['a ratio by the old name', ['--axis', 'ratio=2,3'], '--axis'],
    ['what is no option', ['--axis', 'colour=1,2'], '--axis'],
  ])('%s', async (_, options, flag) => {
    const { code, log } = await run([...words('ablate', 'refused'), ...options]);
    expect(code).not.toBe(ExitCode.ok);
    expect(log.match(/Options: .*/g)).toEqual([`Options: ${flag}`]);
  });

  it('a table of one model', async () => {
    const { code, log } = await run(['ablate', folder('parts'), '--table', '5.8', '--out', 'x']);
    expect(code).toBe(ExitCode.usage);
    expect(log).toContain('--table 5.8 with --model default: expected two models or more');
  });
});

describe('fewgood bench-inference', () => {
  it('times every stage, and invents no energy', async () => {
    const file = folder('bench.json');
    // By its old name.
    const options = ['--backbone', folder('small.onnx'), '--shots', '2', '--repeats', '2'];
    const { code, out } = await run([
      'bench-inference',
      folder('parts'),
      ...options,
      '--threads',
      '1',
      '--out',
      file,
    ]);
    expect(code).toBe(ExitCode.ok);
    const percentiles = z.object({ p50: z.number().positive(), p95: z.number(), p99: z.number() });
    const stages = ['decode', 'preprocess', 'features', 'search', 'map', 'total'] as const;
    const schema = z.object({
      format: z.literal('fewgood-bench/1'),
      meters: z.array(z.string()),
      timings: z.array(
        z.object({
          pictures: z.literal(7),
          bankSeconds: z.number().positive(),
          categorySeconds: z.number().positive(),
          stages: z.record(z.enum(stages), percentiles),
          categoryEnergy: z.array(z.object({ joules: z.number().min(0) })),
        }),
      ),
    });
    const { meters, timings } = schema.parse(JSON.parse(await readFile(file, 'utf8')));
    expect(timings).toHaveLength(1);
    expect(timings[0]?.categoryEnergy).toHaveLength(meters.length);
    const says = out.join('\n').includes('this machine offers no meter');
    expect(says).toBe(meters.length === 0);
  });
});
