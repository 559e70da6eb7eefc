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

const sample = sampleEntry('a.png');
const { inspection } = sample;
const supportNames = ['good-1.png', 'good-2.png'];
const judgedBy = {
  part: { name: 'bolt.part', sha256: 'ab' },
  models: [{ name: 'resnet18', sha256: 'cd' }],
  version: '1.2.3',
};
const known = {
  time: '2026-01-02T03:04:05.678Z',
  file: { modified: '2026-01-02T03:04:04.000Z', bytes: 12, sha256: 'ef' },
  replaced: true,
};

function recordOf(changes: Partial<Inspection> = {}): InspectionRecord {
  return toRecord({ ...sample, inspection: { ...inspection, ...changes } }, { supportNames });
}

describe('toRecord()', () => {
  it('holds all of an inspection but its map', () => {
    const { map: _, ...record } = inspection;
    expect(recordOf()).toEqual({
      ...record,
      path: 'a.png',
      time: null,
      file: null,
      replaced: false,
      judgedBy: null,
      size: { width: 64, height: 48 },
      overlay: null,
      map: null,
      hottest: {
        ...inspection.hottest,
        nearest: { ...inspection.hottest.nearest, picture: 'good-2.png' },
      },
      warnings: [],
      timings: { decode: 4, ...inspection.timings },
    });
    const warnings = [{ code: 'sloppy-jpeg', message: 'm', remedy: 'r' }] as const;
    const doubtful = toRecord(
      { ...sample, image: { ...sample.image, warnings } },
      { supportNames },
    );
    expect(recordSchema.parse(doubtful)).toMatchObject({ warnings });
  });

  it('says when, of which file, by what, and where its overlay is', () => {
    const context = { supportNames, judgedBy, outputsOf: () => ({ overlay: 'marked/a.png' }) };
    const record = toRecord({ ...sample, ...known }, context);
    expect(record).toMatchObject({ ...known, judgedBy, overlay: 'marked/a.png', map: null });
  });

  it('numbers a support picture that has no name', () => {
    const record = toRecord(sample, { supportNames: ['good-1.png'] });
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
    const entry = { name: 'b.png', error: fault, ...known };
    expect(toFaultRecord(entry, { judgedBy })).toEqual({
      path: 'b.png',
      ...known,
      judgedBy,
      error: { code, message, remedy, facts },
    });
  });
});

describe('recordSchema', () => {
  const error = new ArgumentRangeError('sigma', -1, 'more');
  const fault = toFaultRecord({ name: 'b.png', error });
  const full = toRecord({ ...sample, ...known }, { supportNames, judgedBy });

  it('takes what is written, as it is read again', () => {
    const odd = recordOf({ score: NaN, ratio: NaN, regions: [] });
    for (const record of [recordOf(), odd, fault, full]) {
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
    ['a fault without a remedy', { ...fault, error: { code: 'X', message: 'Y' } }],
    ['both a fault and an inspection', { ...recordOf(), ...fault }],
    ...Object.keys(recordOf()).map((key): [string, object] => [
      `no ${key}`,
      Object.fromEntries(Object.entries(recordOf()).filter(([name]) => name !== key)),
    ]),
  ])('refuses %s', (_, record) => {
    expect(recordSchema.safeParse(record).success).toBe(false);
  });
});
