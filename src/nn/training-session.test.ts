import { beforeAll, expect, it } from 'vitest';
import { describeOnRuntimes } from '../../test/helpers/runtimes.ts';
import { seededArray } from '../../test/helpers/seeded-array.ts';
import { ModelError } from '../errors.ts';
import type { Runtime } from '../runtime.ts';
import type { StateDict } from '../weights/state-dict.ts';
import { groupOf, PARAMETER_GROUPS, type TrainingConfig } from './training-graph.ts';
import {
  createTrainingSession,
  type LearningRates,
  type PairBatch,
  type TrainingStart,
} from './training-session.ts';

const CONFIG: TrainingConfig = {
  backbone: { network: 'convnext-tiny', stages: [{ width: 4, depth: 1 }] },
  loss: 'one-sided',
  encoder: 'last',
  pairs: 2,
  size: 16,
  optimiser: { momentum: 0, weightDecay: 0 },
};
const STILL: LearningRates = { backbone: 0, transformer: 0, heads: 0 };

function batchOf(index: number, pairs = CONFIG.pairs): PairBatch {
  const picture = (name: string): Float32Array =>
    seededArray(index, name, [pairs, 3, CONFIG.size, CONFIG.size], [-2, 2]);
  return { query: picture('query'), support: picture('support') };
}

/** Does steps, and returns the state and what each step told. */
async function stepped(
  runtime: Runtime,
  changes: Partial<TrainingConfig>,
  steps: readonly (readonly [readonly PairBatch[], LearningRates])[],
  start: Partial<TrainingStart> = {},
) {
  const session = await createTrainingSession(
    runtime,
    { ...CONFIG, ...changes },
    { seed: 1, ...start },
  );
  const reports = [];
  for (const [batches, rates] of steps) reports.push(await session.step(batches, rates));
  const state = session.state();
  await session.release();
  return { state, reports };
}

function arrayOf(state: StateDict, key: string): Float32Array {
  return state.get(key)?.data ?? new Float32Array();
}

function weightsOf(state: StateDict): string[] {
  return [...state.keys()].filter((key) => state.has(`velocity/${key}`));
}

/** Expects an array to be made of others, element by element. */
function expectEach(actual: Float32Array, expected: (i: number) => number): void {
  const scale = Math.max(...actual.map(Math.abs), 1e-6);
  const errors = actual.map((value, i) => Math.abs(value - expected(i)));
  expect(Math.max(...errors)).toBeLessThan(2e-6 * scale + 1e-7);
}

describeOnRuntimes('createTrainingSession()', (runtime) => {
  it('starts by its seed, each array by a stream of its own', async () => {
    const [a, b, other] = await Promise.all(
      [1, 1, 2].map((seed) => stepped(runtime, {}, [], { seed })),
    );
    expect(a.state).toEqual(b.state);
    const key = 'features.0.0.weight';
    expect(arrayOf(other.state, key)).not.toEqual(arrayOf(a.state, key));
    const state = new Map([
      ['features.0.0.bias', { shape: [4], data: new Float32Array(4).fill(9) }],
    ]);
    const resumed = await stepped(runtime, {}, [], { state });
    expect(arrayOf(resumed.state, 'features.0.0.bias')).toEqual(new Float32Array(4).fill(9));
    expect(arrayOf(resumed.state, key)).toEqual(arrayOf(a.state, key));
  });

  it('begins at rest, and copies what it is given and what it gives', async () => {
    const data = new Float32Array(4).fill(9);
    const state = new Map([['features.0.0.bias', { shape: [4], data }]]);
    const session = await createTrainingSession(runtime, CONFIG, { seed: 1, state });
    const before = session.state();
    for (const key of weightsOf(before)) {
      expect(arrayOf(before, `velocity/${key}`).every((value) => value === 0)).toBe(true);
    }
    arrayOf(before, 'features.0.0.bias').fill(3);
    await session.step([batchOf(1)], { ...STILL, backbone: 1 });
    expect(arrayOf(session.state(), 'features.0.0.bias')).not.toEqual(
      arrayOf(before, 'features.0.0.bias'),
    );
    expect(data).toEqual(new Float32Array(4).fill(9));
    await session.release();
  });

  it('frees each session that it made', async () => {
    let open = 0;
    const counting: Runtime = {
      ...runtime,
      createSession: async (model) => {
        const session = await runtime.createSession(model);
        open++;
        const { inputNames, outputNames } = session;
        const release = (): Promise<void> => (open--, session.release());
        return { inputNames, outputNames, run: session.run.bind(session), release };
      },
    };
    await stepped(counting, { microBatches: 2 }, []);
    expect(open).toBe(0);
  });

  it('refuses an array of another shape, and names where it is from', async () => {
    const state = new Map([['features.0.0.bias', { shape: [3], data: new Float32Array(3) }]]);
    const wrong = createTrainingSession(runtime, CONFIG, { seed: 1, state, file: 'a.npz' });
    await expect(wrong).rejects.toThrow(ModelError);
    await expect(wrong).rejects.toThrow(/a\.npz: its "features\.0\.0\.bias" has shape \[3\]/);
  });
});

describeOnRuntimes('a step', (runtime) => {
  let still: Awaited<ReturnType<typeof stepped>>;
  beforeAll(async () => {
    still = await stepped(runtime, {}, [[[batchOf(1)], STILL]]);
  });
  /** From rest, without momentum and decay, velocities are gradients. */
  const gradient = (key: string): Float32Array => arrayOf(still.state, `velocity/${key}`);
  const weight = (key: string): Float32Array => arrayOf(still.state, key);

  it('moves each group at its own rate', async () => {
    const rates = { backbone: 0.5, transformer: 9, heads: 0.25 };
    const { state } = await stepped(runtime, {}, [[[batchOf(1)], rates]]);
    for (const key of weightsOf(state)) {
      const rate = rates[groupOf(key)];
      expectEach(arrayOf(state, key), (i) => weight(key)[i] - rate * gradient(key)[i]);
    }
  });

  it('decays weights', async () => {
    const optimiser = { momentum: 0, weightDecay: 0.125 };
    const { state } = await stepped(runtime, { optimiser }, [[[batchOf(1)], STILL]]);
    for (const key of weightsOf(state)) {
      const decayed = (i: number): number => gradient(key)[i] + 0.125 * weight(key)[i];
      expectEach(arrayOf(state, `velocity/${key}`), decayed);
    }
  });

  it('goes on with its velocity, in one session and from a state', async () => {
    const optimiser = { momentum: 0.5, weightDecay: 0 };
    const step = [[batchOf(1)], STILL] as const;
    const twice = await stepped(runtime, { optimiser }, [step, step]);
    for (const key of weightsOf(twice.state)) {
      expectEach(arrayOf(twice.state, `velocity/${key}`), (i) => 1.5 * gradient(key)[i]);
    }
    const { state } = await stepped(runtime, { optimiser }, [step]);
    expect((await stepped(runtime, { optimiser }, [step], { state })).state).toEqual(twice.state);
  });

  it('tells the length of the gradient of each group that there is', () => {
    const [{ norms, loss, spread }] = still.reports;
    expect(Object.keys(norms)).toEqual(['backbone', 'heads']);
    for (const group of PARAMETER_GROUPS.filter((name) => name in norms)) {
      const own = weightsOf(still.state).filter((key) => groupOf(key) === group);
      const length = Math.hypot(...own.flatMap((key) => [...gradient(key)]));
      expect(Math.abs((norms[group] ?? 0) / length - 1)).toBeLessThan(1e-5);
    }
    expect(Math.abs(loss)).toBeLessThanOrEqual(1);
    expect(spread).toBeGreaterThan(0);
  });
});

describeOnRuntimes('a step of several runs', (runtime) => {
  const alone = (index: number) => stepped(runtime, {}, [[[batchOf(index)], STILL]]);

  it('takes the mean of micro-batches, once each', async () => {
    const batches = [batchOf(1), batchOf(2)];
    const [still, second] = [await alone(1), await alone(2)];
    const both = await stepped(runtime, { microBatches: 2 }, [
      [batches, STILL],
      [batches, STILL],
    ]);
    for (const key of weightsOf(both.state)) {
      const own = arrayOf(still.state, `velocity/${key}`);
      const other = arrayOf(second.state, `velocity/${key}`);
      const mean = (i: number): number => (own[i] + other[i]) / 2;
      expectEach(arrayOf(both.state, `velocity/${key}`), mean);
    }
    const meanLoss = (still.reports[0].loss + second.reports[0].loss) / 2;
    for (const { loss } of both.reports) expect(loss).toBeCloseTo(meanLoss, 5);
    expect([...both.state.keys()].toSorted()).toEqual([...still.state.keys()].toSorted());
  });

  it('advances the statistics of a batch, each step further', async () => {
    const still = await alone(1);
    const key = 'encoder.bn1.running_mean';
    const step = [[batchOf(1)], STILL] as const;
    const { state } = await stepped(runtime, {}, [step, step]);
    // Pictures of a pair go through one after the other: 0.9² of what was there is left.
    expectEach(arrayOf(state, key), (i) => (1 + 0.81) * arrayOf(still.state, key)[i]);
  });
});
