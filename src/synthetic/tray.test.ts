import { describe, expect, it } from 'vitest';
import { renderTray } from './index.ts';

const options = {
  kind: 'washer',
  seed: 1,
  columns: 3,
  rows: 2,
  place: 64,
  parts: [null, 'scratch', null, null],
} as const;

describe('renderTray()', () => {
  it('renders the same bytes for the same options, and others for another seed', () => {
    const { image } = renderTray(options);
    expect(image).toMatchObject({ width: 192, height: 128 });
    expect(renderTray(options).image.data).toEqual(image.data);
    expect(renderTray({ ...options, seed: 2 }).image.data).not.toEqual(image.data);
  });

  it('says where each part lies and what is wrong with it', () => {
    const { parts } = renderTray(options);
    expect(parts.map(({ defect }) => defect)).toEqual([null, 'scratch', null, null]);
    for (const { box } of parts) {
      expect(box.x).toBeGreaterThanOrEqual(0);
      expect(box.x + box.width).toBeLessThanOrEqual(192);
      expect(box.width).toBeGreaterThan(30);
    }
  });

  it('changes a picture about a defect alone', () => {
    const good = renderTray({ ...options, parts: [null, null, null, null] }).image;
    const { image, parts } = renderTray(options);
    const { box } = parts[1];
    const isNear = (i: number): boolean => {
      const [x, y] = [Math.floor(i / 3) % 192, Math.floor(i / 3 / 192)];
      return (
        x >= box.x - 6 && x < box.x + box.width + 6 && y >= box.y - 6 && y < box.y + box.height + 6
      );
    };
    const changed = Array.from(image.data.keys()).filter((i) => image.data[i] !== good.data[i]);
    expect(changed.length).toBeGreaterThan(0);
    expect(changed.every(isNear)).toBe(true);
  });

  it('moves neighbours until they touch', () => {
    const parts = [null, null, null, null, null, null];
    const tray = renderTray({ ...options, parts, touching: 2, isTurned: false });
    const pairs = tray.parts.filter(({ isTouching }) => isTouching);
    expect(pairs).toHaveLength(4);
    for (let i = 0; i < 4; i += 2) {
      const gap = pairs[i + 1].box.x - (pairs[i].box.x + pairs[i].box.width);
      expect(gap).toBeLessThanOrEqual(1);
      expect(gap).toBeGreaterThan(-6);
    }
  });

  it.each([
    [{ columns: 1, rows: 1 }, /Cannot use parts = 4: expected up to 1, one a place/],
    [{ place: 8 }, /Cannot use place = 8/],
    [{ seed: 0.5 }, /Cannot use seed/],
  ])('refuses %j', (change, message) => {
    expect(() => renderTray({ ...options, ...change })).toThrow(message);
  });
});
