import { describe, expect, it } from 'vitest';
import { takePicture } from './camera.ts';

const size = { width: 64, height: 48 };
const grey = new Float32Array(64 * 48 * 3).fill(0.25);

describe('takePicture', () => {
  it('shows a quarter of the light as half the level', () => {
    const { data } = takePicture(grey, size, { blur: 0, noise: 0, seed: 1 });
    expect(new Set(data)).toEqual(new Set([128]));
  });

  it('keeps highlights below white and in order', () => {
    const light = Float32Array.from({ length: 64 * 48 * 3 }, (_, i) => i / 3000);
    const { data } = takePicture(light, size, { blur: 0, noise: 0, seed: 1 });
    expect(data.every((level, i) => i === 0 || level >= data[i - 1])).toBe(true);
    expect(data.at(-1)).toBeLessThan(255);
  });

  it('spreads a bright pixel over its neighbours without losing light', () => {
    const light = new Float32Array(9 * 3);
    light[12] = 0.5;
    const { data } = takePicture(light, { width: 3, height: 3 }, { blur: 0.1, noise: 0, seed: 1 });
    const sum = data.reduce((total, level) => total + (level / 255) ** 2, 0);
    expect(data[3]).toBeGreaterThan(0);
    expect(sum).toBeCloseTo(0.5, 2);
  });

  it('adds noise of about the asked strength, another for another seed', () => {
    const { data } = takePicture(grey, size, { blur: 0, noise: 4, seed: 1 });
    const mean = data.reduce((sum, level) => sum + level, 0) / data.length;
    const variance = data.reduce((sum, level) => sum + (level - mean) ** 2, 0) / data.length;
    expect(mean).toBeCloseTo(127.5, 0);
    expect(Math.sqrt(variance)).toBeGreaterThan(3.6);
    expect(Math.sqrt(variance)).toBeLessThan(4.4);
    expect(takePicture(grey, size, { blur: 0, noise: 4, seed: 2 }).data).not.toEqual(data);
  });
});
