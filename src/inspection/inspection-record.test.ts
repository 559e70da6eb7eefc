import { describe, expect, it } from 'vitest';
import { sampleEntry } from '../../test/helpers/report-sample.ts';
import { ArgumentRangeError } from '../errors.ts';
import type { Inspection } from './inspection.ts';
import {
  type InspectionRecord,
  recordSchema,
  toFaultRecord,
  toRecord,
} from './inspection-record.ts';

const { inspection } = sampleEntry('a.png');
const context = { supportNames: ['good-1.png', 'good-2.png'], decode: 7 };

function recordOf(changes: Partial<Inspection> = {}): InspectionRecord {
  return toRecord('a.png', { ...inspection, ...changes }, context);
}

describe('toRecord()', () => {
  it('holds all of an inspection but its map', () => {
    const { map: _, ...record } = inspection;
    expect(recordOf()).toEqual({
      ...record,
      path: 'a.png',
      hottest: {
        ...inspection.hottest,
        nearest: { ...inspection.hottest.nearest, picture: 'good-2.png' },
      },
      warnings: [],
      timings: { decode: 7, ...inspection.timings },
    });
    const warnings = [{ code: 'sloppy-jpeg', message: 'm', remedy: 'r' }] as const;
    const doubtful = toRecord('a.png', inspection, { ...context, warnings });
    expect(recordSchema.parse(doubtful)).toMatchObject({ warnings });
  });

  it('numbers a support picture that has no name', () => {
    const record = toRecord('a.png', inspection, { ...context, supportNames: ['good-1.png'] });
    expect(record.hottest.nearest.picture).toBe('1');
  });

  it.each([NaN, Infinity])('writes null for a score of %d, which JSON does not have', (score) => {
    expect(recordOf({ score, ratio: score })).toMatchObject({ score: null, ratio: null });
  });

  it('keeps a ratio that is not known', () => {
    const unknown = { threshold: null, ratio: null, verdict: 'cannot judge' } as const;
    expect(recordOf(unknown)).toMatchObject({ ...unknown, score: inspection.score });
  });

  it('copies the reasons, whatever else an object has that is one', () => {
    const reason = { code: 'blurred', message: 'm', remedy: 'r', facts: { measured: 1 } } as const;
    const withMore = { ...reason, extra: 1 };
    const { reasons } = recordOf({ reasons: [withMore] });
    expect(reasons).toEqual([reason]);
  });

  it('copies the regions', () => {
    const { regions } = recordOf();
    expect(regions).toEqual(inspection.regions);
    expect(regions).not.toBe(inspection.regions);
  });
});

describe('toFaultRecord()', () => {
  it('holds code, message, remedy and facts', () => {
    const fault = new ArgumentRangeError('sigma', -1, 'a number from 0 to 100');
    const { code, message, remedy, facts } = fault;
    expect(toFaultRecord('b.png', fault)).toEqual({
      path: 'b.png',
      error: { code, message, remedy, facts },
    });
  });
});

describe('recordSchema', () => {
  const fault = toFaultRecord('b.png', new ArgumentRangeError('sigma', -1, 'more'));

  it('takes what is written, as it is read again', () => {
    for (const record of [recordOf(), recordOf({ score: NaN, ratio: NaN, regions: [] }), fault]) {
      expect(recordSchema.parse(JSON.parse(JSON.stringify(record)))).toEqual(record);
    }
  });

  it.each<[string, object]>([
    ['a field that it does not know', { ...recordOf(), map: [] }],
    ['another verdict', { ...recordOf(), verdict: 'perhaps' }],
    [
      'a region with a field more',
      { ...recordOf(), regions: [{ ...recordOf().regions[0], z: 1 }] },
    ],
    ['a reason that it does not know', { ...recordOf(), reasons: [{ code: 'perhaps' }] }],
    ['a fault without a remedy', { path: 'b.png', error: { code: 'X', message: 'Y' } }],
    ['both a fault and an inspection', { ...recordOf(), ...fault }],
    ...Object.keys(recordOf()).map((key): [string, object] => [
      `no ${key}`,
      Object.fromEntries(Object.entries(recordOf()).filter(([name]) => name !== key)),
    ]),
  ])('refuses %s', (_, record) => {
    expect(recordSchema.safeParse(record).success).toBe(false);
  });
});
