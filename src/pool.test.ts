import { describe, expect, it } from 'vitest';
import { shareOut } from './pool.ts';

const wait = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1));

describe('shareOut()', () => {
  it('does each item once, with every worker, one item at a time each', async () => {
    const items = Array.from({ length: 20 }, (_, i) => i);
    const done: number[] = [];
    const busy = new Set<string>();
    const used = new Set<string>();
    await shareOut(['a', 'b', 'c'], items, async (worker, item) => {
      expect(busy.has(worker)).toBe(false);
      busy.add(worker);
      used.add(worker);
      await wait();
      busy.delete(worker);
      done.push(item);
    });
    expect(done.toSorted((a, b) => a - b)).toEqual(items);
    expect(used.size).toBe(3);
  });

  it('begins nothing after a failure, and awaits what is under way', async () => {
    const begun: number[] = [];
    const ended: number[] = [];
    const run = shareOut(['a', 'b'], [0, 1, 2, 3, 4, 5], async (_, item) => {
      begun.push(item);
      if (item === 1) throw new Error('item 1');
      await wait();
      ended.push(item);
    });
    await expect(run).rejects.toThrow('item 1');
    expect(begun).toEqual([0, 1]);
    expect(ended).toEqual([0]);
  });
});
