import { describe, expect, it } from 'vitest';
import { figuresOf } from './reason-figures.ts';

/** A reason with these facts. */
const reason = (code: string, facts: Record<string, unknown>) => ({
  code,
  message: '',
  remedy: '',
  facts,
});

describe('figuresOf', () => {
  it('tells light as levels of 255', () => {
    const figures = figuresOf(reason('too-dark', { measured: 0.1, limit: 0.2, good: 0.4 }));
    expect(figures).toEqual({ measured: 25.5, limit: 51 });
  });

  it('tells the width of edges, not their sharpness', () => {
    const figures = figuresOf(reason('blurred', { measured: 0.5, limit: 0.8, good: 1 }));
    expect(figures).toEqual({ measured: 2, limit: 1.25 });
  });

  it('tells noise as times that of good pictures', () => {
    const figures = figuresOf(reason('noisy', { measured: 0.6, limit: 0.3, good: 0.2 }));
    expect(figures?.measured).toBeCloseTo(3);
  });

  it.each([
    ['a reason that it does not know', reason('news', { measured: 1, limit: 2 })],
    ['facts without figures', reason('too-dark', { measured: null, limit: 2 })],
    ['no good picture to compare with', reason('blurred', { measured: 1, limit: 2 })],
  ])('tells nothing of %s', (_, one) => {
    expect(figuresOf(one)).toBeNull();
  });
});
