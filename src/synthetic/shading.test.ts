import { describe, expect, it } from 'vitest';
import { seededRandom } from '../random.ts';
import { type Layer, mark, solid } from './design.ts';
import { plain, textured } from './material.ts';
import { drawView } from './pose.ts';
import { circle } from './sdf.ts';
import { drawLight, shade } from './shading.ts';
import { paintSurface } from './surface.ts';

const size = 65;
const matte = plain([0.5, 0.5, 0.5], 1, textured('smooth', 0, 0));
const view = drawView({ width: size, height: size }, 'fixed', seededRandom(0));
const light = { ...drawLight('fixed', seededRandom(0)), gradient: [0, 0] as const };
const middle = (size - 1) / 2;

/** Green light at `reach` pixels from the centre, towards (1) or away from (-1) the lamp. */
function along(picture: Float32Array, reach: number, towards: 1 | -1): number {
  const horizontal = Math.hypot(light.x, light.y);
  const column = Math.round(middle + (towards * reach * light.x) / horizontal);
  const row = Math.round(middle + (towards * reach * light.y) / horizontal);
  return picture[3 * (row * size + column) + 1];
}

function lit(...layers: Layer[]): Float32Array {
  return shade(paintSurface({ layers, background: matte }, view, 1), view, light);
}

describe('shade', () => {
  it('lights a flat table evenly', () => {
    const table = lit();
    expect(Math.max(...table) - Math.min(...table)).toBeLessThan(0.01);
    expect(table[1]).toBeGreaterThan(0.2);
    expect(table[1]).toBeLessThan(0.8);
  });

  it('lights the side of a hill that faces the lamp more than the other', () => {
    const plate = solid(circle(1), { level: 0.1, material: matte });
    const hill = lit(plate, mark(circle(0.6), { softness: 0.6, depth: 0.2 }));
    const hollow = lit(plate, mark(circle(0.6), { softness: 0.6, depth: -0.2 }));
    expect(along(hill, 8, 1)).toBeGreaterThan(along(hill, 8, -1) + 0.05);
    expect(along(hollow, 8, 1)).toBeLessThan(along(hollow, 8, -1) - 0.05);
  });

  it('casts a shadow away from the lamp, longer from a taller part', () => {
    const beside = 0.5 / view.pixel + 2;
    const tall = lit(solid(circle(0.5), { level: 0.3, material: matte }));
    const low = lit(solid(circle(0.5), { level: 0.05, material: matte }));
    expect(along(tall, beside, -1)).toBeLessThan(along(tall, beside, 1) - 0.05);
    expect(along(tall, beside + 3, -1)).toBeLessThan(along(low, beside + 3, -1) - 0.02);
  });
});
