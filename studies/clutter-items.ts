/**
 * Things that lie about beside parts: drawn ones, and such as are cut out of real pictures.
 *
 * @module
 */
import { resizePlane } from '../src/image/resize.ts';
import type { RgbImage, Size } from '../src/image/rgb-image.ts';
import { blobsOf, sight } from '../src/objects/blobs.ts';
import { thresholdOf } from '../src/objects/foreground.ts';
import { borderPixels } from '../src/objects/ground.ts';
import type { Random } from '../src/random.ts';
import { between, pick } from '../src/synthetic/draw.ts';
import {
  circle,
  type PlaneShape,
  placed,
  polygon,
  rectangle,
  regularPolygon,
  ring,
  stroke,
} from '../src/synthetic/sdf.ts';
import { cosine, type Point, polar, sine } from '../src/synthetic/turn.ts';

/** Something that may be laid into a picture. */
export interface ClutterItem extends Size {
  /** Of red, green and blue, 0 to 255, times what is covered, each of shape [height, width]. */
  readonly levels: readonly [Float32Array, Float32Array, Float32Array];
  /** From 0 to 1, shape [height, width]. */
  readonly cover: Float32Array;
}

/** Places of the colour of the ground belong to a thing where they are narrower, as a share of the picture's side. */
const GAP = 0.02;
/** Depth from which on things are as bright as their colour, in half their longer side. */
const BEVEL = 0.06;
/** Levels by which pixels of one surface differ. */
const GRAIN = 4;

type Colour = readonly [red: number, green: number, blue: number];

/** A shape of one colour, in half the item's longer side. */
interface Layer {
  readonly shape: PlaneShape;
  readonly colour: Colour;
}

const DRAWERS: readonly ((random: Random) => Layer[])[] = [screw, spanner, paper, shavings];

/**
 * Draws a screw, a spanner, a piece of paper or shavings, at any angle.
 *
 * @param side - Of its square, pixels.
 */
export function drawnItem(random: Random, side: number): ClutterItem {
  const layers = pick(random, DRAWERS)(random);
  const turn = random.uniform();
  const [c, s] = [cosine(turn), sine(turn)];
  const cover = new Float32Array(side * side);
  const levels = planes(side * side);
  const pixel = 2 / side;
  for (let i = 0; i < cover.length; i++) {
    const [u, v] = [
      (i % side) * pixel - 1 + pixel / 2,
      Math.floor(i / side) * pixel - 1 + pixel / 2,
    ];
    const [x, y] = [c * u + s * v, c * v - s * u];
    const grain = GRAIN * random.normal();
    for (const { shape, colour } of layers) {
      const distance = shape.distance(x, y);
      const share = Math.min(Math.max(0.5 - distance / pixel, 0), 1);
      if (share === 0) continue;
      const light = 0.7 + 0.3 * Math.min(-distance / BEVEL, 1);
      for (const [k, plane] of levels.entries()) {
        plane[i] = (1 - share) * plane[i] + share * (light * colour[k] + grain);
      }
      cover[i] = share + (1 - share) * cover[i];
    }
  }
  return { width: side, height: side, levels, cover };
}

function screw(random: Random): Layer[] {
  const grey = between(random, 110, 190);
  const threads = Array.from({ length: 9 }, (_, i): Layer => {
    const x = -0.45 + 0.13 * i;
    const points: Point[] = [
      [x, -0.14],
      [x + 0.06, 0.14],
    ];
    return { shape: stroke(points, 0.035), colour: [grey * 0.45, grey * 0.45, grey * 0.5] };
  });
  const shank: Point[] = [
    [-0.75, 0],
    [0.9, 0],
  ];
  const head = placed(circle(0.28), { x: -0.7 });
  const slot = placed(rectangle(0.36, 0.07), { x: -0.7, turn: random.uniform() });
  return [
    { shape: stroke(shank, 0.26, 0.6), colour: [grey, grey, grey * 1.05] },
    ...threads,
    { shape: head, colour: [grey * 1.1, grey * 1.1, grey * 1.1] },
    { shape: slot, colour: [40, 40, 42] },
  ];
}

function spanner(random: Random): Layer[] {
  const grey = between(random, 130, 210);
  const colour: Colour = [grey * 0.95, grey, grey * 1.05];
  return [
    { shape: rectangle(1.4, 0.22, 0.08), colour },
    { shape: placed(ring(0.24, 0.16), { x: 0.66 }), colour },
    { shape: placed(circle(0.32), { x: -0.66 }), colour },
    { shape: placed(regularPolygon(6, 0.16), { x: -0.66 }), colour: [35, 35, 35] },
  ];
}

function paper(random: Random): Layer[] {
  const corner = (x: number, y: number): Point => [
    x + between(random, -0.15, 0.15),
    y + between(random, -0.15, 0.15),
  ];
  const sheet = polygon([
    corner(-0.75, -0.5),
    corner(0.75, -0.5),
    corner(0.75, 0.5),
    corner(-0.75, 0.5),
  ]);
  const lines = Array.from({ length: 4 }, (_, i): Layer => {
    const y = -0.27 + 0.18 * i;
    const points: Point[] = [
      [-0.5, y],
      [between(random, 0.1, 0.5), y],
    ];
    return { shape: stroke(points, 0.05), colour: [60, 60, 80] };
  });
  return [{ shape: sheet, colour: [240, 236, 225] }, ...lines];
}

function shavings(random: Random): Layer[] {
  return Array.from({ length: 7 }, (): Layer => {
    const [x, y] = [between(random, -0.6, 0.6), between(random, -0.6, 0.6)];
    const start = random.uniform();
    const points = Array.from({ length: 9 }, (_, i): Point => {
      const [u, v] = polar(0.12 + 0.02 * i, start + 0.08 * i);
      return [x + u, y + v];
    });
    const grey = between(random, 150, 250);
    return { shape: stroke(points, 0.08, 0.5), colour: [grey, grey, grey * 0.95] };
  });
}

/**
 * The largest thing of a picture that stands out from its ground; undefined where nothing does, or it reaches
 * the border.
 *
 * @param image - Shape [H, W, 3].
 */
export function cutItem(image: RgbImage): ClutterItem | undefined {
  const sighted = sight(image);
  const { width, height } = sighted.size;
  const blob = blobsOn(sighted).toSorted((a, b) => b.area - a.area)[0];
  if (blob === undefined || width !== image.width) return undefined;
  const { x, y, mask, ...size } = blob;
  if (x === 0 || y === 0 || x + size.width === width || y + size.height === height) {
    return undefined;
  }
  const levels = planes(mask.length);
  for (let i = 0; i < mask.length; i++) {
    const at = 3 * ((y + Math.floor(i / size.width)) * width + x + (i % size.width));
    for (const [k, plane] of levels.entries()) plane[i] = mask[i] * image.data[at + k];
  }
  return { width: size.width, height: size.height, levels, cover: Float32Array.from(mask) };
}

/** Not zero where something stands out from the ground of a picture, shape [H, W]. */
export function outstanding(image: RgbImage): Uint8Array {
  const sighted = sight(image);
  const { width, height } = sighted.size;
  const mask = new Float32Array(width * height);
  for (const blob of blobsOn(sighted)) {
    for (const [i, is] of blob.mask.entries()) {
      const at = (blob.y + Math.floor(i / blob.width)) * width + blob.x + (i % blob.width);
      if (is !== 0) mask[at] = 1;
    }
  }
  const whole = resizePlane(mask, sighted.size, image);
  return Uint8Array.from(whole, (value) => (value > 0 ? 1 : 0));
}

function blobsOn(sighted: ReturnType<typeof sight>): ReturnType<typeof blobsOf> {
  const border = borderPixels(sighted.size).map((pixel) => sighted.distances[pixel]);
  const limit = thresholdOf(sighted.distances, border);
  return limit === undefined ? [] : blobsOf(sighted, { threshold: limit.threshold, gap: GAP });
}

/** An item at another size of the same proportions. */
export function scaledItem({ levels, cover, ...size }: ClutterItem, side: number): ClutterItem {
  const scale = side / Math.max(size.width, size.height);
  const [width, height] = [size.width, size.height].map((pixels) =>
    Math.max(Math.round(pixels * scale), 1),
  );
  const to = { width, height };
  const [red, green, blue] = levels.map((plane) => resizePlane(plane, size, to));
  return { ...to, levels: [red, green, blue], cover: resizePlane(cover, size, to) };
}

function planes(length: number): [Float32Array, Float32Array, Float32Array] {
  return [new Float32Array(length), new Float32Array(length), new Float32Array(length)];
}
