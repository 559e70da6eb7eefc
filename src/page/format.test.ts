import { describe, expect, it } from 'vitest';
import { counted, formatMilliseconds, formatRatio, formatScore, formatShare } from './format.ts';

describe('formatRatio()', () => {
  it.each([
    [0, '0.00'],
    [0.614, '0.61'],
    [1, '1.00'],
    [1.0004, '1.0004'],
    [0.99996, '0.99996'],
    [99.994, '99.99'],
    [1234.5, '1234.5'],
    [98765432, '9.88e+7'],
    [Infinity, '∞'],
    [NaN, 'not a number'],
  ])('writes %s as %s', (ratio, text) => {
    expect(formatRatio(ratio)).toBe(text);
  });
});

describe('formatScore()', () => {
  it.each([
    [4.56789, '4.568'],
    [12345.6, '12350'],
    [0.000012346, '0.00001235'],
    [NaN, 'not a number'],
    [Infinity, '∞'],
  ])('writes %s as %s', (score, text) => {
    expect(formatScore(score)).toBe(text);
  });
});

describe('formatShare()', () => {
  it.each([
    [1 - 0.05 ** (1 / 8), '31 %'],
    [0.0499, '5 %'],
    [0.00997, '1 %'],
    [0.0123, '1.2 %'],
    [0.00001, '< 0.01 %'],
    [0, '0 %'],
    [1, '100 %'],
    [0.9999, '99.99 %'],
    [0.996, '99.6 %'],
    [0.999999, '> 99.99 %'],
    [0.994, '99 %'],
  ])('writes %s as %s', (share, text) => {
    expect(formatShare(share)).toBe(text);
  });
});

it('writes times and counts', () => {
  expect(formatMilliseconds(4.56)).toBe('4.6 ms');
  expect(formatMilliseconds(33.5)).toBe('34 ms');
  expect(counted(1, 'picture')).toBe('1 picture');
  expect(counted(0, 'picture')).toBe('0 pictures');
});
