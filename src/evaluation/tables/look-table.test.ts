import { describe, expect, it } from 'vitest';
import { sampleResult } from '../../../test/helpers/evaluation-sample.ts';
import { cornersOf } from '../../image/look-area.ts';
import type { EvaluationResult } from '../results/evaluation-result.ts';
import { lookTable } from './look-table.ts';

const result = sampleResult();

/** The first category looks at some, and does not see its first defect. */
function looking(): EvaluationResult {
  const [first, ...others] = result.categories;
  const [unseen, ...tests] = first.tests;
  const category = {
    ...first,
    tests: [{ ...unseen, anomalous: false, outOfSight: true as const }, ...tests],
    lookArea: {
      include: cornersOf({ x: 0.1, y: 0.1, width: 0.8, height: 0.8 }),
      ignore: [cornersOf({ x: 0.5, y: 0.5, width: 0.125, height: 0.25 })],
      mask: { width: 30, height: 20, sha256: 'ab' },
    },
  };
  return { ...result, categories: [category, ...others] };
}

describe('lookTable()', () => {
  it('is none where all of all pictures is looked at', () => {
    expect(lookTable(result)).toBeNull();
  });

  it('says where is looked, and what is not seen there', () => {
    expect(lookTable(looking())?.rows.map(({ cells }) => cells)).toEqual([
      [
        'mvtec/bottle',
        '10,10 90,10 90,90 10,90; not 50,50 62.5,50 62.5,75 50,75; a mask of 30 × 20 px',
        '1 of 24',
        '–',
      ],
      ['nut & bolt', 'whole pictures', '–', '–'],
    ]);
  });

  it('says in how many cells a foreground was found, and how large', () => {
    const [first, second, ...others] = result.cells;
    const cells = [
      { ...first, foreground: { share: 0.25, agreement: 0.9 } },
      { ...second, foreground: { refused: 'one picture' } },
      ...others,
    ];
    const table = lookTable({ ...result, cells, foreground: 'auto' });
    const found = table?.rows.map(({ cells: row }) => row[3]);
    expect(found).toContain('in 1 of 2 cells, 25.0–25.0 % of the picture');
    expect(table?.title).toMatch(/outside of a foreground too/);
  });
});
