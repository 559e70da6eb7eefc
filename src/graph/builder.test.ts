import { describe, expect, it } from 'vitest';
import { GraphError } from '../errors.ts';
import { GraphBuilder } from './builder.ts';
import { add, relu } from './operators/elementwise.ts';

describe('GraphBuilder', () => {
  it('shares small constants that are equal to the bit', () => {
    const g = new GraphBuilder();
    expect(g.scalar(1)).toBe(g.scalar(1));
    expect(g.scalar(0)).not.toBe(g.scalar(-0));
    expect(g.integers([1, 2])).toBe(g.integers([1, 2]));
    expect(g.constant(Float32Array.of(1), [1])).not.toBe(g.scalar(1));
    expect(g.constant(Float32Array.of(1), [], 'one')).not.toBe(g.scalar(1));
    expect(g.constant(new Float32Array(17), [17])).not.toBe(g.constant(new Float32Array(17), [17]));
    expect(g.initializers).toHaveLength(8);
  });

  it('names nodes by scope and operator', () => {
    const g = new GraphBuilder();
    const x = g.input('x', [1]);
    const [inner, again] = g.scope('layer1', () =>
      g.scope('conv', () => [relu(g, x), relu(g, x)] as const),
    );
    expect(inner.name).toBe('/layer1/conv/Relu');
    expect(again.name).toBe('/layer1/conv/Relu_1');
    expect(relu(g, x).name).toBe('/Relu');
  });

  it('leaves a scope when its body throws', () => {
    const g = new GraphBuilder();
    expect(() => g.scope('a', () => g.integers([0.5]))).toThrow(RangeError);
    expect(relu(g, g.input('x', [1])).name).toBe('/Relu');
  });

  it('avoids names that are taken', () => {
    const g = new GraphBuilder();
    const x = g.input('/Relu', [1]);
    expect(relu(g, x).name).toBe('/Relu_1');
  });

  it('keeps what nodes connect, for whoever walks the graph', () => {
    const g = new GraphBuilder();
    const x = g.input('x', ['n']);
    const y = relu(g, add(g, x, x));
    expect(g.nodes.map((node) => node.operator)).toEqual(['Add', 'Relu']);
    expect(g.nodes[0].inputs).toEqual([x, x]);
    expect(g.nodes[1].inputs).toEqual(g.nodes[0].outputs);
    expect(g.nodes[1].outputs[0]).toBe(y);
  });
});

describe('GraphBuilder refuses', () => {
  it('names used twice', () => {
    const g = new GraphBuilder();
    const x = g.input('x', [1]);
    expect(() => g.input('x', [1])).toThrow(GraphError);
    expect(() => g.output('x', x)).toThrow(GraphError);
    expect(() => g.constant(Float32Array.of(1), [], 'x')).toThrow(GraphError);
  });

  it('values of another graph', () => {
    const g = new GraphBuilder();
    const foreign = new GraphBuilder().input('x', [1]);
    expect(() => relu(g, foreign)).toThrow(
      'Cannot add Relu to the graph: found "x" of another graph',
    );
    expect(() => g.output('y', foreign)).toThrow(GraphError);
  });

  it('a constant that does not fill its shape', () => {
    expect(() => new GraphBuilder().constant(new Float32Array(5), [2, 3], 'w')).toThrow(
      'Cannot add constant "w" to the graph: found 5 elements: expected shape [2, 3]',
    );
  });
});
