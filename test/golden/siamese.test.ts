import { expect, it } from 'vitest';
import { z } from 'zod';
import { seededRandom } from '../../src/random.ts';
import { cosineCycle } from '../../src/nn/sgd.ts';
import type { SiameseConfig } from '../../src/nn/siamese.ts';
import type { StateDict } from '../../src/weights/state-dict.ts';
import { buildStep, NAMES, type TrainingConfig } from '../../src/nn/training-graph.ts';
import {
  createTrainingSession,
  type LearningRates,
  type PairBatch,
  type TrainingSession,
} from '../../src/nn/training-session.ts';
import type { Runtime } from '../../src/runtime.ts';
import { floatArray, readFixture } from '../helpers/fixture.ts';
import { describeOnRuntimes } from '../helpers/runtimes.ts';
import { seededArray, seededState } from '../helpers/seeded-array.ts';

/** Sums of a sketch. */
const SKETCH = 64;

const NETWORKS: Readonly<Record<string, SiameseConfig & { readonly freezeBatchNorm?: boolean }>> = {
  'resnet18-stn': {
    backbone: { network: 'resnet18', transformer: 'rotation_scale' },
    loss: 'symmetric',
    encoder: 'last',
  },
  'resnet18-per-level': {
    backbone: { network: 'resnet18', width: 16 },
    loss: 'one-sided',
    encoder: 'per-level',
  },
  'resnet18-frozen': {
    backbone: { network: 'resnet18', width: 16 },
    loss: 'symmetric',
    encoder: 'last',
    freezeBatchNorm: true,
  },
  convnext: {
    backbone: {
      network: 'convnext-tiny',
      stages: [
        { width: 96, depth: 1 },
        { width: 192, depth: 1 },
      ],
    },
    loss: 'symmetric',
    encoder: 'last',
  },
};

const schema = z.object({
  madeBy: z.object({ seed: z.int() }),
  pairs: z.int(),
  size: z.int(),
  rates: z.object({ backbone: z.number(), transformer: z.number(), heads: z.number() }),
  optimiser: z.object({ momentum: z.number(), weightDecay: z.number() }),
  floor: z.number(),
  errorsOfFloat32: z.object({ median: z.number(), worst: z.number() }),
  losses: z.array(z.number()),
  lossesOfFloat32: z.array(z.number()),
  spreads: z.array(z.number()),
  spreadsOfFloat32: z.array(z.number()),
  gradients: z.record(z.string(), floatArray),
  statistics: z.record(z.string(), floatArray),
});

for (const name of Object.keys(NETWORKS)) {
  const golden = readFixture(`gradients/siamese-${name}`, schema);
  const { seed } = golden.madeBy;
  const config: TrainingConfig = { ...NETWORKS[name], ...golden };
  const batch = pictures(seed, golden);

  describeOnRuntimes(`a training step of ${name}`, (runtime) => {
    it("has PyTorch's gradients and running statistics", async () => {
      // Without decay and from rest, velocities after a step are gradients.
      const optimiser = { momentum: 0, weightDecay: 0 };
      const session = await begin(runtime, { ...config, optimiser }, seed);
      await session.step([batch], STILL);
      const state = session.state();
      await session.release();

      const floor = golden.floor * Math.hypot(...Object.values(golden.gradients).map(lengthOf));
      const errors = Object.entries(golden.gradients)
        .map(([key, { data }]) =>
          relativeError(sketchOf(key, state, NAMES.velocity(key)), data, floor),
        )
        .toSorted((a, b) => a - b);
      expect(errors[Math.floor(errors.length / 2)]).toBeLessThan(1e-5);
      expect(errors.at(-1)).toBeLessThan(1e-3);
      expect(state.size).toBe(2 * errors.length + Object.keys(golden.statistics).length);

      for (const [key, { data }] of Object.entries(golden.statistics)) {
        const error = relativeError(sketchOf(key, state, key), data, 0);
        expect(error, `statistic ${key}`).toBeLessThan(1e-5);
      }
    });

    it("follows PyTorch's loss curve", async () => {
      const session = await begin(runtime, config, seed);
      const { losses, spreads } = golden;
      const lossTolerance = toleranceOf(losses, golden.lossesOfFloat32, 2e-5);
      const spreadTolerance = toleranceOf(spreads, golden.spreadsOfFloat32, 1e-4);
      for (const [i, loss] of losses.entries()) {
        const rates = scaled(golden.rates, cosineCycle(i / losses.length));
        const report = await session.step([batch], rates);
        expect(Math.abs(report.loss - loss), `loss of step ${i}`).toBeLessThan(lossTolerance);
        expect(Math.abs(report.spread - spreads[i]), `spread of step ${i}`).toBeLessThan(
          spreadTolerance,
        );
      }
      await session.release();
    });
  });
}

/**
 * What rounding moves a curve by, as PyTorch's own in float32 tells. Some steps on, an element may
 * come so near to a kink that rounding decides, in one of the two runs and not in the other: `kink`.
 */
function toleranceOf(curve: readonly number[], ofFloat32: readonly number[], kink: number): number {
  return 3 * Math.max(...curve.map((value, i) => Math.abs(value - ofFloat32[i]))) + kink;
}

const STILL: LearningRates = { backbone: 0, transformer: 0, heads: 0 };

/** A session at the weights that the fixture was made with. */
async function begin(
  runtime: Runtime,
  config: TrainingConfig,
  seed: number,
): Promise<TrainingSession> {
  const { parameters, statistics } = buildStep(config);
  const state = seededState(seed, [...parameters, ...statistics]);
  return createTrainingSession(runtime, config, { state, seed });
}

function pictures(seed: number, { pairs, size }: { pairs: number; size: number }): PairBatch {
  const shape = [pairs, 3, size, size];
  const picture = (name: string): Float32Array => seededArray(seed, name, shape, [-2, 2]);
  return { query: picture('query'), support: picture('support') };
}

/** `sketch` of tools/golden/siamese.py. */
function sketchOf(key: string, state: StateDict, name: string): Float64Array {
  const data = state.get(name)?.data ?? new Float32Array();
  if (data.length <= SKETCH) return Float64Array.from(data);
  const random = seededRandom(0).fork(`sketch/${key}`);
  const sums = new Float64Array(SKETCH);
  for (const value of data) {
    const bits = random.uniform() * 2 ** 32;
    sums[bits % SKETCH] += Math.floor(bits / SKETCH) % 2 === 1 ? -value : value;
  }
  return sums;
}

function scaled(rates: LearningRates, factor: number): LearningRates {
  const { backbone, transformer, heads } = rates;
  return { backbone: backbone * factor, transformer: transformer * factor, heads: heads * factor };
}

function lengthOf({ data }: { readonly data: Float32Array }): number {
  return Math.hypot(...data);
}

/** ‖found − expected‖ / ‖expected‖, or over `floor` where that is larger. */
function relativeError(actual: Float64Array, expected: Float32Array, floor: number): number {
  expect(actual).toHaveLength(expected.length);
  const difference = Math.hypot(...actual.map((x, i) => x - expected[i]));
  return difference / Math.max(Math.hypot(...expected), floor);
}
