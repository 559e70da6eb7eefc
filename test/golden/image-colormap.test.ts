import { expect, it } from 'vitest';
import { z } from 'zod';
import { colourize } from '../../src/image/colormap.ts';
import { byteArray, readFixture } from '../helpers/fixture.ts';

const { inferno } = readFixture('image/colormap', z.object({ inferno: byteArray }));

it('colourize() stays within 7 of 255 of matplotlib inferno, from which its stops are', () => {
  const ramp = Float32Array.from({ length: 256 }, (_, i) => i);
  const { data } = colourize(ramp, { width: 256, height: 1 }, { low: 0, high: 255 });
  const differences = [...data].map((value, i) => Math.abs(value - inferno.data[i]));
  expect(Math.max(...differences)).toBeLessThanOrEqual(7);
  expect(differences.filter((d) => d <= 1).length).toBeGreaterThan(0.7 * data.length);
});
