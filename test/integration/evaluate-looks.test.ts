import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readModelInfo } from '../../src/features/model-info.ts';
import { methodNames } from '../../src/evaluation/methods/methods.ts';
import { decodeResult } from '../../src/evaluation/results/result-file.ts';
import type { EvaluationResult } from '../../src/evaluation/results/evaluation-result.ts';
import { cornersOf, type LookArea } from '../../src/image/look-area.ts';
import type { Mask } from '../../src/image/rgb-image.ts';
import { enroll } from '../../src/inspection/enrolment.ts';
import { Inspector } from '../../src/inspection/inspector.ts';
import type { LookRequest } from '../../src/node/evaluation/category-looks.ts';
import {
  type FinishedRun,
  runEvaluation,
  type RunRequest,
} from '../../src/node/evaluation/evaluation-run.ts';
import { readImage } from '../../src/node/image/image-decoder.ts';
import { encodePng } from '../../src/node/image/image-encoder.ts';
import { encodeGreyPng } from '../helpers/grey-png.ts';
import { nodeCpu } from '../helpers/runtimes.ts';
import { silentListener } from '../helpers/silent-listener.ts';
import { writeCategory } from '../helpers/small-dataset.ts';
import { smallModel } from '../helpers/small-part.ts';

const model = smallModel();
const { sha256 } = readModelInfo(model);
const input = { backbone: sha256, size: 64, fit: 'stretch' } as const;

/** The upper left corner, where parts do not lie. */
const CORNER = cornersOf({ x: 0, y: 0, width: 0.25, height: 0.25 });
const BESIDE_CORNER: LookArea = {
  include: cornersOf({ x: 0, y: 0, width: 1, height: 0.9 }),
  ignore: [CORNER],
  mask: null,
};
const GOOD = 'washer/test/good/005.png';
const MOVED = 'washer/test/dirt/005.png';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fewgood-looks-'));
  for (const root of ['clean', 'dirty']) {
    await writeCategory(join(folder, root, 'washer'), { kind: 'washer' });
  }
  await soil(join(folder, 'dirty'));
}, 60_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Makes a defect, with its ground truth, in the corner of a picture that was good. */
async function soil(root: string): Promise<void> {
  const image = await readImage(join(root, GOOD));
  const { width, height, data } = image;
  const truth = new Uint8Array(width * height);
  for (let y = 2; y < 20; y++) {
    for (let x = 2; x < 20; x++) {
      truth[y * width + x] = 255;
      data.fill((x + y) % 4 < 2 ? 255 : 0, 3 * (y * width + x), 3 * (y * width + x) + 3);
    }
  }
  const mask = join(root, 'washer/ground_truth/dirt/005_mask.png');
  for (const path of [join(root, MOVED), mask]) await mkdir(dirname(path), { recursive: true });
  await rename(join(root, GOOD), join(root, MOVED));
  await writeFile(join(root, MOVED), await encodePng(image));
  await writeFile(mask, await encodeGreyPng(truth, width, height));
}

function everywhere(area: LookArea): LookRequest {
  return { named: [], areaOf: () => Promise.resolve(area) };
}

async function evaluate(
  root: string,
  out: string,
  changes: Partial<RunRequest> = {},
): Promise<FinishedRun> {
  const request: RunRequest = {
    roots: [join(folder, root)],
    contenders: methodNames.map((method) => {
      return { id: method, variant: null, method, changes: {}, input };
    }),
    models: [{ path: 'small.onnx', bytes: model }],
    shots: [2],
    seeds: [0],
    support: 'seed',
    out: join(folder, out),
    workers: 1,
    memoryLimit: 2 ** 31,
    words: ['evaluate', root],
    ...changes,
  };
  return runEvaluation(request, silentListener());
}

function readClean(path: string): ReturnType<typeof readImage> {
  return readImage(join(folder, 'clean', path));
}

/** What methods found: figures, and scores by the names of the pictures. */
function foundIn({ cells, categories: [{ tests }] }: EvaluationResult): unknown {
  return cells.map(({ method, metrics, scores, proCurve }) => {
    const byName = scores.map((score, i) => [basename(tests[i].path), score] as const);
    return {
      method,
      metrics,
      proCurve,
      scores: new Map(byName.toSorted(([a], [b]) => (a < b ? -1 : 1))),
    };
  });
}

let clean: FinishedRun;
beforeAll(async () => {
  clean = await evaluate('clean', 'clean-some', { looks: everywhere(BESIDE_CORNER) });
}, 120_000);

describe('an evaluation that looks at some of the pictures', () => {
  it('finds the same, by every method, whatever is where nobody looks', async () => {
    const dirty = await evaluate('dirty', 'dirty-some', { looks: everywhere(BESIDE_CORNER) });
    expect(clean.result.cells).toHaveLength(methodNames.length);
    expect(foundIn(dirty.result)).toEqual(foundIn(clean.result));
    const [{ tests, lookArea }] = dirty.result.categories;
    expect(tests.filter(({ outOfSight }) => outOfSight)).toEqual([
      { path: MOVED, defect: 'dirt', anomalous: false, outOfSight: true },
    ]);
    expect(lookArea).toEqual(BESIDE_CORNER);
    const report = await readFile(join(folder, 'dirty-some/report.html'), 'utf8');
    expect(report).toContain('not 0,0 25,0 25,25 0,25');
  }, 120_000);

  it('finds something else where all is looked at', async () => {
    const contenders = [{ id: 'padim', variant: null, method: 'padim', changes: {}, input }];
    const [before, after] = [
      await evaluate('clean', 'clean-all', { contenders }),
      await evaluate('dirty', 'dirty-all', { contenders }),
    ];
    expect(foundIn(after.result)).not.toEqual(foundIn(before.result));
    const padim = clean.result.cells.find(({ method }) => method === 'padim');
    expect(padim?.metrics.pixelAuroc).not.toBe(before.result.cells[0].metrics.pixelAuroc);
    expect(before.result.categories[0].lookArea).toBeUndefined();
  }, 120_000);

  it('scores as a part does that looks there', async () => {
    const cell = clean.result.cells.find(({ method }) => method === 'fewgood');
    const pictures = await Promise.all(
      (cell?.support ?? []).map(async (path) => ({ name: path, image: await readClean(path) })),
    );
    const runtime = nodeCpu.create(1);
    const part = await enroll(pictures, { runtime, model, lookArea: BESIDE_CORNER });
    const inspector = await Inspector.create(part, { runtime, model });
    const scores: number[] = [];
    for (const { path } of clean.result.categories[0].tests) {
      scores.push((await inspector.score(await readClean(path))).score);
    }
    await inspector.release();
    expect(cell?.scores).toEqual(scores);
    expect(cell?.metrics.calibrated?.threshold).toBe(part.calibration.threshold);
  }, 120_000);
});

describe('the record of where an evaluation looks', () => {
  it('makes another run of one that looks elsewhere', async () => {
    const looks = everywhere({ ...BESIDE_CORNER, ignore: [] });
    await expect(evaluate('clean', 'clean-some', { looks })).rejects.toMatchObject({
      code: 'RUN_FOLDER_UNUSABLE',
      message: expect.stringContaining('not the same categories'),
    });
  });

  it('has a mask by what it shows', async () => {
    const mask: Mask = { data: Uint8Array.of(0, 1, 1, 1), width: 2, height: 2 };
    const contenders = [{ id: 'padim', variant: null, method: 'padim', changes: {}, input }];
    const looks = everywhere({ include: null, ignore: [], mask });
    await evaluate('dirty', 'masked', { contenders, looks });
    const file = join(folder, 'masked/result.json');
    const [{ lookArea, tests }] = decodeResult(await readFile(file, 'utf8'), file).categories;
    expect(lookArea?.mask).toMatchObject({ width: 2, height: 2 });
    const unseen = tests.flatMap(({ path, outOfSight }) => (outOfSight ? [path] : []));
    expect(unseen).toContain(MOVED);
    const other = everywhere({
      include: null,
      ignore: [],
      mask: { ...mask, data: Uint8Array.of(1, 1, 1, 0) },
    });
    await expect(evaluate('dirty', 'masked', { contenders, looks: other })).rejects.toMatchObject({
      code: 'RUN_FOLDER_UNUSABLE',
    });
  }, 120_000);

  it('names no category that is nowhere', async () => {
    const looks = { named: ['gear'], areaOf: () => Promise.resolve(undefined) };
    await expect(evaluate('clean', 'nowhere', { looks })).rejects.toMatchObject({
      code: 'CATEGORY_UNUSABLE',
      message: expect.stringContaining('expected one of washer'),
    });
  });
});
