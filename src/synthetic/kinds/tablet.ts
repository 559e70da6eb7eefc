import { type Design, mark, rounded, solid } from '../design.ts';
import { plain, rgb, textured } from '../material.ts';
import { circle, placed, rectangle, type PlaneShape, stroke } from '../sdf.ts';
import { darkMat } from './palette.ts';

const chalk = plain(rgb(0xe4dccb), 0.75, textured('speckle', 0.22, 0.0012));

/** A pressed tablet: domed and speckled, a score line to break it by, a letter on each half. */
export function tablet(): Design {
  const body = solid(circle(0.95), {
    level: 0.3,
    edge: rounded(0.09),
    relief: (x, y) => 0.1 * (1 - x * x - y * y),
    material: chalk,
  });
  const score = mark(rectangle(1.62, 0.1, 0.05), {
    feature: 'score',
    softness: 0.05,
    depth: -0.05,
  });
  const letters = [...letter('f', { x: -0.13, y: -0.42 }), ...letter('g', { x: -0.13, y: 0.42 })];
  return { layers: [body, score, ...letters], background: darkMat };
}

const glyphs: Record<'f' | 'g', PlaneShape> = {
  f: stroke(
    [
      [0.3, -0.2],
      [0, -0.2],
      [0, 0],
      [0.22, 0],
      [0, 0],
      [0, 0.2],
    ],
    0.07,
  ),
  g: stroke(
    [
      [0.3, -0.2],
      [0, -0.2],
      [0, 0.2],
      [0.3, 0.2],
      [0.3, 0.02],
      [0.16, 0.02],
    ],
    0.07,
  ),
};

function letter(name: 'f' | 'g', place: { x: number; y: number }): Design['layers'] {
  return [mark(placed(glyphs[name], place), { feature: name, softness: 0.035, depth: -0.035 })];
}
