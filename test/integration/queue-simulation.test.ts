import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/random.ts';
import { ARRIVALS } from '../../studies/arrival-patterns.ts';
import { simulateQueue } from '../../studies/queue-simulation.ts';

const SECONDS = 40_000;

function randomArrivals(perSecond: number): number[] {
  return ARRIVALS.random({ perSecond, seconds: SECONDS }, seededRandom(1).fork('arrivals'));
}

describe('simulateQueue()', () => {
  it('waits as Pollaczek and Khinchine say where service takes always as long', () => {
    const [perSecond, service] = [8, 100];
    const share = (perSecond * service) / 1000;
    const { latency, busy } = simulateQueue(
      randomArrivals(perSecond),
      [{ name: 'judge', servers: 1, service: () => service }],
      seededRandom(2),
    );
    // M/D/1: mean wait is share / (2 (1 - share)) of a service.
    expect(latency.mean - service).toBeCloseTo((share / (2 * (1 - share))) * service, -1);
    expect(busy[0]).toBeCloseTo(share, 2);
  });

  it('waits as Erlang says where service has no memory and there are several servers', () => {
    const [perSecond, service, servers] = [16, 100, 2];
    const { latency } = simulateQueue(
      randomArrivals(perSecond),
      [
        {
          name: 'judge',
          servers,
          service: (random) => -Math.log(1 - random.uniform()) * service,
        },
      ],
      seededRandom(2),
    );
    // M/M/2: mean wait is r² / (1 - r²) of a service, r the share of the servers that is asked.
    const r = (perSecond * service) / 1000 / servers;
    const wait = (r ** 2 / (1 - r ** 2)) * service;
    expect(Math.abs(latency.mean - service - wait) / wait).toBeLessThan(0.05);
  });

  it('adds nothing to what is served before the next comes', () => {
    const { latency, queue } = simulateQueue(
      ARRIVALS.clocked({ perSecond: 5, seconds: 10 }, seededRandom(1)),
      [
        { name: 'read', servers: 1, service: () => 20 },
        { name: 'judge', servers: 1, service: () => 150 },
        { name: 'answer', servers: Infinity, service: () => 500 },
      ],
      seededRandom(2),
    );
    expect(latency.p50).toBeCloseTo(670);
    expect(latency.most).toBeCloseTo(670);
    expect(queue.most).toBe(0);
  });

  it('counts what waits of a burst', () => {
    const arrivals = ARRIVALS.bursts({ perSecond: 1, seconds: 12 }, seededRandom(1));
    const { queue, latency } = simulateQueue(
      arrivals,
      [{ name: 'judge', servers: 2, service: () => 100 }],
      seededRandom(2),
    );
    expect(arrivals).toHaveLength(12);
    expect(queue.most).toBeGreaterThanOrEqual(9);
    expect(latency.most).toBeCloseTo(600);
  });
});

describe('ARRIVALS', () => {
  it.each(['clocked', 'cameras', 'random', 'bursts'] as const)(
    'come at the rate that is asked: %s',
    (name) => {
      const all = ARRIVALS[name]({ perSecond: 20, seconds: 300 }, seededRandom(3));
      expect(all.length / 300).toBeGreaterThan(18);
      expect(all.length / 300).toBeLessThan(22);
      expect(all).toEqual(all.toSorted((a, b) => a - b));
    },
  );
});
