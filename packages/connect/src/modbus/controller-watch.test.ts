import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ControllerWatch } from './controller-watch.ts';

const told: (string | undefined)[] = [];
let watch: ControllerWatch;
beforeEach(() => {
  vi.useFakeTimers();
  told.length = 0;
  watch = new ControllerWatch({ report: (fault) => told.push(fault) }, 1000);
});
afterEach(() => {
  vi.useRealTimers();
});

it('says that no controller is there once one was, after a while', () => {
  vi.advanceTimersByTime(5000);
  expect(told).toEqual([]);
  watch.count(1);
  watch.count(0);
  vi.advanceTimersByTime(999);
  expect(told).toEqual([undefined]);
  vi.advanceTimersByTime(1);
  expect(told).toEqual([undefined, 'no controller is connected']);
  watch.count(1);
  expect(told.at(-1)).toBeUndefined();
});

it('has patience with one that connects anew for each question, and says nothing at the end', () => {
  for (let i = 0; i < 5; i++) {
    watch.count(1);
    watch.count(0);
    vi.advanceTimersByTime(900);
  }
  watch.close();
  vi.advanceTimersByTime(5000);
  expect(told.every((fault) => fault === undefined)).toBe(true);
});
