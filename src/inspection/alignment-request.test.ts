import { beforeAll, describe, expect, it } from 'vitest';
import { comparingSettings, drawParts, smallPart } from '../../test/helpers/small-part.ts';
import { ALIGNED, assertAlignment, withAlignment } from './alignment-request.ts';
import type { AlignmentRequest } from './alignment.ts';
import { isLearnedAlike } from './learned-alike.ts';
import type { Part } from './part.ts';

const area = { include: null, ignore: [], mask: null };

describe('assertAlignment()', () => {
  it.each<[Partial<AlignmentRequest>, string]>([
    [{ maxAngle: -1 }, 'maxAngle'],
    [{ maxAngle: 181 }, 'maxAngle'],
    [{ maxAngle: Number.NaN }, 'maxAngle'],
    [{ maxOffset: { value: -1, unit: 'px' } }, 'maxOffset'],
    [{ maxOffset: { value: Infinity, unit: 'px' } }, 'maxOffset'],
    [{ maxOffset: { value: 1, unit: 'mm' } }, 'maxOffset'],
    [{ regionMoves: true }, 'regionMoves'],
  ])('refuses %j', (change, name) => {
    expect(() => assertAlignment({ ...ALIGNED, ...change }, {})).toThrow(
      expect.objectContaining({ code: 'ARGUMENT_RANGE', options: [name] }),
    );
  });

  it('takes what can be measured', () => {
    const request: AlignmentRequest = {
      maxAngle: 4,
      maxOffset: { value: 0.5, unit: 'mm' },
      regionMoves: true,
    };
    const sizing = { pixelsPerMillimetre: 10 };
    expect(() => assertAlignment(request, { lookArea: area, sizing })).not.toThrow();
  });
});

describe('withAlignment()', () => {
  let part: Part;
  beforeAll(async () => {
    part = await smallPart(drawParts({ count: 2 }), { settings: comparingSettings });
  });

  it('keeps what is not said anew, and changes nothing that a score goes by', () => {
    const one = withAlignment(part, { maxAngle: 4 });
    const both = withAlignment(one, { maxOffset: { value: 3, unit: 'px' } });
    expect(both.alignment).toEqual({
      maxAngle: 4,
      maxOffset: { value: 3, unit: 'px' },
      regionMoves: false,
    });
    expect(isLearnedAlike(part, both)).toBe(true);
    expect(withAlignment(both, null)).toEqual(part);
  });

  it('refuses to move regions that did not, and the other way round', () => {
    const fault = expect.objectContaining({ code: 'ARGUMENT_RANGE', options: ['regionMoves'] });
    expect(() => withAlignment({ ...part, lookArea: area }, { regionMoves: true })).toThrow(fault);
    const moving = { ...part, lookArea: area, alignment: { ...ALIGNED, regionMoves: true } };
    expect(() => withAlignment(moving, null)).toThrow(fault);
    expect(withAlignment(moving, { maxAngle: 4 }).alignment?.regionMoves).toBe(true);
    expect(isLearnedAlike(moving, { ...part, lookArea: area })).toBe(false);
  });

  it('refuses a part that nothing can be aligned with', () => {
    const fault = expect.objectContaining({ code: 'ARGUMENT_RANGE', options: ['alignment'] });
    expect(() => withAlignment({ ...part, copies: null }, {})).toThrow(fault);
  });
});
