import { describe, expect, it } from 'vitest';
import { operand, runModel } from '../../test/helpers/run-graph.ts';
import { describeOnRuntimes } from '../../test/helpers/runtimes.ts';
import { GraphBuilder } from '../graph/builder.ts';
import { serializeModel } from '../graph/serialize.ts';
import type { Runtime } from '../runtime.ts';
import { cosineCycle, type SgdSettings, sgdUpdate } from './sgd.ts';

const START = { parameter: [1, -2, 4], gradient: [0.5, 0.25, -1], velocity: [2, 0, -4] };

async function updated(runtime: Runtime, rate: number, settings: SgdSettings) {
  const g = new GraphBuilder();
  const [parameter, gradient, velocity] = Object.keys(START).map((name) => g.input(name, [3]));
  const next = sgdUpdate(
    g,
    { parameter, gradient, velocity, rate: g.input('rate', [1]) },
    settings,
  );
  g.output('w', next.parameter);
  g.output('v', next.velocity);
  const feeds = Object.entries(START).map(([name, values]) => [name, operand([3], values)]);
  const { w, v } = await runModel(runtime, serializeModel(g), {
    ...Object.fromEntries(feeds),
    rate: operand([1], [rate]),
  });
  return { w: w.values, v: v.values };
}

// Powers of two: float32 holds every number here as it is.
describeOnRuntimes('sgdUpdate()', (runtime) => {
  it('goes down the gradient', async () => {
    const { w, v } = await updated(runtime, 0.5, { momentum: 0, weightDecay: 0 });
    expect(v).toEqual([0.5, 0.25, -1]);
    expect(w).toEqual([0.75, -2.125, 4.5]);
  });

  it('keeps a share of the velocity, whatever the rate', async () => {
    const settings = { momentum: 0.5, weightDecay: 0 };
    const { w, v } = await updated(runtime, 0.25, settings);
    expect(v).toEqual([1.5, 0.25, -3]);
    expect(w).toEqual([0.625, -2.0625, 4.75]);
    expect((await updated(runtime, 0, settings)).v).toEqual(v);
  });

  it('adds the decay to the gradient, before the momentum', async () => {
    const { w, v } = await updated(runtime, 1, { momentum: 0.5, weightDecay: 0.125 });
    expect(v).toEqual([1.625, 0, -2.5]);
    expect(w).toEqual([-0.625, -2, 6.5]);
  });
});

describe('cosineCycle()', () => {
  it.each([
    [0, 1],
    [1 / 3, 0.75],
    [0.5, 0.5],
    [2 / 3, 0.25],
    [1, 0],
  ])('after %d of all steps is %d', (progress, factor) => {
    expect(cosineCycle(progress)).toBeCloseTo(factor, 12);
  });
});
