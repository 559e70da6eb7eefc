import { readFileSync } from 'node:fs';
import { beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { exportNetwork, importStateDict } from '../../src/features/state-dict-import.ts';
import { readModelInfo } from '../../src/features/model-info.ts';
import type { Runtime } from '../../src/runtime.ts';
import type { BackboneConfig } from '../../src/nn/backbone.ts';
import { readStateDict } from '../../src/weights/read-state-dict.ts';
import type { StateDict } from '../../src/weights/state-dict.ts';
import { buildStep, type TrainingConfig } from '../../src/nn/training-graph.ts';
import { createTrainingSession } from '../../src/nn/training-session.ts';
import { floatArray, readFixture } from '../helpers/fixture.ts';
import { operand, type Operand, type Result, runModel } from '../helpers/run-graph.ts';
import { describeOnRuntimes } from '../helpers/runtimes.ts';
import { seededArray, seededState } from '../helpers/seeded-array.ts';

const description = { name: 'test', licence: 'CC0-1.0', provenance: 'a test' };
const OPTIMISER = { momentum: 0.9, weightDecay: 0 };

const mapsSchema = z.record(z.string(), floatArray);

const golden = readFixture(
  'nn/inference',
  z.object({
    madeBy: z.object({ seed: z.int() }),
    width: z.int(),
    trainedSize: z.int(),
    cases: z.array(z.object({ shape: z.array(z.int()), maps: mapsSchema })),
  }),
);
const { seed } = golden.madeBy;
const backbone = {
  network: 'resnet18',
  width: golden.width,
  transformer: 'rotation_scale',
} as const;
const config = training(backbone, golden.trainedSize);
const state = stateOf(config, seed);

describeOnRuntimes(
  "a trained ResNet-18 with transformers has PyTorch's maps in the picture's frame",
  (runtime) => {
    it.each(golden.cases)('of shape $shape', async ({ shape, maps }) => {
      const { model } = exportNetwork(config, state, description);
      const [, , height, width] = shape;
      const values = seededArray(seed, `pictures/${height}x${width}`, shape, [-2, 2]);
      const outputs = await runModel(runtime, model, { input: operand(shape, values) });
      expect(Object.keys(outputs)).toEqual(Object.keys(maps));
      expectMaps(outputs, maps);
    });
  },
);

describeOnRuntimes('a trained ResNet-18 with transformers', (runtime) => {
  it('has the encoder as one more level, not among the default ones', () => {
    const { model, unused } = exportNetwork(config, state, description);
    const { levels, defaultLevels } = readModelInfo(model);
    expect(levels).toEqual([
      { name: 'layer1', channels: 16 },
      { name: 'layer2', channels: 32 },
      { name: 'layer3', channels: 64 },
      { name: 'encoder', channels: 64 },
    ]);
    expect(defaultLevels).toEqual(['layer2', 'layer3']);
    expect(unused).toEqual([]);
  });

  it('has an encoder for each level if it was trained so', () => {
    const perLevel = { ...config, encoder: 'per-level' } as const;
    const { model, unused } = exportNetwork(perLevel, stateOf(perLevel, seed), description);
    const encoders = readModelInfo(model).levels.slice(3);
    expect(encoders).toEqual([
      { name: 'encoder.layer1', channels: 16 },
      { name: 'encoder.layer2', channels: 32 },
      { name: 'encoder.layer3', channels: 64 },
    ]);
    expect(unused).toEqual([]);
  });

  it('is told by its architecture as well', () => {
    const exported = exportNetwork(config, state, description);
    const { model, unused } = importStateDict('resnet18-stn', state, description);
    expect(Buffer.compare(model, exported.model)).toBe(0);
    expect(unused).toEqual([]);
  });

  it('stores half precision when asked, and loses little', async () => {
    const input = operand([1, 3, 64, 64], seededArray(seed, 'half', [1, 3, 64, 64], [-2, 2]));
    const [whole, half] = await Promise.all(
      (['float32', 'float16'] as const).map(async (storage) => {
        const { model } = exportNetwork(config, state, { ...description, storage });
        return { bytes: model.length, maps: await runModel(runtime, model, { input }) };
      }),
    );
    expect(half.bytes).toBeLessThan(0.52 * whole.bytes);
    for (const [name, { values }] of Object.entries(whole.maps)) {
      const error = Math.hypot(...values.map((y, i) => y - half.maps[name].values[i]));
      expect(error, `level ${name}`).toBeLessThan(0.02 * Math.hypot(...values));
    }
  });
});

describeOnRuntimes('transformers at their start', (runtime) => {
  it('leave every map as it is', async () => {
    const network = { backbone: { network: 'resnet18', transformer: 'rotation_scale' } } as const;
    const start = await startOf(runtime, { ...network.backbone, width: 8 }, narrow());
    const input = picture(1, 72, 96);
    const expected = await runModel(
      runtime,
      importStateDict('resnet18', narrow(), description).model,
      {
        input,
      },
    );
    const outputs = await runModel(runtime, exportNetwork(network, start, description).model, {
      input,
    });
    for (const [name, { values }] of Object.entries(expected)) {
      expect(largestError(outputs[name], values), `level ${name}`).toBeLessThan(1e-4);
    }
  });
});

const TURNING = { network: 'resnet18', transformer: 'rotation' } as const;

describeOnRuntimes('transformers that turn', (runtime) => {
  let start: StateDict;
  beforeAll(async () => {
    start = await startOf(runtime, { ...TURNING, width: 8 }, narrow());
  });

  /** A quarter turn takes each pixel of a square map to one, whatever the level. */
  it('leave the first level as it is after a quarter turn', async () => {
    const input = picture(2, 64, 64);
    const plain = await runModel(
      runtime,
      importStateDict('resnet18', narrow(), description).model,
      {
        input,
      },
    );
    const outputs = await runModel(runtime, turned(start, [Math.PI / 2, 0, 0]), { input });
    expect(largestError(outputs['layer1'], plain['layer1'].values)).toBeLessThan(1e-4);
  });

  it.each([
    ['the first', [Math.PI, 0, 0]],
    ['the second', [0, Math.PI / 2, 0]],
    ['all', [0.7, -1.3, 2]],
  ])('keep a spot where it is: %s', async (_, angles) => {
    const plain = importStateDict('resnet18', narrow(), description).model;
    const model = turned(start, angles);
    const [a, b, c, d] = await Promise.all(
      [plain, model].flatMap((network) =>
        [false, true].map((spot) => runModel(runtime, network, { input: spotted(spot) })),
      ),
    );
    for (const [name, { shape }] of Object.entries(a)) {
      const expected = centreOfChange(a[name], b[name]);
      const centre = centreOfChange(c[name], d[name]);
      const distance = centre.map((position, i) => Math.abs(position - expected[i]));
      expect(Math.max(...distance), `level ${name}`).toBeLessThan(2 / shape[3]); // a cell
    }
  });
});

describeOnRuntimes('ConvNeXt-Tiny', (runtime) => {
  it("has torchvision's maps", async () => {
    const schema = z.object({
      madeBy: z.object({ seed: z.int() }),
      shape: z.array(z.int()),
      maps: mapsSchema,
    });
    const { madeBy, shape, maps } = readFixture('nn/convnext-tiny', schema);
    const all = stateOf(training({ network: 'convnext-tiny' }, 64), madeBy.seed);
    const features = new Map([...all].filter(([key]) => key.startsWith('features.')));
    const { model } = importStateDict('convnext-tiny', features, description);
    const values = seededArray(madeBy.seed, 'picture', shape, [-2, 2]);
    const outputs = await runModel(runtime, model, { input: operand(shape, values) });
    expect(Object.keys(outputs)).toEqual(Object.keys(maps));
    expectMaps(outputs, maps);
    expect(readModelInfo(model).defaultLevels).toEqual(['stage2', 'stage3']);
  });
});

function training(network: BackboneConfig, size: number): TrainingConfig {
  const loss = { loss: 'one-sided', encoder: 'last' } as const;
  return { backbone: network, ...loss, pairs: 2, size, optimiser: OPTIMISER };
}

/** Every array of a network in training. */
function stateOf(network: TrainingConfig, from: number): StateDict {
  const { parameters, statistics } = buildStep(network);
  return seededState(from, [...parameters, ...statistics]);
}

/** ResNet-18 of width 8. */
function narrow(): StateDict {
  const url = new URL('../fixtures/nn/resnet18-width8.npz', import.meta.url);
  return readStateDict(readFileSync(url), 'resnet18-width8.npz');
}

/** What training starts with, at 64 px. */
async function startOf(
  runtime: Runtime,
  network: BackboneConfig,
  weights: StateDict,
): Promise<StateDict> {
  const session = await createTrainingSession(runtime, training(network, 64), {
    state: weights,
    seed: 0,
  });
  const start = session.state();
  await session.release();
  return start;
}

/** The narrow network with transformers that turn by these angles, whatever they see. */
function turned(start: StateDict, angles: readonly number[]): Uint8Array {
  const weights = new Map(start);
  angles.forEach((angle, i) => {
    weights.set(`stn${i + 1}.fc.2.bias`, { shape: [1], data: Float32Array.of(angle) });
  });
  return exportNetwork({ backbone: TURNING }, weights, description).model;
}

function picture(from: number, height: number, width: number): Operand {
  const shape = [1, 3, height, width];
  return operand(shape, seededArray(from, 'picture', shape, [-2, 2]));
}

/** A picture of 128 px, with a bright square right of and above the middle if wanted. */
function spotted(hasSpot: boolean): Operand {
  const shape = [1, 3, 128, 128];
  const values = seededArray(3, 'picture', shape, [-2, 2]).map((value, i) => {
    const [x, y] = [i % 128, Math.floor(i / 128) % 128];
    return hasSpot && x >= 80 && x < 96 && y >= 40 && y < 56 ? 8 : value;
  });
  return operand(shape, values);
}

/** Where two maps differ: mean position, weighted by the square of the difference, from -1 to 1. */
function centreOfChange(a: Result, b: Result): number[] {
  const [, , height, width] = a.shape;
  let [sumX, sumY, sum] = [0, 0, 0];
  a.values.forEach((value, i) => {
    const weight = (value - b.values[i]) ** 2;
    sumX += weight * (((i % width) + 0.5) * (2 / width) - 1);
    sumY += weight * (((Math.floor(i / width) % height) + 0.5) * (2 / height) - 1);
    sum += weight;
  });
  return [sumX / sum, sumY / sum];
}

/** Equal to 1e-4 of the largest element. */
function expectMaps(
  outputs: Readonly<Record<string, Result>>,
  expected: z.infer<typeof mapsSchema>,
): void {
  for (const [name, { shape, data }] of Object.entries(expected)) {
    const scale = data.reduce((largest, y) => Math.max(largest, Math.abs(y)), 0);
    expect(outputs[name].shape).toEqual(shape);
    expect(largestError(outputs[name], data), `level ${name}`).toBeLessThan(1e-4 * scale);
  }
}

function largestError({ values }: Result, expected: ArrayLike<number>): number {
  return values.reduce((worst, y, i) => Math.max(worst, Math.abs(y - expected[i])), 0);
}
