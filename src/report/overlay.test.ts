import { describe, expect, it } from 'vitest';
import { sampleEntry } from '../../test/helpers/report-sample.ts';
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
  it('dims and hatches where nobody looks, and leaves the rest as it is', () => {
    const { image } = sampleEntry('a.png');
    const looked = Uint8Array.of(1, 0);
    const { data } = hatchUnlooked(image, { looked, width: 2, height: 1 });
    const left = Array.from({ length: 32 }, (_, x) => data[3 * x]);
    const right = Array.from({ length: 32 }, (_, x) => data[3 * (x + 32)]);
    expect(new Set(left)).toEqual(new Set([128]));
    expect(new Set(right)).toEqual(new Set([64, 150]));
    expect(hatchUnlooked(image, { looked: undefined, width: 2, height: 1 })).toBe(image);
  });
});
