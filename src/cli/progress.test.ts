import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createProgress, progressLine } from './progress.ts';

const ERASE = '\r\u001b[K';

beforeEach(() => vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => vi.useRealTimers());

/** A terminal to draw on, and what is on it. */
function screen(): { bar: NodeJS.WriteStream; drawn: string[] } {
  const drawn: string[] = [];
  const write = (text: string): boolean => drawn.push(text) > 0;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a progress bar only writes
  const bar = Object.assign(new PassThrough(), { write }) as unknown as NodeJS.WriteStream;
  return { bar, drawn };
}

describe('createProgress()', () => {
  it('draws how far the work is and when it will be done', () => {
    const { bar, drawn } = screen();
    const progress = createProgress({ bar });
    progress.update('features', 0, 4);
    vi.advanceTimersByTime(1000);
    progress.update('features', 1, 4);
    vi.advanceTimersByTime(1000);
    progress.update('coreset', 0, 2);
    progress.clear();
    expect(drawn).toEqual([
      `${ERASE}${progressLine('features', 0, 4, Infinity)}`,
      `${ERASE}${progressLine('features', 1, 4, 3000)}`,
      `${ERASE}${progressLine('coreset', 0, 2, Infinity)}`,
      ERASE,
    ]);
  });

  it('draws seldom, but always the end', () => {
    const { bar, drawn } = screen();
    const progress = createProgress({ bar });
    for (let done = 1; done <= 1000; done++) {
      vi.advanceTimersByTime(1);
      progress.update('features', done, 1000);
    }
    expect(drawn.length).toBeLessThan(20);
    expect(drawn.at(-1)).toContain('1000/1000');
  });

  it('is back after the line was taken away for a result', () => {
    const { bar, drawn } = screen();
    const progress = createProgress({ bar });
    progress.update('inspecting', 1, 9);
    progress.clear();
    progress.update('inspecting', 2, 9);
    expect(drawn.at(-1)).toContain('2/9');
  });

  it('is silent when nobody watches', () => {
    const progress = createProgress({ bar: undefined });
    expect(() => {
      progress.update('features', 1, 2);
      progress.clear();
    }).not.toThrow();
  });
});

describe('progressLine()', () => {
  it.each([
    [0, 4, Infinity, `features      ${'░'.repeat(28)} 0/4  ETA –`],
    [1, 4, 9_100, `features      ${'█'.repeat(7)}${'░'.repeat(21)} 1/4  ETA 0:10`],
    [4, 4, 0, `features      ${'█'.repeat(28)} 4/4  ETA 0:00`],
    [2, 4, 3_723_000, `features      ${'█'.repeat(14)}${'░'.repeat(14)} 2/4  ETA 1:02:03`],
    [0, 0, 0, `features      ${'░'.repeat(28)} 0/0  ETA 0:00`],
  ])('%i of %i, %i ms left', (done, total, left, line) => {
    expect(progressLine('features', done, total, left)).toBe(line);
  });
});
