import { expect, it } from 'vitest';
import type { TrainingConfig } from '../../src/nn/training-graph.ts';
import { createTrainingSession, type PairBatch } from '../../src/nn/training-session.ts';
import type { Runtime } from '../../src/runtime.ts';
import { decodeCheckpoint, encodeCheckpoint } from '../../src/training/checkpoint.ts';
import { type BatchSource, train, type TrainedStep } from '../../src/training/trainer.ts';
import { seededArray } from '../helpers/seeded-array.ts';
import { describeOnRuntimes } from '../helpers/runtimes.ts';

const config: TrainingConfig = {
  backbone: { network: 'resnet18', width: 8, transformer: 'rotation_scale' },
  loss: 'symmetric',
  encoder: 'last',
  pairs: 2,
  microBatches: 2,
  size: 32,
  optimiser: { momentum: 0.9, weightDecay: 1e-4 },
};
const rates = { backbone: 0.01, transformer: 0.01, heads: 0.05 };
const STEPS = 6;

/** Batches that follow from the step, as those of a data set do. */
const source: BatchSource = {
  batch: (step) => Promise.resolve([part(2 * step), part(2 * step + 1)]),
};

function part(index: number): PairBatch {
  const shape = [config.pairs, 3, config.size, config.size];
  const picture = (name: string) => seededArray(index, name, shape, [-2, 2]);
  return { query: picture('query'), support: picture('support') };
}

/** Trains from a checkpoint, or from the start, until a step. */
async function advance(runtime: Runtime, from: Uint8Array | undefined, until: number) {
  const checkpoint = from === undefined ? undefined : decodeCheckpoint(from, 'file');
  const session = await createTrainingSession(runtime, config, {
    seed: 5,
    ...(checkpoint === undefined ? {} : { state: checkpoint.state }),
  });
  const log: TrainedStep[] = [];
  const signal = { aborted: false };
  const done = await train(session, source, {
    from: checkpoint?.step ?? 0,
    steps: STEPS,
    rates,
    signal,
    onStep: (step) => {
      log.push(step);
      signal.aborted = step.step + 1 === until;
    },
  });
  const file = encodeCheckpoint({
    step: done,
    training: 'x',
    state: session.state(),
    network: config,
  });
  await session.release();
  return { file, log, done };
}

describeOnRuntimes(
  'a training that is stopped and gone on with',
  (runtime) => {
    it('ends with the same bytes and log as one that was not', async () => {
      const whole = await advance(runtime, undefined, STEPS);
      expect(whole.done).toBe(STEPS);
      const half = await advance(runtime, undefined, 2);
      expect(half.done).toBe(2);
      const outcome = await advance(runtime, half.file, STEPS);
      expect([...half.log, ...outcome.log]).toEqual(whole.log);
      expect(outcome.file).toEqual(whole.file);
    });
  },
  { isHeavy: true },
);
