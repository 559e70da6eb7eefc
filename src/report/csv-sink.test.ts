import { describe, expect, it } from 'vitest';
import { sampleEntry } from '../../test/helpers/report-sample.ts';
import { csvHeader, type CsvOptions, csvSink } from './csv-sink.ts';

const HEADER =
  'path,verdict,provisional,score,threshold,ratio,regions,largest_area,error,reasons,warnings,' +
  'time,file_time,file_bytes,file_sha256,width,height,replaced,overlay,map,' +
  'part,part_sha256,model_sha256,version,largest_area_mm2,angle,dx,dy,scale,objects';
const time = '2026-01-02T03:04:05.678Z';
const file = { modified: '2026-01-02T03:04:04.000Z', bytes: 12, sha256: 'ef' };
const judgedBy = {
  part: { name: 'bolt.part', sha256: 'ab' },
  models: ['cd', 'de'].map((sha256) => ({ name: 'resnet18', sha256 })),
  version: '1.2.3',
};

function sinkOf(options?: CsvOptions): { lines: string[]; sink: ReturnType<typeof csvSink> } {
  const lines: string[] = [];
  return { lines, sink: csvSink((line) => lines.push(line), options) };
}

describe('csvSink()', () => {
  it('writes a header at once, then a row a picture, quoted where it must be', async () => {
    const { lines, sink } = sinkOf();
    expect(lines).toEqual([HEADER]);
    expect(csvHeader()).toBe(HEADER);
    await sink.add(sampleEntry('a, "b".png'));
    const doubtful = sampleEntry('b.png', { verdict: 'pass', ratio: null, regions: [] });
    const warning = { code: 'sample-bits', message: 'it is dark', remedy: 'Light it.' } as const;
    await sink.add({ ...doubtful, image: { ...doubtful.image, warnings: [warning] } });
    const reason = { code: 'blurred', message: 'it is soft', remedy: 'Focus.', facts: {} } as const;
    const unjudged = { verdict: 'cannot judge', regions: [], reasons: [reason, reason] } as const;
    await sink.add(sampleEntry('d.png', unjudged));
    const message = 'two\nlines';
    await sink.add({ name: 'c.png', error: { code: 'A', message, remedy: 'Copy it.', facts: {} } });
    expect(lines.slice(1)).toEqual([
      '"a, ""b"".png",fail,true,3,2,1.5,1,80,,,,,,,,64,48,false,,,,,,,,,,,,',
      'b.png,pass,true,3,2,,0,,,,sample-bits: it is dark,,,,,64,48,false,,,,,,,,,,,,',
      'd.png,cannot judge,true,3,2,1.5,0,,,"blurred: it is soft; blurred: it is soft",,,,,,64,48,false,,,,,,,,,,,,',
      'c.png,error,,,,,,,"two\nlines",,,,,,,,,false,,,,,,,,,,,,',
    ]);
  });

  it('tells when, of which file, by what, and where its overlay is', async () => {
    const outputs = { overlay: 'o/a.png', map: 'm/a.png' };
    const { lines, sink } = sinkOf({ judgedBy, outputsOf: () => outputs, header: false });
    await sink.add({ ...sampleEntry('a.png'), time, file, replaced: true });
    await sink.add({
      name: '=b.png',
      time,
      file,
      error: { code: 'A', message: '@x', remedy: '', facts: {} },
    });
    const known = `${time},2026-01-02T03:04:04.000Z,12,ef`;
    expect(lines).toEqual([
      `a.png,fail,true,3,2,1.5,1,80,,,,${known},64,48,true,o/a.png,m/a.png,bolt.part,ab,cd de,1.2.3,,,,,,`,
      `'=b.png,error,,,,,,,'@x,,,${known},,,false,,,bolt.part,ab,cd de,1.2.3,,,,,,`,
    ]);
  });
});

describe('csvSink() at the end of a row', () => {
  it('tells the largest area in square millimetres, where the part has a scale', async () => {
    const { lines, sink } = sinkOf({ header: false });
    const [region] = sampleEntry('a.png').inspection.regions;
    const regions = [0.25, 1.5].map((area) => {
      return { ...region, millimetres: { width: 1, height: 1, area } };
    });
    await sink.add(sampleEntry('a.png', { regions }));
    expect(lines[0].split(',').at(-6)).toBe('1.5');
  });

  it('tells how the part lies, where that is known', async () => {
    const { lines, sink } = sinkOf({ header: false });
    const alignment = { angle: 3.5, dx: -2, dy: 4.25, scale: 1.01, inliers: 40 };
    await sink.add(sampleEntry('a.png', { alignment }));
    await sink.add(sampleEntry('b.png', { alignment: { ...alignment, angle: null } }));
    await sink.add(sampleEntry('c.png', { alignment: null }));
    const placed = lines.map((line) => line.split(',').slice(-5, -1).join());
    expect(placed).toEqual(['3.5,-2,4.25,1.01', ',-2,4.25,1.01', ',,,']);
  });

  it('names the objects that do not pass, by their places where they have such', async () => {
    const { lines, sink } = sinkOf({ header: false });
    const box = { x: 0, y: 0, width: 9, height: 9 };
    const plain = { box, angle: null, reasons: [], score: 1, ratio: 1 };
    const verdicts = ['fail', 'pass', 'cannot judge'] as const;
    const objects = verdicts.map((verdict) => ({ ...plain, verdict }));
    await sink.add(sampleEntry('a.png', { objects }));
    const places = objects.map((object, n) => ({ ...object, place: `nest ${n}`, kind: 'nut' }));
    await sink.add(sampleEntry('b.png', { objects: places }));
    await sink.add(sampleEntry('c.png', { objects: [{ ...plain, verdict: 'pass' }] }));
    await sink.add(sampleEntry('d.png'));
    expect(lines.map((line) => line.split(',').at(-1))).toEqual([
      '"1: fail; 3: cannot judge"',
      '"nest 0: fail; nest 2: cannot judge"',
      '',
      '',
    ]);
  });

  it('writes in the format of another country', async () => {
    const { lines, sink } = sinkOf({ delimiter: ';', decimal: ',' });
    await sink.add(sampleEntry('a.png'));
    expect(lines[0]).toBe(HEADER.replaceAll(',', ';'));
    expect(lines[1]).toMatch(/^a\.png;fail;true;3;2;"1,5";1;80;/);
  });
});
