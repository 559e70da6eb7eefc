import { describe, expect, it } from 'vitest';
import { csvOf, jsonOf } from './inspection-files.ts';
import type { InspectionRecord } from './records.ts';

const record: InspectionRecord = {
  id: '1',
  outcome: 'fail',
  partId: 'p',
  version: 2,
  name: '=1+1, "x".png',
  source: 'upload',
  time: '2026-05-04T10:20:30.000Z',
  ratio: 1.5,
  score: 3,
  threshold: 2,
  error: null,
  latency: 12.5,
  provisional: true,
  reasons: [{ code: 'BLUR', message: 'm', remedy: 'r' }],
  regions: [],
  size: { width: 8, height: 8 },
  hasPicture: true,
  hasOverlay: true,
  reviews: [],
};
const names = new Map([['p', 'bolt']]);

describe('files of inspections', () => {
  it('are CSV that no spreadsheet computes', async () => {
    const { name, blob } = csvOf([record], names);
    const [head, line, ...rest] = (await blob.text()).split('\r\n');
    expect(name).toBe('inspections.csv');
    expect(head).toBe(
      'time,part,version,name,source,outcome,score,threshold,ratio,provisional,reasons,milliseconds',
    );
    expect(line).toBe(
      `2026-05-04T10:20:30.000Z,bolt,2,"'=1+1, ""x"".png",upload,fail,3,2,1.5,true,BLUR,12.5`,
    );
    expect(rest).toEqual(['']);
  });

  it('are JSON, an object a line', async () => {
    const lines = (await jsonOf([record, record], names).blob.text()).trim().split('\n');
    expect(lines).toHaveLength(2);
    const one: unknown = JSON.parse(lines[0] ?? '');
    expect(one).toMatchObject({ part: 'bolt', name: record.name, score: 3 });
    expect(one).not.toHaveProperty('hasPicture');
  });
});
