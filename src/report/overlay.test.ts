import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainImage, sampleEntry } from '../../test/helpers/report-sample.ts';
import { hatchUnlooked, overlayPicture } from './overlay.ts';

describe('overlayPicture()', () => {
  it('tints the defect and draws a light box in a dark one around it', () => {
    const { image, inspection } = sampleEntry('a.png');
    const drawn = overlayPicture(image, inspection);
    const at = (x: number, y: number): number[] => [
      ...drawn.data.subarray((y * 64 + x) * 3, (y * 64 + x) * 3 + 3),
    ];
    expect(at(0, 0)).toEqual([128, 128, 128]);
    expect(at(19, 20)).toEqual([255, 255, 255]);
    expect(at(18, 20)).toEqual([16, 20, 24]);
    expect(at(17, 20)).toEqual([128, 128, 128]);
    expect(at(25, 20)[0]).toBeGreaterThan(190);
  });

  it('leaves a cold picture as it is', () => {
    const { image, inspection } = sampleEntry('a.png', { verdict: 'pass', regions: [] });
    const cold = { ...inspection, map: { ...inspection.map, data: new Float32Array(64 * 48) } };
    expect(overlayPicture(image, cold)).toEqual(image);
  });
});

describe('hatchUnlooked()', () => {
  it('draws a line around what is looked at, as wide as a share of the picture, and nothing over it', () => {
    fc.assert(
      fc.property(
        fc.record({
          width: fc.integer({ min: 1, max: 24 }),
          height: fc.integer({ min: 1, max: 24 }),
        }),
        fc.infiniteStream(fc.boolean()),
        (size, draws) => {
          const looked = Uint8Array.from(draws.take(size.width * size.height), Number);
          const image = plainImage(size.width, size.height, 100);
          const { data } = hatchUnlooked(image, { looked, ...size });
          const isNear = (x: number, y: number): boolean =>
            [-1, 0, 1].some((dy) =>
              [-1, 0, 1].some((dx) => {
                const [column, row] = [x + dx, y + dy];
                const isWithin =
                  Math.min(column, row) >= 0 && column < size.width && row < size.height;
                return isWithin && looked[row * size.width + column] === 1;
              }),
            );
          const isLine = (p: number): boolean =>
            looked[p] === 0 && isNear(p % size.width, Math.floor(p / size.width));
          const values = Array.from(looked, (_, p) => data[3 * p]);
          expect(values.map((value) => value === 255)).toEqual(values.map((_, p) => isLine(p)));
          expect(values.filter((_, p) => looked[p] === 1)).toEqual(
            Array.from({ length: looked.filter((one) => one === 1).length }, () => 100),
          );
        },
      ),
    );
  });

  it('dims and hatches where nobody looks, and leaves the rest as it is', () => {
    const { image } = sampleEntry('a.png');
    const looked = Uint8Array.of(1, 0);
    const { data } = hatchUnlooked(image, { looked, width: 2, height: 1 });
    const left = Array.from({ length: 32 }, (_, x) => data[3 * x]);
    const right = Array.from({ length: 32 }, (_, x) => data[3 * (x + 32)]);
    expect(new Set(left)).toEqual(new Set([128]));
    // A light line and a dark one around what is looked at, beside it.
    expect(right.slice(0, 2)).toEqual([255, 16]);
    expect(new Set(right.slice(2))).toEqual(new Set([64, 150]));
    expect(
      hatchUnlooked(image, { looked: new Uint8Array(2), width: 2, height: 1 }).data,
    ).not.toContain(255);
    expect(hatchUnlooked(image, { looked: undefined, width: 2, height: 1 })).toBe(image);
  });
});
