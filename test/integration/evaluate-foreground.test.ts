import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readModelInfo } from '../../src/features/model-info.ts';
import type { EvaluationCell } from '../../src/evaluation/results/evaluation-result.ts';
import { enroll } from '../../src/inspection/enrolment.ts';
import { Inspector } from '../../src/inspection/inspector.ts';
import { runEvaluation } from '../../src/node/evaluation/evaluation-run.ts';
import { readImage } from '../../src/node/image/image-decoder.ts';
import { findModel } from '../../src/node/runtime/model-lookup.ts';
import { nodeCpu } from '../helpers/runtimes.ts';
import { silentListener } from '../helpers/silent-listener.ts';
import { writeCategory } from '../helpers/small-dataset.ts';

const file = await findModel();
const { sha256 } = readModelInfo(file.bytes);
const SIZE = 128;
const input = { backbone: sha256, size: SIZE, fit: 'stretch' } as const;

let folder = '';
let cells: readonly EvaluationCell[] = [];
let paths: readonly string[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fewgood-foreground-'));
  await writeCategory(join(folder, 'parts/connector'), { kind: 'connector' });
  const { result } = await runEvaluation(
    {
      roots: [join(folder, 'parts')],
      contenders: [
        {
          id: 'fewgood',
          variant: null,
          method: 'fewgood',
          changes: { enlarge: 'none', pose: 'fixed' },
          input,
        },
      ],
      models: [file],
      shots: [1, 3],
      seeds: [0],
      support: 'seed',
      foreground: 'auto',
      out: join(folder, 'run'),
      workers: 1,
      memoryLimit: 2 ** 32,
      words: ['evaluate', 'parts'],
    },
    silentListener(),
  );
  cells = result.cells;
  paths = result.categories[0].tests.map(({ path }) => path);
}, 300_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

const cellOf = (shots: number): EvaluationCell | undefined =>
  cells.find((cell) => cell.shots === shots);
const read = (path: string): ReturnType<typeof readImage> => readImage(join(folder, 'parts', path));

describe('an evaluation that looks for the foreground', () => {
  it('finds it in each support set, and says why not of one picture', () => {
    expect(cellOf(1)?.foreground).toMatchObject({ refused: expect.stringMatching(/1 picture/) });
    const found = cellOf(3)?.foreground;
    if (found === undefined || 'refused' in found) throw new Error('No foreground was found');
    expect(found.share).toBeGreaterThan(0.2);
    expect(found.share).toBeLessThan(0.9);
    expect(found.agreement).toBeGreaterThan(0.75);
  });

  it('scores as a part does that looks there', async () => {
    const pictures = await Promise.all(
      (cellOf(3)?.support ?? []).map(async (path) => ({ name: path, image: await read(path) })),
    );
    const runtime = nodeCpu.create(1);
    const settings = { size: SIZE, enlarge: 'none', pose: 'fixed' } as const;
    const how = { runtime, model: file.bytes, settings };
    const part = await enroll(pictures, { ...how, foreground: 'auto' });
    const inspector = await Inspector.create(part, { runtime, model: file.bytes });
    const scores: number[] = [];
    for (const path of paths) scores.push((await inspector.score(await read(path))).score);
    await inspector.release();
    expect(cellOf(3)?.scores).toEqual(scores);
    // What it does not look at is measured all the same.
    expect(cellOf(3)?.metrics.pixelAuroc).not.toBeNull();
  }, 300_000);
});
