import { describe, expect, it } from 'vitest';
import { sampleEntry, samplePart } from '../../test/helpers/report-sample.ts';
import type { InspectedObject } from '../inspection/inspection.ts';
import { renderReport } from './inspection-report.ts';
import { describeObjects } from './object-table.ts';
import { textSink } from './text-sink.ts';

const box = { x: 2, y: 3, width: 20, height: 18 };
const good: InspectedObject = {
  box,
  angle: null,
  verdict: 'pass',
  reasons: [],
  score: 1,
  ratio: 0.5,
};
const bad: InspectedObject = { ...good, angle: -30, verdict: 'fail', score: 3, ratio: 1.5 };
const entry = sampleEntry('tray.png', {
  objects: [good, { ...bad, box: { ...box, x: 30 } }],
  expectedObjects: 3,
  foundObjects: 2,
  regions: [],
});

async function encode(): Promise<string> {
  return 'data:,';
}

async function pageOf(shown = entry): Promise<string> {
  const subject = { part: samplePart(), partName: 'nut' };
  let page = '';
  for await (const piece of renderReport(subject, [shown], { encode })) page += piece;
  return page;
}

describe('objects in a report', () => {
  it('lists each with its box, angle and verdict, and how many there should be', async () => {
    const page = (await pageOf()).replaceAll(/\s+/g, ' ');
    expect(page).toContain('expected 3, found 2');
    const rows = page.split('<tbody>')[1]?.split('</tbody>')[0]?.split('</tr>') ?? [];
    expect(rows[0]).toContain('Pass');
    expect(rows[1]).toMatch(/2<\/th>.*Fail.*1\.50.*30, 3.*20 × 18.*-30°/);
  });

  it('draws a numbered box about each', async () => {
    const page = await pageOf();
    const boxes = Array.from(page.matchAll(/class="line" x="(\d+)" y="3"/g), ([, x]) => x);
    expect(boxes).toEqual(['2', '30']);
  });

  it('says nothing of a picture of one', () => {
    expect(describeObjects(sampleEntry('a.png').inspection)).toBeUndefined();
    const any = { ...entry.inspection, expectedObjects: null };
    expect(describeObjects(any)).toBe('found 2');
  });
});

describe('objects that touch', () => {
  const touched = { ...entry.inspection, objects: [good, { ...good, touching: true as const }] };

  it('are told beside their number, and in their row', async () => {
    expect(describeObjects(touched)).toBe('expected 3, found 2, 1 not judged where they touch');
    const page = (await pageOf({ ...entry, inspection: touched })).replaceAll(/\s+/g, ' ');
    const rows = page.split('<tbody>')[1]?.split('</tbody>')[0]?.split('</tr>') ?? [];
    expect(rows[0]).not.toContain('touches');
    expect(rows[1]).toContain('Not judged where it touches another');
  });
});

describe('objects in lines of text', () => {
  it('names those that do not pass, below the picture', async () => {
    const lines: string[] = [];
    await textSink((line) => lines.push(line)).add(entry);
    expect(lines).toEqual([
      'fail          tray.png  score 3  1.50× threshold  objects: expected 3, found 2',
      `${' '.repeat(14)}object 2: fail, 1.50× threshold, 20×18 at 30,3`,
    ]);
  });
});
