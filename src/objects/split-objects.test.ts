import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainImage } from '../../test/helpers/report-sample.ts';
import { ShapeError, SupportSetError } from '../errors.ts';
import { resizeBilinear } from '../image/resize.ts';
import type { Rectangle, RgbImage } from '../image/rgb-image.ts';
import { renderTray, type TrayOptions } from '../synthetic/index.ts';
import { LayoutLearning, type ObjectsWanted } from './learn-layout.ts';
import type { ObjectLayout } from './layout.ts';
import { splitObjects } from './split-objects.ts';

const good = { kind: 'hex-nut', seed: 1, columns: 4, rows: 2, place: 80, parts: six() } as const;

function six(): null[] {
  return [null, null, null, null, null, null];
}

function learn(images: readonly RgbImage[], objects: ObjectsWanted): ObjectLayout {
  const learning = new LayoutLearning({ objects, area: null });
  for (const [i, image] of images.entries()) learning.add(`tray-${i}.png`, image);
  return learning.layout();
}

/** The layout of a free tray with another number. */
function counting(layout: ObjectLayout, count: number | null): ObjectLayout {
  return layout.kind === 'free' ? { ...layout, count } : layout;
}

/** Discs of a colour on a ground, which becomes brighter to the right. */
function discs(
  centres: readonly (readonly [number, number])[],
  radius = 20,
  [width, height] = [200, 120],
): RgbImage {
  const data = new Uint8Array(width * height * 3);
  for (let i = 0; i < width * height; i++) {
    const [x, y] = [i % width, Math.floor(i / width)];
    const isDisc = centres.some(([cx, cy]) => (x - cx) ** 2 + (y - cy) ** 2 <= radius ** 2);
    data.fill(isDisc ? 60 : 180 + Math.floor((40 * x) / width), 3 * i, 3 * i + 3);
  }
  return { data, width, height };
}

/** Discs with stripes of three pixels that show the ground, off their middles. */
function striped(centres: readonly (readonly [number, number])[]): RgbImage {
  const [image, ground] = [discs(centres), discs([])];
  for (const [cx, cy] of centres) {
    for (let y = cy - 22; y <= cy + 22; y++) {
      const from = 3 * (y * image.width + cx + 6);
      image.data.set(ground.data.subarray(from, from + 9), from);
    }
  }
  return image;
}

/** Shared area over the area of both together. */
function overlap(a: Rectangle, b: Rectangle): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  const shared = Math.max(width, 0) * Math.max(height, 0);
  return shared / (a.width * a.height + b.width * b.height - shared);
}

describe('splitObjects() of drawn trays', () => {
  it.each(['hex-nut', 'washer', 'gear', 'bottle-cap', 'tablet'] as const)(
    'finds each %s, those that touch too, wherever they lie',
    (kind) => {
      const layout = learn([renderTray({ ...good, kind }).image], 6);
      for (const seed of [2, 3, 4]) {
        const options: TrayOptions = { ...good, kind, seed, touching: seed - 2 };
        const { image, parts } = renderTray(options);
        const boxes = splitObjects(image, layout).map(({ box }) => box);
        expect(boxes).toHaveLength(6);
        for (const { box } of parts) {
          expect(Math.max(...boxes.map((one) => overlap(one, box)))).toBeGreaterThan(0.7);
        }
      }
    },
  );

  it('cuts all out in squares of one size', () => {
    const { image } = renderTray(good);
    const objects = splitObjects(image, learn([image], 6));
    const sides = new Set(objects.flatMap(({ image: { width, height } }) => [width, height]));
    expect(sides.size).toBe(1);
    for (const { window, image: cut } of objects) {
      expect([window.width, window.height]).toEqual([cut.width, cut.height]);
    }
  });

  it('finds as many in the picture at another size', () => {
    const { image } = renderTray(good);
    const layout = learn([image], 'auto');
    expect(layout).toMatchObject({ kind: 'free', count: 6 });
    for (const scale of [0.6, 1.7]) {
      const [width, height] = [image.width, image.height].map((side) => Math.round(side * scale));
      expect(splitObjects(resizeBilinear(image, width, height), layout)).toHaveLength(6);
    }
  });

  it('counts what is there, not what is expected', () => {
    const layout = learn([renderTray(good).image], 6);
    for (const count of [4, 5, 7]) {
      const parts = Array.from({ length: count }, () => null);
      const { image } = renderTray({ ...good, seed: 10 + count, parts });
      expect(splitObjects(image, layout)).toHaveLength(count);
    }
  });
});

const apart = [
  [40, 30],
  [120, 34],
  [60, 90],
  [150, 88],
] as const;
const discLayout = learn([discs(apart)], 4);

describe('splitObjects() of discs', () => {
  it('has them in reading order, with boxes that hold them', () => {
    const objects = splitObjects(discs(apart), discLayout);
    expect(objects.every(({ contact }) => contact === null)).toBe(true);
    const boxes = objects.map(({ box }) => box);
    const middles = boxes.map(({ x, y, width, height }) => [x + width / 2, y + height / 2]);
    for (const [i, [x, y]] of apart.entries()) {
      expect(Math.abs(middles[i][0] - x)).toBeLessThan(2);
      expect(Math.abs(middles[i][1] - y)).toBeLessThan(2);
    }
  });

  it('keeps what touches apart, and fills the neighbour with ground', () => {
    const [left, right] = splitObjects(
      discs([
        [60, 60],
        [99, 60],
      ]),
      counting(discLayout, 2),
    );
    expect(left.box.x + left.box.width).toBeLessThanOrEqual(right.box.x + 3);
    const { image, filled } = left;
    const dark = Array.from({ length: image.width * image.height }, (_, i) => i).filter(
      (i) => image.data[3 * i] < 100,
    );
    // A disc, and not half of another one.
    expect(dark.length).toBeGreaterThan(0.9 * Math.PI * 400);
    expect(dark.length).toBeLessThan(1.1 * Math.PI * 400);
    expect(filled?.some((value) => value === 1)).toBe(true);
    expect(left.contact?.share).toBeGreaterThan(0.7);
    expect(left.contact?.share).toBeLessThan(0.98);
    // Nobody looks where the neighbour was.
    expect(left.contact?.judged.some((value, i) => value === 1 && filled?.[i] === 1)).toBe(false);
  });

  it('says that two cover each other', () => {
    const objects = splitObjects(
      discs([
        [60, 60],
        [80, 60],
        [150, 60],
      ]),
      counting(discLayout, 3),
    );
    expect(objects.map(({ isOverlapping }) => isOverlapping)).toEqual([true, true, false]);
  });

  it('does not mind how light falls, or which way the picture is turned', () => {
    const places = fc.uniqueArray(fc.integer({ min: 0, max: 7 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(places, fc.boolean(), (numbers, isMirrored) => {
        const centres = numbers.map(
          (n) => [25 + 50 * (n % 4), 30 + 60 * Math.floor(n / 4)] as const,
        );
        const image = discs(centres);
        const shown = isMirrored ? { ...image, data: image.data.toReversed() } : image;
        expect(splitObjects(shown, counting(discLayout, null))).toHaveLength(numbers.length);
      }),
      { numRuns: 20 },
    );
  });
});

describe('objects that have places of the colour of the ground', () => {
  it.each([4, 'auto'] as const)('stay whole (%s)', (objects) => {
    const learned = learn([striped(apart)], objects);
    expect(learned).toMatchObject({ count: 4 });
    const found = splitObjects(striped(apart.slice(1)), learned);
    expect(found).toHaveLength(3);
    for (const { box } of found) expect(Math.abs(box.width - 41)).toBeLessThanOrEqual(4);
  });
});

describe('the angle of an object', () => {
  it('is that of what is long; a disc has none', () => {
    expect(splitObjects(discs(apart), discLayout)[0].angle).toBeNull();
    const bar = plainImage(120, 120, 200);
    for (let t = -25; t <= 25; t++) {
      for (let w = -5; w <= 5; w++) {
        const [x, y] = [60 + t + Math.round(w / 2), 60 + t - Math.round(w / 2)];
        for (const i of [y * 120 + x, y * 120 + x + 1]) bar.data.fill(20, 3 * i, 3 * i + 3);
      }
    }
    const [{ angle }] = splitObjects(bar, learn([bar], 1));
    expect(Math.abs(Number(angle) - 45)).toBeLessThan(5);
  });
});

describe('splitObjects() of a grid', () => {
  const picture = { width: 90, height: 60 };
  const layout = { kind: 'grid', picture, area: null, columns: 3, rows: 2 } as const;

  it('has cells of one size, row by row', () => {
    const objects = splitObjects(plainImage(100, 61), layout);
    expect(objects.map(({ box: { x, y } }) => [x, y])).toEqual([
      [0, 0],
      [33, 0],
      [67, 0],
      [0, 31],
      [33, 31],
      [67, 31],
    ]);
    for (const { box } of objects) expect(box).toMatchObject({ width: 33, height: 30 });
  });

  it('lies in its area', () => {
    const area = { x: 0.25, y: 0.5, width: 0.5, height: 0.5 };
    const [{ box }] = splitObjects(plainImage(80, 40), { ...layout, area, columns: 1, rows: 1 });
    expect(box).toEqual({ x: 20, y: 20, width: 40, height: 20 });
  });

  it('never reaches beyond the picture, however small that is', () => {
    const side = fc.integer({ min: 1, max: 40 });
    const lines = fc.integer({ min: 1, max: 9 });
    fc.assert(
      fc.property(side, side, lines, lines, (width, height, columns, rows) => {
        const objects = splitObjects(plainImage(width, height), { ...layout, columns, rows });
        expect(objects).toHaveLength(columns * rows);
        for (const { box } of objects) {
          expect(box.x + box.width).toBeLessThanOrEqual(width);
          expect(box.y + box.height).toBeLessThanOrEqual(height);
        }
      }),
    );
  });

  it('refuses pixels that are not there', () => {
    expect(() => splitObjects({ ...plainImage(4, 4), width: 5 }, layout)).toThrow(ShapeError);
  });
});

describe('a layout that cannot be learned', () => {
  it('names the picture that shows another number', () => {
    const five = renderTray({ ...good, seed: 7, parts: six().slice(1) }).image;
    const images = [renderTray(good).image, five];
    expect(() => learn(images, 6)).toThrow(SupportSetError);
    expect(() => learn(images, 6)).toThrow(/tray-1\.png shows 5: expected 6/);
    expect(learn(images, 'auto')).toMatchObject({ count: null });
  });

  it('needs objects that stand out', () => {
    expect(() => learn([plainImage(60, 60)], 'auto')).toThrow(/stands out/);
  });

  it.each([0, -1, 1.5, 401])('refuses %s objects', (count) => {
    expect(() => new LayoutLearning({ objects: count, area: null })).toThrow(
      /Cannot use objects = .*: expected auto or a whole number from 1 to 400/,
    );
  });

  it('refuses a grid without columns', () => {
    const objects = { columns: 0, rows: 2 };
    expect(() => new LayoutLearning({ objects, area: null })).toThrow(/Cannot use columns = 0/);
  });
});
