import { describe, expect, it } from 'vitest';
import { TrainingError } from '../errors.ts';
import type { PairBatch, StepReport, TrainingSession } from '../nn/training-session.ts';
import { train, type TrainedStep, type TrainOptions } from './trainer.ts';

const rates = { backbone: 1, transformer: 2, heads: 4 };
const report: StepReport = { loss: -0.5, spread: 0.8, norms: { heads: 1 } };
const batch: PairBatch = { query: new Float32Array(1), support: new Float32Array(1) };

/** A session that reports the same each time. */
function session(result: StepReport = report): TrainingSession {
  return {
    step: () => Promise.resolve(result),
    state: () => new Map(),
    release: () => Promise.resolve(),
  };
}

/** Where batches come from, and which were asked for. */
function source(fails = false) {
  const asked: number[] = [];
  return {
    asked,
    batch: (step: number) => {
      asked.push(step);
      return fails ? Promise.reject(new Error('no picture')) : Promise.resolve([batch]);
    },
  };
}

function plan(changes: Partial<TrainOptions> = {}): TrainOptions & { readonly log: TrainedStep[] } {
  const log: TrainedStep[] = [];
  return { from: 0, steps: 3, rates, onStep: (step) => void log.push(step), log, ...changes };
}

describe('train()', () => {
  it('asks for each batch once, a step ahead, and lets the rates fall', async () => {
    const [batches, planned] = [source(), plan()];
    expect(await train(session(), batches, planned)).toBe(3);
    expect(batches.asked).toEqual([0, 1, 2]);
    const heads = planned.log.map((step) => step.rates.heads);
    [4, 3, 1].forEach((rate, i) => expect(heads[i]).toBeCloseTo(rate, 6));
  });

  it('asks for nothing where nothing is left, or it was stopped before the first step', async () => {
    const batches = source(true);
    expect(await train(session(), batches, plan({ from: 3 }))).toBe(3);
    expect(await train(session(), batches, plan({ signal: { aborted: true } }))).toBe(0);
    expect(batches.asked).toEqual([]);
  });

  it('passes on that a batch could not be had', async () => {
    await expect(train(session(), source(true), plan())).rejects.toThrow('no picture');
  });

  it('leaves the step that ends a training in the log, and keeps nothing of it', async () => {
    const checkpoints: number[] = [];
    const planned = plan({ onSound: (done) => void checkpoints.push(done) });
    const broken = session({ ...report, loss: NaN });
    await expect(train(broken, source(), planned)).rejects.toThrow(TrainingError);
    expect(planned.log).toHaveLength(1);
    expect(checkpoints).toEqual([]);
    await train(session(), source(), planned);
    expect(checkpoints).toEqual([1, 2, 3]);
  });
});
