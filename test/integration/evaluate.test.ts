import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FewgoodError } from '../../src/errors.ts';
import { readModelInfo } from '../../src/features/model-info.ts';
import { methodNames } from '../../src/evaluation/methods/methods.ts';
import { decodeResult } from '../../src/evaluation/results/result-file.ts';
import type {
  CellAddress,
  EvaluationCell,
  EvaluationResult,
} from '../../src/evaluation/results/evaluation-result.ts';
import type { Contender } from '../../src/evaluation/run/contender.ts';
import { figuresOf } from '../../src/evaluation/run/run-head.ts';
import type { RgbImage } from '../../src/image/rgb-image.ts';
import { enroll } from '../../src/inspection/enrolment.ts';
import { Inspector } from '../../src/inspection/inspector.ts';
import {
  type FinishedRun,
  runEvaluation,
  type RunListener,
  type RunRequest,
} from '../../src/node/evaluation/evaluation-run.ts';
import { readImage } from '../../src/node/image/image-decoder.ts';
import { silentListener } from '../helpers/silent-listener.ts';
import { writeCategory } from '../helpers/small-dataset.ts';
import { smallModel } from '../helpers/small-part.ts';
import { nodeCpu } from '../helpers/runtimes.ts';

const model = smallModel();
const { sha256 } = readModelInfo(model);
const input = { backbone: sha256, size: 64, fit: 'stretch' } as const;

let folder = '';
/** A run that nothing disturbed. */
let whole: FinishedRun;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fewgood-evaluate-'));
  await writeCategory(join(folder, 'parts/washer'), { kind: 'washer' });
  await writeCategory(join(folder, 'parts/gear'), { kind: 'gear', masks: false });
  whole = await runEvaluation(request('whole'), listener());
}, 60_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

function contender(method: string, changes: Contender['changes'] = {}): Contender {
  return { id: method, variant: null, method, changes, input };
}

/** A run of two quick methods on both categories. */
function request(out: string, changes: Partial<RunRequest> = {}): RunRequest {
  return {
    roots: [join(folder, 'parts')],
    contenders: [contender('patchcore'), contender('padim')],
    models: [{ path: 'small.onnx', bytes: model }],
    shots: [1, 2],
    seeds: [0, 1],
    support: 'seed',
    out: join(folder, out),
    workers: 1,
    memoryLimit: 2 ** 31,
    words: ['evaluate', 'parts'],
    ...changes,
  };
}

function listener(changes: Partial<RunListener> = {}): RunListener {
  return { ...silentListener(), ...changes };
}

/** All of a result that must be the same whenever the same is run. */
function withoutTimings(result: EvaluationResult): unknown {
  return { ...result, cells: figuresOf(result.cells) };
}

async function readResult(out: string): Promise<EvaluationResult> {
  const file = join(folder, out, 'result.json');
  return decodeResult(await readFile(file, 'utf8'), file);
}

/** Which cell it is, as one word. */
function nameOf({ category, method, shots, seed }: CellAddress): string {
  return [category, method, shots, seed].join();
}

describe('runEvaluation()', () => {
  it('fills every cell, with pixel figures where there are masks', async () => {
    const result = await readResult('whole');
    expect(result.cells).toHaveLength(2 * 2 * 2 * 2);
    expect(result.dataset).toEqual({ name: 'parts', layout: 'mvtec-ad', note: null });
    const counts = result.cells.map(({ shots, support, scores }) => [
      support.length - shots,
      scores.length,
      Number.isFinite(scores[0]),
    ]);
    expect(counts).toEqual(result.cells.map(() => [0, 7, true]));
    const [washers, gears] = ['washer', 'gear'].map((name) =>
      result.cells.filter(({ category }) => category === name).map(({ metrics }) => metrics),
    );
    expect(washers.every(({ pixelAuroc, aupro }) => pixelAuroc !== null && aupro !== null)).toBe(
      true,
    );
    const reasons = new Set(gears.map(({ missing }) => missing.pixelAuroc));
    expect([...reasons]).toEqual(['the category has no masks']);
  });

  it('leaves tables, figures, lists of the support sets and a report', async () => {
    const names = await readdir(join(folder, 'whole'));
    const parts =
      '.fewgood-output cells examples figures report.html result.json run.json support tables tables.md';
    expect(names.toSorted()).toEqual(parts.split(' '));
    const report = await readFile(join(folder, 'whole/report.html'), 'utf8');
    expect(report.match(/<div class="example">/g)?.length).toBeGreaterThan(10);
    expect(await readdir(join(folder, 'whole/figures'))).toHaveLength(4);
    expect(await readdir(join(folder, 'whole/tables'))).toContain('imageAuroc-k2.csv');
  });

  it('finds the same with several threads, and with maps in files', async () => {
    const threads = await runEvaluation(request('threads', { workers: 2 }), listener());
    const inFiles: boolean[] = [];
    const tooLittle = runEvaluation(request('files', { memoryLimit: 2 ** 20 }), listener());
    const needed: number = await tooLittle.then(
      () => 0,
      (error: unknown) => (error instanceof FewgoodError ? Number(error.facts['neededBytes']) : 0),
    );
    const files = await runEvaluation(
      // Just enough for one thread and its cell, not for the 100 kB of maps besides.
      request('files', { memoryLimit: needed + 50_000 }),
      listener({ onMemory: ({ testsInFiles }) => void inFiles.push(testsInFiles) }),
    );
    expect(inFiles).toEqual([true]);
    expect(threads.figures).toBe(whole.figures);
    expect(files.figures).toBe(whole.figures);
  });

  it('repeats support sets from the list that it left', async () => {
    const list = await readFile(join(folder, 'whole/support/k2.s1.txt'), 'utf8');
    const { result } = await runEvaluation(
      request('list', { support: { list }, shots: [2], seeds: [1] }),
      listener(),
    );
    const same = whole.result.cells.filter(({ shots, seed }) => shots === 2 && seed === 1);
    expect(scoresOf(result.cells)).toEqual(scoresOf(same));
  });
});

/** Support sets and scores of cells, whatever order they are in. */
function scoresOf(cells: readonly EvaluationCell[]): string[] {
  return cells.map((cell) => JSON.stringify([nameOf(cell), cell.support, cell.scores])).toSorted();
}

describe('runEvaluation() on a run that was begun', () => {
  it('stopped and started again, ends as if never stopped, and computes nothing twice', async () => {
    const stop = new AbortController();
    const first: string[] = [];
    const stopped = runEvaluation(
      request('resumed'),
      listener({
        signal: stop.signal,
        onCell: (cell) => {
          first.push(nameOf(cell));
          if (first.length === 5) stop.abort();
        },
      }),
    );
    await expect(stopped).rejects.toMatchObject({ code: 'CANCELLED' });
    const resumed: number[] = [];
    const then: string[] = [];
    const finished = await runEvaluation(
      request('resumed'),
      listener({
        onResume: (cells) => void resumed.push(cells),
        onCell: (cell) => void then.push(nameOf(cell)),
      }),
    );
    expect(resumed).toEqual([5]);
    expect(new Set([...first, ...then]).size).toBe(16);
    expect(then).toHaveLength(11);
    expect(finished.figures).toBe(whole.figures);
    expect(withoutTimings(await readResult('resumed'))).toEqual(
      withoutTimings(await readResult('whole')),
    );
  });

  it.each([
    ['seeds', { seeds: [0, 1, 2] }],
    ['methods', { contenders: [contender('patchcore', { sigma: 2 }), contender('padim')] }],
    ['support sets', { support: 'anomalydino' }],
    ['categories', { categories: ['gear'] }],
  ] as const)('refuses to go on with other %s', async (what, changes) => {
    await expect(runEvaluation(request('whole', changes), listener())).rejects.toMatchObject({
      code: 'RUN_FOLDER_UNUSABLE',
      message: expect.stringContaining(`not the same ${what}`),
      remedy: expect.stringContaining('fewgood evaluate parts'),
    });
  });
});

describe('runEvaluation() of broken data', () => {
  it('lists all that is wrong with the pictures before anything runs', async () => {
    const broken = join(folder, 'broken/washer');
    await writeCategory(broken, { kind: 'washer' });
    await writeFile(join(broken, 'test/good/005.png'), 'no picture');
    await rm(join(broken, 'ground_truth/stain/008_mask.png'));
    const problems: string[] = [];
    const run = runEvaluation(
      request('refused', { roots: [broken] }),
      listener({ onProblems: (report) => void problems.push(...report.map(({ path }) => path)) }),
    );
    await expect(run).rejects.toMatchObject({ code: 'DATASET_UNUSABLE' });
    expect(problems).toEqual([
      'broken/washer/test/good/005.png',
      'broken/washer/test/stain/008.png',
    ]);
    await expect(readdir(join(folder, 'refused'))).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

describe('runEvaluation() with all methods', () => {
  it('runs each, and fewgood scores as an inspector does', async () => {
    const contenders = methodNames.map((name) => contender(name));
    const { result } = await runEvaluation(
      request('all', { contenders, shots: [2], seeds: [0], categories: ['washer'], workers: 2 }),
      listener(),
    );
    expect(result.cells.map(({ method }) => method).toSorted()).toEqual(methodNames.toSorted());
    const fewgood = result.cells.find(({ method }) => method === 'fewgood');
    const { scores, threshold } = await inspectAs(fewgood?.support ?? [], result);
    expect(fewgood?.scores).toEqual(scores);
    expect(fewgood?.metrics.calibrated?.threshold).toBe(threshold);
  });
});

/** Scores of the test pictures from `enroll` and `Inspector`. */
async function inspectAs(
  support: readonly string[],
  { categories: [{ tests }] }: EvaluationResult,
): Promise<{ scores: number[]; threshold: number | null }> {
  const pictures = await Promise.all(
    support.map(async (path) => ({ name: path, image: await readPart(path) })),
  );
  const runtime = nodeCpu.create(1);
  const part = await enroll(pictures, { runtime, model });
  const inspector = await Inspector.create(part, { runtime, model });
  const scores: number[] = [];
  for (const { path } of tests) scores.push((await inspector.score(await readPart(path))).score);
  await inspector.release();
  return { scores, threshold: part.calibration.threshold };
}

function readPart(path: string): Promise<RgbImage> {
  return readImage(join(folder, 'parts', path));
}
