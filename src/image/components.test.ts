import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { connectedComponents, type Connectivity } from './components.ts';

/** A mask drawn with `#`, and its labelling. */
function label(rows: readonly string[], connectivity: Connectivity) {
  const mask = Uint8Array.from(rows.join(''), (character) => (character === '#' ? 255 : 0));
  return connectedComponents(mask, rows[0].length, rows.length, connectivity);
}

describe('connectedComponents()', () => {
  const corner = ['##..', '..#.', '#..#'];

  it('joins corners only with connectivity 8', () => {
    expect([...label(corner, 8).labels]).toEqual([1, 1, 0, 0, 0, 0, 1, 0, 2, 0, 0, 1]);
    expect([...label(corner, 4).labels]).toEqual([1, 1, 0, 0, 0, 0, 2, 0, 3, 0, 0, 4]);
  });

  it('measures area and bounding box', () => {
    expect(label(corner, 8).components).toEqual([
      { area: 4, x: 0, y: 0, width: 4, height: 3 },
      { area: 1, x: 0, y: 2, width: 1, height: 1 },
    ]);
  });

  it('does not join the end of a row to the start of the next', () => {
    expect(label(['..#', '#..'], 8).components).toHaveLength(2);
  });

  it('follows a spiral, in any order of discovery', () => {
    const spiral = ['#####', '....#', '###.#', '#...#', '#####'];
    expect(label(spiral, 4).components).toEqual([{ area: 17, x: 0, y: 0, width: 5, height: 5 }]);
  });

  it('finds nothing in an empty mask', () => {
    expect(label(['...', '...'], 8)).toEqual({ labels: new Int32Array(6), components: [] });
  });

  it('gives two touching foreground pixels one label, and background none', () => {
    const masks = fc.array(fc.boolean(), { minLength: 42, maxLength: 42 });
    fc.assert(
      fc.property(masks, fc.constantFrom(4 as const, 8 as const), (bits, connectivity) => {
        const mask = Uint8Array.from(bits, Number);
        const { labels, components } = connectedComponents(mask, 7, 6, connectivity);
        const reference = closure(mask, 7, connectivity);
        for (let i = 0; i < mask.length; i++) {
          for (let j = 0; j < mask.length; j++) {
            const joined = mask[i] === 1 && mask[j] === 1 && reference[i] === reference[j];
            expect(labels[i] === labels[j] && labels[i] > 0).toBe(joined);
          }
        }
        components.forEach(({ area }, k) => {
          expect(labels.filter((value) => value === k + 1)).toHaveLength(area);
        });
      }),
    );
  });
});

/** The lowest pixel each pixel is joined to, by relaxing until nothing changes. */
function closure(mask: Uint8Array, width: number, connectivity: Connectivity): number[] {
  const lowest = Array.from(mask, (_, i) => i);
  for (let changed = true; changed;) {
    changed = false;
    for (let i = 0; i < mask.length; i++) {
      for (let j = 0; j < mask.length; j++) {
        const dx = Math.abs((i % width) - (j % width));
        const dy = Math.abs(Math.floor(i / width) - Math.floor(j / width));
        const touch = connectivity === 8 ? Math.max(dx, dy) === 1 : dx + dy === 1;
        if (!mask[i] || !mask[j] || !touch || lowest[j] >= lowest[i]) continue;
        lowest[i] = lowest[j];
        changed = true;
      }
    }
  }
  return lowest;
}
