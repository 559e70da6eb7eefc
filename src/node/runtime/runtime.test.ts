import { availableParallelism } from 'node:os';
import { describe, expect, it } from 'vitest';
import { ArgumentRangeError } from '../../errors.ts';
import { GraphBuilder } from '../../graph/builder.ts';
import { add } from '../../graph/operators/elementwise.ts';
import { serializeModel } from '../../graph/serialize.ts';
import { nodeRuntime } from './runtime.ts';

describe('nodeRuntime()', () => {
  it('runs a model and names itself', async () => {
    const runtime = nodeRuntime({ threads: 1 });
    const g = new GraphBuilder();
    const x = g.input('x', [2]);
    g.output('twice', add(g, x, x));
    const session = await runtime.createSession(serializeModel(g));
    const { twice } = await session.run({
      x: new runtime.Tensor('float32', Float32Array.of(1, -3), [2]),
    });
    await session.release();
    expect(twice.data).toEqual(Float32Array.of(2, -6));
    expect(runtime.name).toMatch(/^onnxruntime-node \d+\.\d+\.\d+ cpu$/);
  });

  it('computes the same with threads that stay on their processors', async () => {
    const g = new GraphBuilder();
    const x = g.input('x', [3]);
    g.output('twice', add(g, x, x));
    const runtime = nodeRuntime({ placement: 'fixed' });
    const session = await runtime.createSession(serializeModel(g));
    const { twice } = await session.run({
      x: new runtime.Tensor('float32', Float32Array.of(1, -3, 0.5), [3]),
    });
    await session.release();
    expect(twice.data).toEqual(Float32Array.of(2, -6, 1));
  });

  it('uses the threads asked for, or every core', () => {
    expect(nodeRuntime({ threads: 3 }).threads).toBe(3);
    expect(nodeRuntime().threads).toBe(availableParallelism());
  });

  it.each([0, -1, 1.5, NaN])('refuses %s threads', (threads) => {
    expect(() => nodeRuntime({ threads })).toThrow(ArgumentRangeError);
  });
});
