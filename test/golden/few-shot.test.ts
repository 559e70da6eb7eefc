import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { EvaluationResult } from '../../src/evaluation/results/evaluation-result.ts';
import { decodeResult } from '../../src/evaluation/results/result-file.ts';
import { readModelInfo } from '../../src/features/model-info.ts';
import { runEvaluation } from '../../src/node/evaluation/evaluation-run.ts';
import { dataPath } from '../../studies/data-folders.ts';
import { IMAGENET_MODEL, imageNetStart } from '../../studies/imagenet-start.ts';
import { readFixture } from '../helpers/fixture.ts';
import { needsOf } from '../helpers/shared-data.ts';

const measured = z.object({
  imageAuroc: z.number(),
  pixelAuroc: z.number(),
  scores: z.array(z.number()),
});
const { categories } = readFixture(
  'few-shot/expected',
  z.object({
    categories: z.record(
      z.string(),
      z.object({ tests: z.array(z.string()), patchcore: measured, padim: measured }),
    ),
  }),
);
const support = new URL('../fixtures/few-shot/k8.s0.txt', import.meta.url);
const file = new URL('../../results/methods-imagenet.json', import.meta.url);
const [SHOTS, SEED] = [8, 0];
/** 0.5 points. */
const AUROC_TOLERANCE = 0.005;
/** Relative: that scores agree too is what makes agreement of AUROC no luck. */
const SCORE_TOLERANCE = 1e-4;

describe('PatchCore and PaDiM on real pictures against Pillow, PyTorch and scikit-learn', () => {
  it.each(Object.keys(categories))(
    '%s of results/methods-imagenet.json agrees',
    async (category) => {
      const result = decodeResult(await readFile(file, 'utf8'), 'methods-imagenet.json');
      const { auroc, score } = deviationsOf(result, category);
      expect(auroc).toBeLessThan(AUROC_TOLERANCE);
      expect(score).toBeLessThan(SCORE_TOLERANCE);
    },
  );

  const data = dataPath('mvtec/bottle');
  const needs = needsOf(data, IMAGENET_MODEL);
  it.skipIf(needs.areMissing)(
    `bottle, computed now, agrees${needs.note}`,
    async () => {
      const out = await mkdtemp(join(tmpdir(), 'fewgood-few-shot-'));
      try {
        const result = await evaluateBottle(data, out);
        const { auroc, score } = deviationsOf(result, 'mvtec/bottle');
        expect(auroc).toBeLessThan(AUROC_TOLERANCE);
        expect(score).toBeLessThan(SCORE_TOLERANCE);
      } finally {
        await rm(out, { recursive: true });
      }
    },
    120_000,
  );
});

/** Largest difference of any AUROC, and largest relative one of any picture's score. */
interface Deviations {
  readonly auroc: number;
  readonly score: number;
}

function deviationsOf({ categories: ours, cells }: EvaluationResult, category: string): Deviations {
  const golden = categories[category];
  const tests = ours.find(({ name }) => name === category)?.tests.map(({ path }) => path) ?? [];
  const figures = (['patchcore', 'padim'] as const).map((method) => {
    const cell = cells.find(
      (other) =>
        other.method === method &&
        other.category === category &&
        other.shots === SHOTS &&
        other.seed === SEED,
    );
    const { imageAuroc, pixelAuroc, scores } = golden[method];
    return {
      auroc: Math.max(
        Math.abs((cell?.metrics.imageAuroc ?? 0) - imageAuroc),
        Math.abs((cell?.metrics.pixelAuroc ?? 0) - pixelAuroc),
      ),
      score: Math.max(
        ...golden.tests.map((path, i) => {
          const score = cell?.scores[tests.indexOf(path)] ?? 0;
          return Math.abs(score / scores[i] - 1);
        }),
      ),
    };
  });
  return {
    auroc: Math.max(...figures.map(({ auroc }) => auroc)),
    score: Math.max(...figures.map(({ score }) => score)),
  };
}

async function evaluateBottle(data: string, out: string): Promise<EvaluationResult> {
  const model = await imageNetStart();
  const { sha256 } = readModelInfo(model.bytes);
  const input = { backbone: sha256, size: 224, fit: 'stretch' } as const;
  const { result } = await runEvaluation(
    {
      roots: [data],
      contenders: ['patchcore', 'padim'].map((method) => {
        return { id: method, variant: null, method, changes: {}, input };
      }),
      models: [model],
      shots: [SHOTS],
      seeds: [SEED],
      support: { list: await readFile(support, 'utf8') },
      out,
      memoryLimit: 2 ** 32,
      words: ['evaluate', 'bottle'],
    },
    {
      onPassOver: () => undefined,
      onProblems: () => undefined,
      onProgress: () => undefined,
      onMemory: () => undefined,
      onResume: () => undefined,
      onCell: () => undefined,
      signal: new AbortController().signal,
    },
  );
  return result;
}
