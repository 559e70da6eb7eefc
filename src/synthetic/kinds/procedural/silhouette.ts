/** Random outlines. */
import type { Random } from '../../../random.ts';
import {
  around,
  circle,
  difference,
  placed,
  polygon,
  rectangle,
  regularPolygon,
  ring,
  type PlaneShape,
  stroke,
  superellipse,
  union,
} from '../../sdf.ts';
import { type Point, polar } from '../../turn.ts';
import { between, pick, whole } from '../../draw.ts';

/** A random outline within a circle of radius 1.05. */
export function drawSilhouette(random: Random): PlaneShape {
  const base = pick(random, outlines)(random);
  return random.uniform() < 0.3 ? notched(base, random) : base;
}

type Outline = (random: Random) => PlaneShape;

const outlines: readonly Outline[] = [
  (random) => superellipse(1, between(random, 0.45, 1), 1),
  (random) => superellipse(0.85, between(random, 0.5, 0.85), 2),
  (random) => rectangle(1.7, between(random, 0.7, 1.2), between(random, 0.02, 0.3)),
  (random) => regularPolygon(whole(random, 3, 9), 1.02, between(random, 0.02, 0.25)),
  (random) => ring(between(random, 0.62, 0.8), between(random, 0.35, 0.5)),
  toothed,
  lobed,
  irregular,
  profile,
  link,
  plus,
];

/** A disc with teeth, narrow or wide. */
function toothed(random: Random): PlaneShape {
  const count = whole(random, 6, 28);
  const pitch = (2 * Math.PI * 0.86) / count;
  const foot = pitch * between(random, 0.25, 0.36);
  const tip = foot * between(random, 0.5, 1);
  const height = between(random, 0.08, 0.18);
  const tooth = polygon([
    [-0.08, -foot],
    [height, -tip],
    [height, tip],
    [-0.08, foot],
  ]);
  return union([circle(0.86), ...around(count, 0.86, tooth)]);
}

/** A disc with round lobes, such as a hand wheel. */
function lobed(random: Random): PlaneShape {
  const count = whole(random, 3, 8);
  const reach = between(random, 0.62, 0.76);
  return union([circle(reach), ...around(count, reach, circle(0.28), random.uniform())]);
}

/** A rounded polygon of unequal corners. */
function irregular(random: Random): PlaneShape {
  const count = whole(random, 4, 8);
  const corners = Array.from({ length: count }, (_, i) =>
    polar(between(random, 0.6, 0.95), (i + between(random, -0.3, 0.3)) / count),
  );
  return polygon(corners, between(random, 0.02, 0.1));
}

/** An L, T, U or Z of sheet. */
function profile(random: Random): PlaneShape {
  const bar = between(random, 0.4, 0.6);
  const side = 0.75 - bar / 2;
  const upright = (x: number): PlaneShape => placed(rectangle(bar, 1.5, 0.03), { x });
  const across = (y: number, x = 0, width = 1.5): PlaneShape =>
    placed(rectangle(width, bar, 0.03), { x, y });
  const half = 0.75 + bar / 2;
  return pick(random, [
    union([upright(-side), across(side)]),
    union([upright(0), across(-side)]),
    union([upright(-side), upright(side), across(side)]),
    union([
      upright(0),
      across(-side, (half - 1.5) / 2, half),
      across(side, (1.5 - half) / 2, half),
    ]),
  ]);
}

/** Two eyes joined by a bar, such as a connecting rod. */
function link(random: Random): PlaneShape {
  const big = between(random, 0.38, 0.48);
  const small = between(random, 0.26, 0.38);
  const ends: readonly Point[] = [
    [big - 1, 0],
    [1 - small, 0],
  ];
  return union([
    placed(circle(big), { x: ends[0][0] }),
    placed(circle(small), { x: ends[1][0] }),
    stroke(ends, between(random, 0.25, 0.45)),
  ]);
}

/** A cross with equal arms. */
function plus(random: Random): PlaneShape {
  const bar = between(random, 0.5, 0.75);
  const arm = rectangle(1.9, bar, between(random, 0.02, 0.2));
  return union([arm, placed(arm, { turn: 0.25 })]);
}

/** The outline with evenly spread bites. */
function notched(shape: PlaneShape, random: Random): PlaneShape {
  const notch = pick(random, [circle(0.14), rectangle(0.3, 0.14, 0.03)]);
  return difference(shape, union(around(whole(random, 1, 4), 0.98, notch, random.uniform())));
}
