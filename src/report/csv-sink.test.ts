import { describe, expect, it } from 'vitest';
import { sampleEntry } from '../../test/helpers/report-sample.ts';
import { csvSink } from './csv-sink.ts';

describe('csvSink()', () => {
  it('writes a header at once, then a row a picture, quoted where it must be', async () => {
    const lines: string[] = [];
    const sink = csvSink((line) => lines.push(line));
    expect(lines).toHaveLength(1);
    await sink.add(sampleEntry('a, "b".png'));
    const doubtful = sampleEntry('b.png', { verdict: 'pass', ratio: null, regions: [] });
    const warning = { code: 'sample-bits', message: 'it is dark', remedy: 'Light it.' } as const;
    await sink.add({ ...doubtful, image: { ...doubtful.image, warnings: [warning] } });
    const reason = { code: 'blurred', message: 'it is soft', remedy: 'Focus.', facts: {} } as const;
    const unjudged = { verdict: 'cannot judge', regions: [], reasons: [reason, reason] } as const;
    await sink.add(sampleEntry('d.png', unjudged));
    const message = 'two\nlines';
    await sink.add({ name: 'c.png', error: { code: 'A', message, remedy: 'Copy it.', facts: {} } });
    expect(lines).toEqual([
      'path,verdict,provisional,score,threshold,ratio,regions,largest_area,error,reasons,warnings',
      '"a, ""b"".png",fail,true,3,2,1.5,1,80,,,',
      'b.png,pass,true,3,2,,0,,,,sample-bits: it is dark',
      'd.png,cannot judge,true,3,2,1.5,0,,,blurred: it is soft; blurred: it is soft,',
      'c.png,error,,,,,,,"two\nlines",,',
    ]);
  });
});
