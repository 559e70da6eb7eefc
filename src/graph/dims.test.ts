import * as fc from 'fast-check';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { broadcast, ceilDivide, minus, plus, product, sum } from './dims.ts';
import type { Dim } from './value.ts';

describe('formulas', () => {
  it('are worth what the same steps give with numbers', () => {
    const step = fc.oneof(
      fc.tuple(fc.constant(plus), fc.integer({ min: -9, max: 9 })),
      fc.tuple(fc.constant(ceilDivide), fc.integer({ min: 1, max: 5 })),
    );
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 6 }),
        fc.integer({ min: 60, max: 99 }),
        (steps, h) => {
          expect(evaluate(steps.reduce(apply, 'h'), h)).toBe(evaluate(steps.reduce(apply, h), h));
        },
      ),
    );
  });

  it.each<[Dim, Dim]>([
    [plus(plus('h', 3), -3), 'h'],
    [plus('h', -1), 'h-1'],
    [plus(2, 3), 5],
    [ceilDivide(ceilDivide('h', 2), 4), 'ceil(h/8)'],
    [ceilDivide(ceilDivide('h+1', 2), 2), 'ceil((h+1)/4)'],
    [ceilDivide('a*b', 2), 'ceil((a*b)/2)'],
    [ceilDivide(7, 2), 4],
    [product(['n', 3, 'h+1', 4]), 'n*(h+1)*12'],
    [product([]), 1],
    [product(['n', 0]), 0],
    [sum(['a', 2, 'b', 3]), 'a+b+5'],
    [sum([]), 0],
  ])('have the normal form %s', (actual, expected) => {
    expect(actual).toBe(expected);
  });

  it('cancel in a difference', () => {
    expect(minus('h+2', 'h-1')).toBe(3);
    expect(minus('h', 2)).toBe('h-2');
    expect(minus('h', 'w')).toBeUndefined();
    expect(minus(5, 'h')).toBeUndefined();
  });
});

describe('broadcast()', () => {
  it.each([
    [[2, 1], [3], [2, 3]],
    [
      ['n', 64, 'h', 'w'],
      [64, 1, 1],
      ['n', 64, 'h', 'w'],
    ],
    [[], ['n'], ['n']],
    [[1], ['n'], ['n']],
    [[2], [3], undefined],
    [['h'], ['w'], undefined],
    [['h'], [4], undefined],
  ])('of %j and %j', (a, b, expected) => {
    expect(broadcast(a, b)).toEqual(expected);
    expect(broadcast(b, a)).toEqual(expected);
  });
});

function apply(dim: Dim, [operation, n]: readonly [typeof plus, number]): Dim {
  return operation(dim, n);
}

function evaluate(dim: Dim, h: number): number {
  return Number(runInNewContext(String(dim), { h, ceil: Math.ceil })) + 0; // no -0
}
