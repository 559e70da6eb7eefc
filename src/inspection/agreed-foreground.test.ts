import { describe, expect, it } from 'vitest';
import { matrix } from '../tensor/matrix.ts';
import { agreeOnForeground, doubtOf, type PatchGrid } from './agreed-foreground.ts';

/** A grid whose patches point along one of three axes: 0 is the background. */
function gridOf(...lines: string[]): PatchGrid {
  const axes = lines.flatMap((line) => Array.from(line, Number));
  const data = new Float32Array(axes.length * 3);
  for (const [p, axis] of axes.entries()) data[3 * p + axis] = 1;
  const [first = ''] = lines;
  return { rows: matrix(data, axes.length, 3), width: first.length, height: lines.length };
}

const RING = ['00000', '01110', '01010', '01110', '00000'] as const;
const DISC = [0, 0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 1, 1, 1, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0];

describe('what pictures agree on', () => {
  it('is the part without its holes, and not what lies beside it in one of them', () => {
    const clutter = gridOf('00000', '01110', '01010', '01110', '00002');
    const agreed = agreeOnForeground([gridOf(...RING), clutter, gridOf(...RING)]);
    expect([...agreed.patches]).toEqual(DISC);
    expect(agreed.strayBorder).toBeCloseTo(1 / 48);
    expect(agreed.agreements.map((one) => Number(one.toFixed(2)))).toEqual([1, 0.89, 1]);
    expect(doubtOf(agreed)).toBeNull();
  });

  it('is doubted where nothing stands out, and where a part lies elsewhere', () => {
    const empty = gridOf('00000', '00000', '00000', '00000', '00000');
    expect(doubtOf(agreeOnForeground([empty, empty]))?.fault).toContain('nothing stands out');
    const away = gridOf('0000000', '0000110', '0000110', '0000000');
    const here = gridOf('0000000', '0110000', '0110000', '0000000');
    const moved = doubtOf(agreeOnForeground([here, here, away]));
    expect(moved).toMatchObject({ picture: 2, fault: expect.stringContaining('elsewhere') });
  });

  it('is doubted where the part touches the border', () => {
    const one = gridOf('11000', '11000', '11000', '11000', '00000');
    const other = gridOf('00022', '00022', '00022', '00000', '00000');
    expect(doubtOf(agreeOnForeground([one, other]))?.fault).toContain('borders');
  });
});
