import { expect, it } from 'vitest';
import type { PatchFeatures } from '../features/patch-features.ts';
import { seededRandom } from '../random.ts';
import { unitRows } from '../tensor/norms.ts';
import { type FramedPatches, isOutlined, outlineOf } from './outline.ts';

const SIDE = 14;
const WIDTH = 16;

/** Patches near one direction along the border, and near another where `isPart` says so. */
function picture(
  seed: number,
  isPart: (x: number, y: number) => boolean,
  content = { x: 0, y: 0, width: 224, height: 224 },
): FramedPatches {
  const random = seededRandom(seed);
  const data = new Float32Array(SIDE * SIDE * WIDTH);
  for (let p = 0; p < SIDE * SIDE; p++) {
    const axis = isPart(p % SIDE, Math.floor(p / SIDE)) ? 1 : 0;
    for (let d = 0; d < WIDTH; d++)
      data[p * WIDTH + d] = 0.1 * random.normal() + Number(d === axis);
  }
  const features = unitRows({ data, rows: SIDE * SIDE, cols: WIDTH });
  const patches: PatchFeatures = { features, width: SIDE, height: SIDE };
  return { patches, frame: { content, size: 224 } };
}

const isWithin = (x: number, y: number): boolean => Math.min(x, y, SIDE - 1 - x, SIDE - 1 - y) > 2;

it('tells a part on a background from a surface', () => {
  const parts = [1, 2, 3].map((seed) => picture(seed, isWithin));
  const surfaces = [1, 2, 3].map((seed) => picture(seed, () => true));
  expect(outlineOf(parts)?.ratio).toBeGreaterThan(2);
  expect(outlineOf(surfaces)?.ratio).toBeCloseTo(1, 0);
  expect([isOutlined(parts), isOutlined(surfaces)]).toEqual([true, false]);
});

it('takes a surface for none whose pictures differ from each other', () => {
  const odd = [picture(1, () => true), picture(2, () => false), picture(3, () => true)];
  expect(isOutlined(odd)).toBe(false);
});

const isContent = (_: number, y: number): boolean => y >= 3 && y < 11;

it('looks at the picture alone, not at what fills a letterboxed square', () => {
  const content = { x: 0, y: 48, width: 224, height: 128 };
  const surfaces = [1, 2].map((seed) => picture(seed, isContent, content));
  expect(outlineOf(surfaces)?.ratio).toBeCloseTo(1, 0);
});

it('says nothing of one picture, and nothing where all is border', () => {
  expect(outlineOf([picture(1, isWithin)])).toBeNull();
  const content = { x: 0, y: 96, width: 224, height: 20 };
  const flat = [1, 2].map((seed) => picture(seed, isWithin, content));
  expect(outlineOf(flat)).toBeNull();
  expect(isOutlined(flat)).toBe(false);
});

it('takes pictures without any difference for surfaces', () => {
  const [same] = [picture(1, () => true)];
  same.patches.features.data.fill(0);
  for (let p = 0; p < SIDE * SIDE; p++) same.patches.features.data[p * WIDTH] = 1;
  const copy = { ...same, patches: { ...same.patches } };
  expect(outlineOf([same, copy])).toEqual({ distance: 0, ratio: 1 });
});

it('takes an even surface for none, though a network sees its border otherwise', () => {
  const even = [1, 2, 3].map((seed) => {
    const one = picture(seed, () => true);
    const { data } = one.patches.features;
    for (let p = 0; p < SIDE * SIDE; p++) {
      const [x, y] = [p % SIDE, Math.floor(p / SIDE)];
      const isBorder = Math.min(x, y, SIDE - 1 - x, SIDE - 1 - y) === 0;
      data.fill(0, p * WIDTH, (p + 1) * WIDTH);
      data[p * WIDTH] = isBorder ? 0.8 : 1;
      data[p * WIDTH + 1] = isBorder ? 0.6 : 0;
      data[p * WIDTH + 2 + seed] = 0.01;
    }
    return one;
  });
  expect(outlineOf(even)?.ratio).toBeGreaterThan(2);
  expect(isOutlined(even)).toBe(false);
});
