/** A made-up evaluation, for the tests of tables, charts, reports and comparisons. */
import { measureCell } from '../../src/evaluation/results/measure.ts';
import { plannedCells } from '../../src/evaluation/results/cell-key.ts';
import type {
  CategoryInfo,
  CellAddress,
  EvaluationCell,
  EvaluationResult,
  MethodInfo,
} from '../../src/evaluation/results/evaluation-result.ts';
import { PixelScores } from '../../src/metrics/pixel-scores.ts';
import { type Random, seededRandom } from '../../src/random.ts';

const SIDE = 16;

/** What a sample is made of; nothing in it was measured. */
export interface SampleOptions {
  readonly dataset?: string;
  readonly categories?: readonly string[];
  /** Categories without masks. */
  readonly unmasked?: readonly string[];
  readonly methods?: readonly MethodInfo[];
  readonly shots?: readonly number[];
  readonly seeds?: readonly number[];
}

/** A method of the sample. */
export function sampleMethod(id: string, changes: Partial<MethodInfo> = {}): MethodInfo {
  return {
    id,
    name: id,
    variant: null,
    backbone: { name: 'resnet18', sha256: 'ab'.repeat(32) },
    size: 224,
    options: { levels: ['layer2', 'layer3'], samplingRatio: 0.1, sigma: 4 },
    ...changes,
  };
}

/** A finished run; the same options give the same figures. */
export function sampleResult({
  dataset = 'sample',
  categories: names = ['mvtec/bottle', 'nut & bolt'],
  unmasked = ['nut & bolt'],
  methods = [sampleMethod('siamese'), sampleMethod('patchcore')],
  shots = [2, 8],
  seeds = [0, 1],
}: SampleOptions = {}): EvaluationResult {
  const categories = names.map(sampleCategory);
  const plan = { methods, categories, shots, seeds };
  return {
    provenance: {
      command: 'fewgood evaluate sample --method siamese,patchcore --shots 2,8 --seeds 2',
      version: '0.1.0',
      commit: null,
      machine: '2 cores, Linux x64, Node 20.19.0',
      runtime: 'onnxruntime-node 1.30.0 cpu',
    },
    dataset: { name: dataset, layout: 'mvtec-ad', note: 'made up for tests' },
    ...plan,
    cells: plannedCells(plan).map((address) =>
      sampleCell(address, {
        category: categories[names.indexOf(address.category)],
        rank: methods.findIndex(({ id }) => id === address.method),
        hasMasks: !unmasked.includes(address.category),
      }),
    ),
  };
}

function sampleCategory(name: string): CategoryInfo {
  const pictures = (defect: string, count: number): CategoryInfo['tests'] =>
    Array.from({ length: count }, (_, i) => ({
      path: `${name}/test/${defect}/${String(i).padStart(3, '0')}.png`,
      defect,
      anomalous: defect !== 'good',
    }));
  const tests = [...pictures('crack', 14), ...pictures('good', 16), ...pictures('scratch', 10)];
  return { name, trainingPictures: 20, tests };
}

interface CellContext {
  readonly category: CategoryInfo;
  /** Position of the method: later ones separate better. */
  readonly rank: number;
  readonly hasMasks: boolean;
}

function sampleCell(address: CellAddress, context: CellContext): EvaluationCell {
  const { method, category, shots, seed } = address;
  const { tests } = context.category;
  const random = seededRandom(seed).fork(method).fork(category);
  const separation = 1.5 + context.rank * 0.5 + Math.log2(shots) * 0.4;
  const scores = tests.map(({ anomalous }) => random.normal() + (anomalous ? separation : 0));
  return {
    ...address,
    support: Array.from({ length: shots }, (_, i) => `${category}/train/good/${i}.png`),
    ...measureCell({
      scores,
      anomalous: tests.map(({ anomalous }) => anomalous),
      pixels: context.hasMasks ? samplePixels(random, separation) : 'no masks',
      threshold: shots < 2 ? 'one picture backs no threshold' : 1.5,
    }),
    scores,
    timings: {
      bankSeconds: 0.3 * shots,
      inspectionSeconds: 4.2 + context.rank,
      stages: {
        features: { p50: 42.1, p95: 44, p99: 51.9 },
        score: { p50: 5.2 + shots, p95: 7 + shots, p99: 9 + shots },
      },
    },
  };
}

/** Two pictures: a good one, and one with two defects. */
function samplePixels(random: Random, separation: number): PixelScores {
  const pixels = new PixelScores(2 * SIDE * SIDE);
  const mask = new Uint8Array(SIDE * SIDE);
  for (let i = 0; i < 5; i++) {
    mask.fill(1, (2 + i) * SIDE + 2, (2 + i) * SIDE + 7);
    mask.fill(1, (9 + i) * SIDE + 9, (9 + i) * SIDE + 12);
  }
  const map = (lift: Uint8Array): Float32Array =>
    Float32Array.from(lift, (value) => random.normal() + value * separation);
  pixels.add(map(new Uint8Array(SIDE * SIDE)), SIDE);
  pixels.add(map(mask), SIDE, mask);
  return pixels;
}
