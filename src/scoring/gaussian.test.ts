import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../random.ts';
import { gaussianSmooth } from './gaussian.ts';

describe('gaussianSmooth()', () => {
  it('equals the direct two-dimensional sum', () => {
    const size = { width: 7, height: 5 };
    const map = randomMap(size.width * size.height);
    const smooth = gaussianSmooth(map, size, 1.5);
    direct(map, size, 1.5).forEach((value, i) => expect(smooth[i]).toBeCloseTo(value, 6));
  });

  it('reflects as often as needed when the kernel is larger than the map', () => {
    const size = { width: 3, height: 2 };
    const map = Float32Array.of(0, 0, 6, 0, 0, 0);
    const smooth = gaussianSmooth(map, size, 20);
    direct(map, size, 20).forEach((value, i) => expect(smooth[i]).toBeCloseTo(value, 6));
    for (const value of smooth) expect(value).toBeCloseTo(1, 2);
  });

  it('keeps the sum and a constant, and never leaves the range of the map', () => {
    fc.assert(
      fc.property(
        fc.record({
          width: fc.integer({ min: 1, max: 9 }),
          height: fc.integer({ min: 1, max: 9 }),
        }),
        fc.double({ min: 0.2, max: 6, noNaN: true }),
        (size, sigma) => {
          const map = randomMap(size.width * size.height);
          const smooth = gaussianSmooth(map, size, sigma);
          expect(total(smooth)).toBeCloseTo(total(map), 3);
          expect(Math.max(...smooth)).toBeLessThanOrEqual(Math.max(...map) + 1e-6);
          expect(Math.min(...smooth)).toBeGreaterThanOrEqual(Math.min(...map) - 1e-6);
        },
      ),
    );
  });

  it('copies the map when sigma is 0', () => {
    const map = Float32Array.of(1, 2);
    const smooth = gaussianSmooth(map, { width: 2, height: 1 }, 0);
    expect(smooth).toEqual(map);
    expect(smooth).not.toBe(map);
  });
});

function randomMap(length: number): Float32Array {
  const random = seededRandom(length);
  return Float32Array.from({ length }, () => random.uniform());
}

function total(map: Float32Array): number {
  return map.reduce((sum, value) => sum + value, 0);
}

/** Weighs every cell of the mirrored plane around each cell; neither separable nor fast. */
function direct(
  map: Float32Array,
  { width, height }: { width: number; height: number },
  sigma: number,
): number[] {
  const radius = Math.floor(4 * sigma + 0.5);
  return Array.from(map, (_, cell) => {
    let [sum, weights] = [0, 0];
    for (let dy = -radius; dy <= radius; dy++) {
      for (let dx = -radius; dx <= radius; dx++) {
        const y = bounce(Math.floor(cell / width) + dy, height);
        const x = bounce((cell % width) + dx, width);
        const weight = Math.exp(-(dx * dx + dy * dy) / (2 * sigma * sigma));
        sum += map[y * width + x] * weight;
        weights += weight;
      }
    }
    return sum / weights;
  });
}

/** Walks back from each edge until inside; the edge cell counts twice. */
function bounce(i: number, length: number): number {
  let at = i;
  while (at < 0 || at >= length) at = at < 0 ? -1 - at : 2 * length - 1 - at;
  return at;
}
