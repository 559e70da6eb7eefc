import { describe, expect, it } from 'vitest';
import { sampleEntry, samplePart } from '../../test/helpers/report-sample.ts';
import { recordSchema } from '../inspection/inspection-record.ts';
import { jsonSink } from './json-sink.ts';

describe('jsonSink()', () => {
  it('writes a record a picture, with the name of the support picture and the time of reading', async () => {
    const lines: string[] = [];
    const sink = jsonSink((line) => lines.push(line), samplePart());
    await sink.add(sampleEntry('a.png'));
    const fault = { code: 'A', message: 'Cannot read b', remedy: 'Copy it.', facts: {} };
    await sink.add({ name: 'b.png', error: fault });
    expect(lines.map((line) => recordSchema.parse(JSON.parse(line)))).toMatchObject([
      { path: 'a.png', hottest: { nearest: { picture: 'good-2.png' } }, timings: { decode: 4 } },
      { path: 'b.png', error: fault },
    ]);
  });
});
