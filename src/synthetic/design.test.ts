import { describe, expect, it } from 'vitest';
import { features, featuresOf, mark, materialAt, partDistance, solid, without } from './design.ts';
import type { Design } from './design.ts';
import { gold, greyTable, steel } from './kinds/palette.ts';
import { circle, placed } from './sdf.ts';

const design: Design = {
  layers: [
    solid(circle(1), {
      cut: features('hole', [placed(circle(0.2), { x: 0.5 })]),
      level: 0.1,
      material: steel,
    }),
    solid(features('pad', [placed(circle(0.1), { x: -0.5 })]), { level: 0.2, material: gold }),
    mark(circle(0.1), { feature: 'print' }),
  ],
  background: greyTable,
};

describe('design', () => {
  it('knows its features, each once', () => {
    expect(featuresOf(design)).toEqual(['hole-0', 'pad-0', 'print']);
  });

  it('is solid except in its holes', () => {
    const distance = partDistance(design);
    expect(distance(0, 0)).toBeLessThan(0);
    expect(distance(0.5, 0)).toBeCloseTo(0.2, 12);
    expect(distance(0, 2)).toBeCloseTo(1, 12);
  });

  it('has the topmost material, or the table', () => {
    expect(materialAt(design, 0, 0)).toBe(steel);
    expect(materialAt(design, -0.5, 0)).toBe(gold);
    expect(materialAt(design, 0.5, 0)).toBe(greyTable);
  });

  it('loses a feature and nothing else', () => {
    for (const feature of featuresOf(design)) {
      const others = featuresOf(design).filter((name) => name !== feature);
      expect(featuresOf(without(design, feature))).toEqual(others);
    }
    expect(partDistance(without(design, 'hole-0'))(0.5, 0)).toBeLessThan(0);
    expect(without(design, 'pad-0').layers).toHaveLength(2);
    expect(design.layers).toHaveLength(3);
  });
});
