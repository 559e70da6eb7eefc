import { describe, expect, it } from 'vitest';
import { MemoryStore } from '../../test/helpers/training-fakes.ts';
import { TrainingLog } from './training-log.ts';

const rates = { backbone: 1, transformer: 1, heads: 1 };

/** A log of some steps, each with a spread of its own. */
async function logOf(...steps: readonly number[]) {
  const store = new MemoryStore();
  const log = new TrainingLog(store);
  for (const step of steps) {
    await log.append({ step, loss: -0.5, spread: step / 10, norms: { heads: 1 }, rates });
  }
  return { store, log };
}

describe('TrainingLog', () => {
  it('has a line a step, and is empty before the first', async () => {
    const { store, log } = await logOf(0, 1);
    expect(store.text('log').split('\n')[1]).toBe(
      '{"step":1,"loss":-0.5,"spread":0.1,"norms":{"heads":1},"rates":{"backbone":1,"transformer":1,"heads":1}}',
    );
    expect(await log.steps()).toMatchObject([{ step: 0 }, { step: 1, spread: 0.1 }]);
    expect(await new TrainingLog(new MemoryStore()).steps()).toEqual([]);
  });

  it('is cut to the steps of a checkpoint, whatever follows them', async () => {
    const { store, log } = await logOf(0, 1, 2);
    const lines = store.text('log').split('\n');
    await store.append('log', '{"step": 3, "lo');
    expect(await log.cut(2)).toEqual([0, 0.1]);
    expect(store.text('log')).toBe(`${lines[0]}\n${lines[1]}\n`);
    expect(await log.cut(0)).toEqual([]);
    expect(store.text('log')).toBe('');
  });

  it.each([
    ['too few lines', [0, 1], 3, 'a line for each of 3 steps, in order'],
    ['no lines', [], 1, 'a line for each of 1 step, in order'],
    ['lines in another order', [1, 0], 2, 'a line for each of 2 steps, in order'],
  ])('is not cut where it has %s', async (_, steps, done, expected) => {
    const { store, log } = await logOf(...steps);
    const before = store.text('log');
    await expect(log.cut(done)).rejects.toThrow(`run/log is damaged: expected ${expected}`);
    expect(store.text('log')).toBe(before);
  });

  it('tells of a line that is damaged', async () => {
    const { store, log } = await logOf(0);
    await store.append('log', '{"step": 1, "lo\n');
    await expect(log.steps()).rejects.toThrow('run/log is damaged');
    await expect(log.cut(2)).rejects.toThrow('run/log is damaged');
  });
});
