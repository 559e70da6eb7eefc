import { describe, expect, it } from 'vitest';
import { sampleEntry } from '../../test/helpers/report-sample.ts';
import type { Reason } from '../inspection/reason.ts';
import { textSink } from './text-sink.ts';

const fault = { code: 'A', message: 'Cannot read x', remedy: 'Copy it.', facts: {} };

describe('textSink()', () => {
  it('writes a line a picture, with the first three defects', async () => {
    const lines: string[] = [];
    const sink = textSink((line) => lines.push(line));
    const [region] = sampleEntry('').inspection.regions;
    await sink.add(sampleEntry('a.png', { regions: Array.from({ length: 5 }, () => region) }));
    await sink.add(sampleEntry('b.png', { verdict: 'cannot judge', ratio: null, regions: [] }));
    await sink.add({ name: 'c.png', replaced: true, error: fault });
    const place = '10×8 at 20,16';
    expect(lines).toEqual([
      `fail          a.png  score 3  1.50× threshold  ${place}; ${place}; ${place}; +2 more`,
      'cannot judge  b.png  score 3',
      'error         c.png (replaced)  Cannot read x',
    ]);
  });

  it('tells what stands against a picture, and the first time what to do', async () => {
    const lines: string[] = [];
    const sink = textSink((line) => lines.push(line));
    const [dark, soft] = (['too-dark', 'blurred'] as const).map((code): Reason => {
      return { code, message: `it is ${code}`, remedy: `Mend ${code}.`, facts: {} };
    });
    for (const reasons of [[dark], [dark, soft], [dark, soft]]) {
      await sink.add(sampleEntry('a.png', { verdict: 'cannot judge', regions: [], reasons }));
    }
    const start = 'cannot judge  a.png  score 3  1.50× threshold';
    const indent = ' '.repeat(14);
    expect(lines).toEqual([
      start,
      `${indent}it is too-dark. Mend too-dark.`,
      start,
      `${indent}it is too-dark`,
      `${indent}it is blurred. Mend blurred.`,
      start,
      `${indent}it is too-dark`,
      `${indent}it is blurred`,
    ]);
  });

  it('shows a hostile name as one harmless line', async () => {
    const lines: string[] = [];
    await textSink((line) => lines.push(line)).add({ name: 'two\nlines\u001b[31m', error: fault });
    expect(lines).toEqual(['error         two\\u000alines\\u001b[31m  Cannot read x']);
  });
});

describe('textSink() of warnings', () => {
  it('tells what is doubtful about a picture below all else', async () => {
    const lines: string[] = [];
    const sink = textSink((line) => lines.push(line));
    const entry = sampleEntry('a.png', { verdict: 'pass', ratio: 0.5, regions: [] });
    const warning = {
      code: 'sloppy-jpeg',
      message: 'it is sloppy',
      remedy: 'Look at it.',
    } as const;
    const doubtful = { ...entry, image: { ...entry.image, warnings: [warning] } };
    await sink.add(doubtful);
    await sink.add(doubtful);
    expect(lines).toEqual([
      'pass          a.png  score 3  0.50× threshold',
      '              warning: it is sloppy. Look at it.',
      'pass          a.png  score 3  0.50× threshold',
      '              warning: it is sloppy',
    ]);
  });
});
