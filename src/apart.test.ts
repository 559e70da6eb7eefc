import { describe, expect, it } from 'vitest';
import { apart } from './apart.ts';

const format = (value: number, more: number): string => value.toFixed(more);

describe('apart()', () => {
  it('writes two numbers with as many decimals as it takes to read them apart', () => {
    expect(apart(28.9, 12, format)).toEqual(['29', '12']);
    expect(apart(28.9, 29.2, format)).toEqual(['28.9', '29.2']);
    expect(apart(0.601, 0.6, format)).toEqual(['0.601', '0.600']);
  });

  it('writes what is the same, or nearly, as usual', () => {
    expect(apart(3, 3, format)).toEqual(['3', '3']);
    expect(apart(3, 3.000001, format)).toEqual(['3', '3']);
  });
});
