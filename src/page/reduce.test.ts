import { describe, expect, it } from 'vitest';
import { plainImage } from '../../test/helpers/report-sample.ts';
import { reduceImage, reduceMap } from './reduce.ts';

describe('reduceImage() and reduceMap()', () => {
  it.each([
    [640, 480, 320, 240],
    [480, 640, 240, 320],
    [2000, 2, 320, 1],
    [100, 50, 100, 50],
  ])('makes %i × %i into %i × %i', (width, height, reducedWidth, reducedHeight) => {
    const size = { width: reducedWidth, height: reducedHeight };
    const map = { data: new Float32Array(width * height).fill(0.5), width, height };
    expect(reduceImage(plainImage(width, height), 320)).toMatchObject(size);
    const reduced = reduceMap(map, 320);
    expect(reduced).toMatchObject(size);
    expect(reduced.data).toHaveLength(reducedWidth * reducedHeight);
    expect(reduced.data.every((value) => value === 0.5)).toBe(true);
  });
});
