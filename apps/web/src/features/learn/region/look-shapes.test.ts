import { assertLookArea } from 'fewgood';
import { describe, expect, it } from 'vitest';
import {
  firstShape,
  isDrawn,
  isRectangle,
  isWhole,
  middleOf,
  moved,
  rectangleBetween,
  shapesOf,
  WHOLE,
  withCorner,
  withCornerAfter,
  withoutCorner,
  withoutShape,
  withReplaced,
  withShape,
} from './look-shapes.ts';

const box = rectangleBetween([0.2, 0.3], [0.6, 0.5]);

describe('areas of shapes', () => {
  it('have one shape that is looked at, and any number that are not', () => {
    const first = withShape(WHOLE, 'include', box);
    const other = withShape(first, 'include', rectangleBetween([0, 0], [1, 0.5]));
    const area = withShape(withShape(other, 'ignore', box), 'ignore', moved(box, [0.1, 0]));
    expect(shapesOf(area).map(({ key }) => key)).toEqual(['include', 0, 1]);
    expect(shapesOf(withoutShape(area, 0)).map(({ shape }) => shape)).toEqual([
      other.include,
      moved(box, [0.1, 0]),
    ]);
    expect(isWhole(withoutShape(first, 'include'))).toBe(true);
    expect(isWhole(area)).toBe(false);
    expect(withReplaced(area, 1, box).ignore).toEqual([box, box]);
  });
});

describe('rectangles', () => {
  it('are the same from whichever corner they are drawn, and within the picture', () => {
    expect(rectangleBetween([0.6, 0.5], [0.2, 0.3])).toEqual(box);
    expect(rectangleBetween([-0.4, 0.5], [0.2, 1.7])).toEqual(rectangleBetween([0, 0.5], [0.2, 1]));
    expect(isRectangle(box)).toBe(true);
  });

  it('were not meant where they have no extent', () => {
    expect(isDrawn(rectangleBetween([0.5, 0.5], [0.505, 0.9]))).toBe(false);
    expect(isDrawn(box)).toBe(true);
    expect(isDrawn(box.slice(0, 2))).toBe(false);
  });

  it.each([0, 1, 2, 3])('stay such when corner %i moves, however far', (corner) => {
    const near = withCorner(box, corner, [0.4, 0.4]);
    expect(near[corner]).toEqual([0.4, 0.4]);
    expect(near[(corner + 2) % 4]).toEqual(box[(corner + 2) % 4]);
    // Beyond the opposite one, and back.
    for (const place of [
      [-3, -3],
      [4, -3],
      [4, 4],
    ] as const) {
      const far = withCorner(near, corner, place);
      expect(isRectangle(far)).toBe(true);
      expect(isDrawn(far)).toBe(true);
      expect(withCorner(far, corner, [0.4, 0.4])).toEqual(near);
    }
  });
});

describe('polygons', () => {
  it('get corners between corners, and lose them down to three', () => {
    const more = withCornerAfter(box, 3);
    expect(more).toEqual([...box, [0.2, 0.4]]);
    expect(isRectangle(more)).toBe(false);
    expect(withCorner(more, 4, [0.1, 0.4])).toEqual([...box, [0.1, 0.4]]);
    const three = withoutCorner(withoutCorner(more, 4), 0);
    expect(three).toEqual(box.slice(1));
    expect(withoutCorner(three, 0)).toEqual(three);
  });

  it('move as far as there is room, without losing their form', () => {
    expect(moved(box, [0.1, 0.1])).toEqual(rectangleBetween([0.3, 0.4], [0.7, 0.6]));
    expect(moved(box, [5, -5])).toEqual(rectangleBetween([0.6, 0], [1, 0.2]));
    expect(middleOf(box)).toEqual([0.4, 0.4]);
  });
});

it('begins with shapes that the library takes', () => {
  for (const form of ['rectangle', 'polygon'] as const) {
    const area = withShape(
      withShape(WHOLE, 'include', firstShape('include', form)),
      'ignore',
      firstShape('ignore', form),
    );
    expect(() => assertLookArea({ ...area, mask: null })).not.toThrow();
    expect(shapesOf(area).every(({ shape }) => isDrawn(shape))).toBe(true);
    expect(isRectangle(firstShape('ignore', form))).toBe(form === 'rectangle');
  }
});
