import { describe, expect, it } from 'vitest';
import { FakePorts, smallPlan, unwatched } from '../../test/helpers/training-fakes.ts';
import { TrainingError } from '../errors.ts';
import { TRAINING } from '../hyperparameters.ts';
import { decodeCheckpoint } from './checkpoint.ts';
import type { TrainingPlan } from './plan.ts';
import { runTraining, type RunTrainingOptions, type TrainingOutcome } from './run.ts';

/** Trains until some steps are done, as a person who stops it then. */
function trainUntil(
  steps: number,
  plan: TrainingPlan,
  ports: FakePorts,
  options: Partial<RunTrainingOptions> = {},
): Promise<TrainingOutcome> {
  const signal = { aborted: false };
  const onStep: RunTrainingOptions['onStep'] = ({ step }) => {
    signal.aborted = step + 1 >= steps;
  };
  return runTraining(plan, ports, { ...unwatched, signal, onStep, ...options });
}

const stepOf = ({ store }: FakePorts): number =>
  decodeCheckpoint(store.files.get('checkpoint') ?? new Uint8Array(), 'checkpoint').step;

const weightOf = ({ state }: TrainingOutcome): number | undefined => state.get('weight')?.data[0];

describe('runTraining()', () => {
  it('reads the pictures, does all steps, and leaves log, curve and checkpoint', async () => {
    const [plan, ports] = [await smallPlan(), new FakePorts()];
    const events: unknown[] = [];
    const outcome = await runTraining(plan, ports, {
      ...unwatched,
      onProgress: (progress) => events.push(progress),
      onStep: ({ step }) => events.push(step),
    });
    expect(events).toEqual([{ done: 4, total: 4 }, 0, 1, 2, 3]);
    expect([outcome.done, weightOf(outcome), stepOf(ports)]).toEqual([4, 4, 4]);
    expect(ports.store.text('log').trim().split('\n')).toHaveLength(4);
    expect(ports.store.text('curve')).toContain('Loss of 4 steps');
    expect(ports.open).toBe(0);
  });

  it('splits a batch into micro-batches, in the order of its pairs', async () => {
    const [plan, ports] = [await smallPlan({ batch: 4, microBatches: 2 }), new FakePorts()];
    await trainUntil(1, plan, ports);
    const [first, second] = ports.prepared;
    expect([first, second].map((pairs) => pairs?.length)).toEqual([2, 2]);
    expect([first, second].flat()).toEqual(plan.schedule.pairsOf(0));
  });

  it('begins with the start weights, and mixes no batch of one category', async () => {
    const ports = new FakePorts();
    const state = new Map([['weight', { shape: [1], data: Float32Array.of(5) }]]);
    const mixed = await smallPlan({ seed: 7 });
    const outcome = await trainUntil(1, { ...mixed, start: state }, ports);
    expect(weightOf(outcome)).toBe(6);
    expect(ports.sessions).toMatchObject([[{ batches: 'mixed' }, { seed: 7, file: 'none' }]]);
    const single = new FakePorts();
    await trainUntil(1, await smallPlan({}, ['synthetic:1x4']), single);
    expect(single.sessions).toMatchObject([[{ batches: 'category' }, { seed: 0 }]]);
  });

  it('writes a checkpoint when it is due by the clock', async () => {
    const [plan, ports] = [await smallPlan({ epochs: 3.5 }), new FakePorts()];
    const events: unknown[] = [];
    await runTraining(plan, ports, {
      ...unwatched,
      checkpointMinutes: 3,
      // A step is told before its checkpoint: this is what the step before left.
      onStep: () => events.push(ports.store.files.has('checkpoint') ? stepOf(ports) : undefined),
    });
    expect(events).toEqual([undefined, undefined, undefined, 3, 3, 3, 6]);
    expect(stepOf(ports)).toBe(7);
  });
});

describe('runTraining(), stopped and gone on with,', () => {
  it('leaves a checkpoint, and comes to the same files', async () => {
    const plan = await smallPlan();
    const [whole, ports] = [new FakePorts(), new FakePorts()];
    await trainUntil(4, plan, whole);
    expect((await trainUntil(2, plan, ports)).done).toBe(2);
    expect(stepOf(ports)).toBe(2);
    const outcome = await trainUntil(4, plan, ports);
    expect([outcome.done, weightOf(outcome)]).toEqual([4, 4]);
    expect(ports.store.files).toEqual(whole.store.files);
    // The second half asks for the pairs of its own steps only.
    const twoSteps = ports.prepared.slice(-2);
    expect(twoSteps).toEqual([2, 3].map((step) => plan.schedule.pairsOf(step)));
  });

  it('does the steps after the last checkpoint again, and cuts them out of the log', async () => {
    const plan = await smallPlan();
    const [whole, ports] = [new FakePorts(), new FakePorts()];
    await trainUntil(4, plan, whole);
    await trainUntil(2, plan, ports);
    await ports.store.append('log', `${whole.store.text('log').split('\n')[2]}\n{"step": 3, "lo`);
    await trainUntil(4, plan, ports);
    expect(ports.store.files).toEqual(whole.store.files);
  });

  it.each<[string, Partial<FakePorts>, number]>([
    ['pictures', { pixels: 'others' }, 0],
    ['settings', {}, 1],
  ])('refuses the checkpoint of other %s, and leaves it', async (_, changes, seed) => {
    const ports = new FakePorts();
    await trainUntil(2, await smallPlan(), ports);
    const before = new Map(ports.store.files);
    Object.assign(ports, changes);
    const other = trainUntil(4, await smallPlan({ seed }), ports);
    await expect(other).rejects.toThrow(
      'Cannot train: the checkpoint run/checkpoint is of other pictures or start weights',
    );
    expect(ports.store.files).toEqual(before);
    expect([ports.sessions.length, ports.open]).toEqual([1, 0]);
  });

  it('counts collapsed steps from before it was stopped', async () => {
    const [plan, ports] = [await smallPlan({ epochs: TRAINING.collapsedSteps }), new FakePorts()];
    ports.report = { ...ports.report, spread: 0 };
    await trainUntil(TRAINING.collapsedSteps - 1, plan, ports);
    await expect(runTraining(plan, ports, unwatched)).rejects.toThrow(TrainingError);
    expect(ports.store.text('log').trim().split('\n')).toHaveLength(TRAINING.collapsedSteps);
    expect([stepOf(ports), ports.open]).toEqual([TRAINING.collapsedSteps - 1, 0]);
  });
});
