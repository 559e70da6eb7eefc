import { array, assert, double, property } from 'fast-check';
import { expect, it } from 'vitest';
import { CaptureClock } from './capture-clock.ts';

/** Seconds between two pictures, and the least that one takes. */
const [STEP, LATENCY] = [0.1, 0.3];
/** Its clock is anywhere. */
const AHEAD = 12_345;

/** What a clock says of a camera whose pictures take so much longer than the fastest, seconds each. */
function listen(delays: readonly number[], rate = 1): { takenAt: number; exposedAt: number }[] {
  const clock = new CaptureClock();
  let last = 0;
  return delays.map((delay, i) => {
    const exposedAt = i * STEP;
    // Pictures come in their order.
    last = Math.max(last, exposedAt + LATENCY + delay);
    return { takenAt: clock.takenAt(AHEAD + rate * exposedAt, last), exposedAt };
  });
}

it('counts no picture that was taken before, however it was held up', () => {
  const delay = double({ min: 0, max: 5, noNaN: true });
  assert(
    property(array(delay, { minLength: 1, maxLength: 60 }), (delays) => {
      // The camera is at its fastest for once while it is listened to.
      for (const { takenAt, exposedAt } of listen([0, ...delays])) {
        // Seven seconds of allowed drift.
        expect(takenAt - LATENCY).toBeLessThanOrEqual(exposedAt + 0.02);
      }
    }),
  );
});

it('knows when pictures were taken that come as fast as they can', () => {
  const [last] = listen(Array<number>(600).fill(0)).slice(-1);
  expect((last?.takenAt ?? 0) - LATENCY).toBeCloseTo(last?.exposedAt ?? 1, 6);
});

it('goes with a clock that is not as fast as ours', () => {
  for (const rate of [0.9998, 1.0002]) {
    const [last] = listen(Array<number>(36_000).fill(0), rate).slice(-1);
    expect(Math.abs((last?.takenAt ?? 0) - LATENCY - (last?.exposedAt ?? 0))).toBeLessThan(0.001);
  }
});

it('listens for a second first, and again where a camera began anew', () => {
  const clock = new CaptureClock();
  expect(clock.takenAt(5, 100)).toBe(-Infinity);
  expect(clock.takenAt(5.9, 100.9)).toBe(-Infinity);
  expect(clock.takenAt(6, 101)).toBe(101);
  expect(clock.takenAt(0, 101.1)).toBe(-Infinity);
  expect(clock.isWarm).toBe(false);
  expect(clock.takenAt(1.5, 102.6)).toBeCloseTo(102.6, 9);
});

it('tells by how much pictures lag', () => {
  const clock = new CaptureClock();
  clock.takenAt(0, 10);
  clock.takenAt(2, 15);
  expect(clock.lag).toBeCloseTo(3, 1);
});
