import { describe, expect, it } from 'vitest';
import { TRAINING } from '../../src/hyperparameters.ts';
import type { Runtime } from '../../src/runtime.ts';
import type { Safeguards, SiameseConfig } from '../../src/nn/siamese.ts';
import type { StateDict } from '../../src/weights/state-dict.ts';
import { buildStep, NAMES, type TrainingConfig } from '../../src/nn/training-graph.ts';
import { createTrainingSession, type PairBatch } from '../../src/nn/training-session.ts';
import { type Random, seededRandom } from '../../src/random.ts';
import { train } from '../../src/training/trainer.ts';
import { describeOnRuntimes } from '../helpers/runtimes.ts';

const NETWORKS: Readonly<Record<string, SiameseConfig>> = {
  'ResNet-18 with transformers': {
    backbone: { network: 'resnet18', width: 16, transformer: 'rotation_scale' },
    loss: 'symmetric',
    encoder: 'last',
  },
  ConvNeXt: {
    backbone: {
      network: 'convnext-tiny',
      stages: [
        { width: 32, depth: 1 },
        { width: 64, depth: 1 },
      ],
    },
    loss: 'one-sided',
    encoder: 'last',
  },
};

for (const [title, network] of Object.entries(NETWORKS)) {
  const optimiser = { momentum: 0.9, weightDecay: 1e-3 };
  const config: TrainingConfig = { ...network, pairs: 4, size: 64, optimiser };

  describeOnRuntimes(`steps of ${title}`, (_single, create) => {
    it.each([1, 2])('give the same bytes each time with %i threads', async (threads) => {
      const [first, second] = [
        await trained(create(threads), config, 3),
        await trained(create(threads), config, 3),
      ];
      for (const [key, { data }] of first) {
        expect(Buffer.compare(bytes(data), bytes(second.get(key)?.data)), `array ${key}`).toBe(0);
      }
    });

    /**
     * Threads may add in another order. A gradient is compared by its length, or by a ten-thousandth of
     * all gradients' length where it is smaller: that of a bias in front of a normalization is zero but
     * for rounding.
     */
    it('give the same gradients with one thread and with two, but for rounding', async () => {
      const [one, two] = [await trained(create(1), config, 1), await trained(create(2), config, 1)];
      const names = [...one.keys()].filter((key) => key.startsWith(NAMES.velocity('')));
      const lengthOf = (name: string): number => length(one.get(name)?.data);
      const floor = 1e-4 * Math.hypot(...names.map(lengthOf));
      expect(names.length).toBeGreaterThan(10);
      for (const name of names) {
        const other = two.get(name)?.data;
        const difference = length(one.get(name)?.data.map((x, i) => x - (other?.[i] ?? NaN)));
        expect(difference / Math.max(lengthOf(name), floor), `of ${name}`).toBeLessThan(1e-6);
      }
    });
  });
}

describe('a one-sided step', () => {
  it('goes back through the branch of the support picture only, and counts the statistics of both', () => {
    const backbone = { network: 'resnet18', width: 8 } as const;
    const optimiser = { momentum: 0, weightDecay: 0 };
    const config = { backbone, encoder: 'last', pairs: 2, size: 32, optimiser } as const;
    const namesOf = (loss: 'one-sided' | 'symmetric'): string[] =>
      buildStep({ ...config, loss }).graph.nodes.map((node) => node.name);
    const [oneSided, symmetric] = [namesOf('one-sided'), namesOf('symmetric')];
    // The query goes first, its layers have the plain names.
    expect(countOf(symmetric, '/gradients/conv1/Conv/')).toBeGreaterThan(0);
    expect(countOf(oneSided, '/gradients/conv1/Conv_1/')).toBeGreaterThan(0);
    expect(countOf(oneSided, '/gradients/conv1/Conv/')).toBe(0);
    expect(countOf(oneSided, '/bn1/')).toBe(countOf(symmetric, '/bn1/'));
  });
});

describeOnRuntimes(
  'the spread of encodings',
  (runtime) => {
    const CASES: readonly (readonly [string, Safeguards])[] = [
      ['without the predictor', { predictor: false }],
      ['without the stop-gradient', { stopGradient: false }],
    ];

    it.each([
      ['mixed', 0, 1e-4],
      ['category', 0.2, 1],
    ] as const)(
      'of one picture, many times, in %s batches is from %f to %f',
      async (batches, least, most) => {
        const config = { ...SMALL, batches, size: 64 };
        const session = await createTrainingSession(runtime, config, { seed: 1 });
        const one = pictures({ pairs: 1, size: 64 }, seededRandom(1)).query;
        const many = Float32Array.from(
          { length: SMALL.pairs * one.length },
          (_, i) => one[i % one.length],
        );
        const rates = { backbone: 0, transformer: 0, heads: 0 };
        const { spread } = await session.step([{ query: many, support: many }], rates);
        await session.release();
        expect(spread).toBeGreaterThanOrEqual(least);
        expect(spread).toBeLessThanOrEqual(most);
      },
    );

    it('stays with predictor and stop-gradient', async () => {
      const spreads: number[] = [];
      await trainSmall(runtime, {}, spreads);
      expect(Math.min(...spreads)).toBeGreaterThan(0.6);
    });

    it.each(CASES)('falls towards 0 %s, and stops the training', async (_, safeguards) => {
      const spreads: number[] = [];
      await expect(trainSmall(runtime, safeguards, spreads)).rejects.toThrow(
        /encodings have collapsed/,
      );
      expect(spreads[0]).toBeGreaterThan(0.6);
      expect(spreads.at(-1)).toBeLessThan(TRAINING.collapsedSpread);
    });
  },
  { isHeavy: true },
);

/** The state after some steps, each on a batch of its own. */
async function trained(
  runtime: Runtime,
  config: TrainingConfig,
  steps: number,
): Promise<StateDict> {
  const session = await createTrainingSession(runtime, config, { seed: 1 });
  const random = seededRandom(1).fork('pictures');
  const rates = { backbone: 0.01, transformer: 0.001, heads: 0.01 };
  for (let i = 0; i < steps; i++) await session.step([pictures(config, random)], rates);
  const state = session.state();
  await session.release();
  return state;
}

const SMALL: TrainingConfig = {
  backbone: { network: 'resnet18', width: 8 },
  loss: 'symmetric',
  encoder: 'last',
  pairs: 16,
  size: 16,
  optimiser: { momentum: 0.9, weightDecay: 0 },
};

/** Trains a small network, and tells the spread before each step. */
async function trainSmall(
  runtime: Runtime,
  safeguards: Safeguards,
  spreads: number[],
): Promise<void> {
  const config = { ...SMALL, safeguards };
  const session = await createTrainingSession(runtime, config, { seed: 1 });
  const random = seededRandom(1).fork('pictures');
  try {
    await train(
      session,
      { batch: () => Promise.resolve([pictures(config, random)]) },
      {
        from: 0,
        steps: 240,
        rates: { backbone: 0.3, transformer: 0.3, heads: 0.3 },
        onStep: ({ spread }) => void spreads.push(spread),
      },
    );
  } finally {
    await session.release();
  }
}

/** Pairs of patterns of 4×4 fields, each picture with noise of its own. */
function pictures(
  { pairs, size }: { readonly pairs: number; readonly size: number },
  random: Random,
): PairBatch {
  const count = pairs * 3 * size * size;
  const [query, support] = [new Float32Array(count), new Float32Array(count)];
  for (let plane = 0; plane < pairs * 3; plane++) {
    const fields = Float32Array.from({ length: 16 }, () => random.normal());
    for (let i = 0; i < size * size; i++) {
      const [row, column] = [Math.floor(i / size), i % size].map((at) =>
        Math.floor((4 * at) / size),
      );
      const colour = fields[4 * row + column];
      query[plane * size * size + i] = colour + 0.3 * random.normal();
      support[plane * size * size + i] = colour + 0.3 * random.normal();
    }
  }
  return { query, support };
}

function countOf(names: readonly string[], scope: string): number {
  return names.filter((name) => name.startsWith(scope)).length;
}

function length(x: Float32Array = new Float32Array()): number {
  return Math.sqrt(x.reduce((sum, value) => sum + value * value, 0));
}

function bytes(data: Float32Array = new Float32Array()): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}
