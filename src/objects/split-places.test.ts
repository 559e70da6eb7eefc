import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainImage } from '../../test/helpers/report-sample.ts';
import type { Rectangle, RgbImage } from '../image/rgb-image.ts';
import type { PlacesLayout } from './layout.ts';
import { splitObjects } from './split-objects.ts';
import { cutForKind } from './split-places.ts';
import { toPlacesLayout, type WantedPlace } from './wanted-places.ts';

function place(name: string, kind: string, box: readonly number[]): WantedPlace {
  const [x, y, width, height] = box;
  return { name, kind, box: { x, y, width, height } };
}

const kit = [
  place('bolt left', 'bolt', [0, 0.1, 0.2, 0.8]),
  place('washer', 'washer', [0.4, 0.4, 0.2, 0.2]),
  place('bolt right', 'bolt', [0.8, 0.1, 0.2, 0.8]),
];
const picture = { width: 100, height: 50 };
const layout: PlacesLayout = toPlacesLayout(kit, true, picture);

/** Each pixel says where it is. */
function numbered(width: number, height: number): RgbImage {
  const data = Uint8Array.from({ length: width * height * 3 }, (_, i) => {
    const pixel = Math.floor(i / 3);
    return [pixel % width, Math.floor(pixel / width), 7][i % 3];
  });
  return { data, width, height };
}

describe('splitObjects() of places', () => {
  it('cuts out each place in the order of the layout, then what lies beside', () => {
    const objects = splitObjects(numbered(100, 50), layout);
    expect(objects.map((object) => object.place)).toEqual([
      { name: 'bolt left', kind: 'bolt', number: 0, isRest: false },
      { name: 'washer', kind: 'washer', number: 1, isRest: false },
      { name: 'bolt right', kind: 'bolt', number: 0, isRest: false },
      { name: 'rest', kind: 'rest', number: 2, isRest: true },
    ]);
    const [left, washer, right, rest] = objects;
    expect(left.box).toEqual({ x: 0, y: 5, width: 20, height: 40 });
    expect(washer.box).toEqual({ x: 40, y: 20, width: 20, height: 10 });
    expect(right.box).toEqual({ x: 80, y: 5, width: 20, height: 40 });
    expect(rest.box).toEqual({ x: 0, y: 0, width: 100, height: 50 });
    expect([...right.image.data.subarray(0, 3)]).toEqual([80, 5, 7]);
  });

  it('has nothing beside the places where nobody looks there', () => {
    const places = { ...layout, kinds: ['bolt', 'washer'], hasRest: false };
    expect(splitObjects(plainImage(100, 50), places)).toHaveLength(3);
  });

  it('cuts out places of one kind alike, within the picture, at any size of it', () => {
    const side = fc.integer({ min: 1, max: 60 });
    const corner = fc.double({ min: 0, max: 0.7, noNaN: true });
    const corners = fc.array(fc.tuple(corner, corner), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(side, side, corners, (width, height, all) => {
        const wanted = all.map(([x, y], n) => place(`place ${n}`, 'one', [x, y, 0.3, 0.25]));
        const places = toPlacesLayout(wanted, false, picture);
        const objects = splitObjects(plainImage(width, height), places);
        const sizes = new Set(objects.map(({ box }) => `${box.width} × ${box.height}`));
        expect(sizes.size).toBe(1);
        for (const { box, image } of objects) {
          expect(within(box, width, height)).toBe(true);
          expect([image.width, image.height]).toEqual([box.width, box.height]);
        }
      }),
    );
  });

  it('cuts out a place as if it were of another kind', () => {
    const image = cutForKind(numbered(100, 50), layout, layout.places[0], 1);
    expect([image.width, image.height]).toEqual([20, 10]);
    expect([...image.data.subarray(0, 3)]).toEqual([0, 20, 7]);
  });
});

function within({ x, y, width, height }: Rectangle, across: number, down: number): boolean {
  return x >= 0 && y >= 0 && x + width <= across && y + height <= down;
}

describe('toPlacesLayout()', () => {
  it('counts kinds in the order of the places', () => {
    expect(layout.kinds).toEqual(['bolt', 'washer', 'rest']);
    expect(layout.places.map(({ kind }) => kind)).toEqual([0, 1, 0]);
    expect(toPlacesLayout(kit, false, picture).kinds).toEqual(['bolt', 'washer']);
  });

  it.each<[string, readonly WantedPlace[], RegExp]>([
    ['none', [], /Cannot use places = 0: expected 1 to 400 of them/],
    ['a name that is taken', [...kit, place('washer', 'clip', [0, 0, 0.1, 0.1])], /washer" twice/],
    ['no name', [place(' ', 'clip', [0, 0, 0.1, 0.1])], /name " ": expected a name/],
    ['the name of the rest', [place('rest', 'clip', [0, 0, 0.1, 0.1])], /name "rest"/],
    ['the rest as a kind', [place('clip', 'rest', [0, 0, 0.1, 0.1])], /kind "rest"/],
    ['a place beyond', [place('clip', 'clip', [0.95, 0, 0.1, 0.1])], /a rectangle within/],
    ['a place of no size', [place('clip', 'clip', [0.5, 0, 0, 0.1])], /a rectangle within/],
    [
      'another size of a kind',
      [...kit, place('clip', 'washer', [0, 0, 0.1, 0.2])],
      /clip: 10 × 10 pixels: expected the size of washer, 20 × 10 pixels/,
    ],
  ])('refuses %s', (_, places, message) => {
    expect(() => toPlacesLayout(places, true, picture)).toThrow(message);
  });
});
