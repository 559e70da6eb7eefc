import { describe, expect, it } from 'vitest';
import { plainImage, sampleEntry } from '../../test/helpers/report-sample.ts';
import type { RgbImage } from '../image/rgb-image.ts';
import type { FreeLayout, GridLayout } from '../objects/layout.ts';
import type { Inspection, Verdict } from './inspection.ts';
import { recordSchema, toRecord } from './inspection-record.ts';
import type { SplitObject } from '../objects/split-objects.ts';
import { inspectObjects } from './object-inspection.ts';
import type { Reason, ReasonCode } from './reason.ts';

const grid: GridLayout = {
  kind: 'grid',
  picture: { width: 90, height: 60 },
  area: null,
  columns: 3,
  rows: 2,
};
const free: FreeLayout = {
  kind: 'free',
  picture: { width: 90, height: 60 },
  area: null,
  count: 2,
  threshold: 30,
  gap: 0,
  sizes: { smallest: 0.04, usual: 0.0417, largest: 0.043 },
  side: 0.3,
};

function reason(code: ReasonCode): Reason {
  return { code, message: `is ${code}`, remedy: 'Look.', facts: { measured: 2 } };
}

interface Found {
  readonly verdict: Verdict;
  readonly codes?: readonly ReasonCode[];
  readonly score?: number;
}

const pass: Found = { verdict: 'pass', score: 1 };
const fail: Found = { verdict: 'fail', score: 3 };
const dark: Found = { verdict: 'cannot judge', codes: ['too-dark'], score: 9 };
const empty: Found = { verdict: 'cannot judge', codes: ['absent'], score: 1.5 };

/** What an inspector would say of one object after the other. */
function saying(all: readonly Found[]): (one: Pick<SplitObject, 'image'>) => Promise<Inspection> {
  let next = 0;
  return async ({ image: { width, height } }) => {
    const { verdict, codes = [], score = 1 } = all[next++];
    const { inspection } = sampleEntry('object');
    return {
      ...inspection,
      verdict,
      reasons: codes.map(reason),
      score,
      ratio: score / 2,
      regions:
        verdict === 'fail'
          ? [{ x: 1, y: 2, width: 3, height: 4, area: 9, peak: score, kind: 'foreign' }]
          : [],
      map: { width, height, missing: null, data: new Float32Array(width * height).fill(score) },
      hottest: { ...inspection.hottest, box: { x: 5, y: 6, width: 2, height: 2 } },
    };
  };
}

async function inspect(
  all: readonly Found[],
  image: RgbImage = plainImage(90, 60),
  layout: GridLayout | FreeLayout = grid,
): Promise<Inspection> {
  return inspectObjects(image, layout, { inspect: saying(all), clock: () => 0 });
}

describe('the verdict of a picture of several objects', () => {
  it.each<[string, readonly Found[], Verdict]>([
    ['passes if all pass', [pass, pass, pass, pass, pass, pass], 'pass'],
    ['fails with the worst', [pass, pass, fail, dark, pass, pass], 'fail'],
    ['is not judged where one is not', [pass, dark, pass, pass, pass, pass], 'cannot judge'],
    ['is not judged where none is', [dark, dark, dark, dark, dark, dark], 'cannot judge'],
    ['fails where a nest is empty', [pass, pass, pass, empty, pass, pass], 'fail'],
  ])('%s', async (_, all, verdict) => {
    expect((await inspect(all)).verdict).toBe(verdict);
  });

  it('has the score, the ratio and the place of the worst', async () => {
    const judged = await inspect([pass, pass, pass, pass, fail, dark]);
    expect(judged).toMatchObject({ score: 3, ratio: 1.5 });
    expect(judged.hottest.box).toEqual({ x: 35, y: 36, width: 2, height: 2 });
    expect(judged.regions).toEqual([
      { x: 31, y: 32, width: 3, height: 4, area: 9, peak: 3, kind: 'foreign' },
    ]);
  });

  it('lists each object', async () => {
    const judged = await inspect([pass, pass, pass, pass, fail, dark]);
    expect(judged).toMatchObject({ expectedObjects: 6, foundObjects: 6 });
    expect(judged.objects?.map(({ verdict }) => verdict)).toEqual(
      'pass,pass,pass,pass,fail,cannot judge'.split(','),
    );
    expect(judged.objects?.[4]).toEqual({
      box: { x: 30, y: 30, width: 30, height: 30 },
      angle: null,
      verdict: 'fail',
      reasons: [],
      score: 3,
      ratio: 1.5,
    });
  });

  it('says expected 6, found 5, and where none lies', async () => {
    const { reasons, foundObjects } = await inspect([pass, pass, pass, empty, pass, pass]);
    expect(foundObjects).toBe(5);
    expect(reasons.map(({ code }) => code)).toEqual(['object-missing', 'absent']);
    expect(reasons[0].message).toBe('objects are missing: expected 6, found 5, none at place 4');
    expect(reasons[0].facts).toEqual({ measured: 5, limit: 6, places: '4' });
    expect(reasons[1].message).toBe('object 4: is absent');
  });

  it('tells a kind of reason once, with the objects that have it', async () => {
    const { reasons } = await inspect([dark, pass, dark, pass, pass, pass]);
    expect(reasons.map(({ message }) => message)).toEqual(['objects 1, 3: is too-dark']);
    const all = await inspect([dark, dark, dark, dark, dark, dark]);
    expect(all.reasons[0].message).toBe('each object: is too-dark');
  });

  it('is a record as the schema has it', async () => {
    const image = plainImage(90, 60);
    const inspection = await inspect([pass, pass, pass, empty, fail, dark], image);
    const record = toRecord({ name: 'a.png', image, inspection, decode: 0 }, { supportNames: [] });
    expect(recordSchema.parse(JSON.parse(JSON.stringify(record)))).toMatchObject({
      expectedObjects: 6,
      foundObjects: 5,
    });
    const single = toRecord(sampleEntry('b.png'), { supportNames: [] });
    expect(Object.keys(single)).not.toContain('objects');
  });
});

describe('a picture of another frame', () => {
  it('is not judged, whatever its objects are', async () => {
    const judged = await inspect([pass, pass, fail, pass, pass, pass], plainImage(60, 90));
    expect(judged.verdict).toBe('cannot judge');
    expect(judged.reasons[0]).toMatchObject({ code: 'aspect-ratio' });
    expect(judged.reasons[0].message).toContain('0.67 : 1, expected 1.50 : 1');
  });
});

describe('the map of a picture of several objects', () => {
  it('is put together of theirs', async () => {
    const scores = [1, 2, 3, 4, 5, 6];
    const { map } = await inspect(scores.map((score) => ({ verdict: 'pass', score })));
    expect(map).toMatchObject({ width: 90, height: 60, missing: null, looked: undefined });
    const at = (x: number, y: number): number => map.data[y * 90 + x];
    expect([at(10, 10), at(40, 10), at(70, 10), at(10, 40), at(40, 40), at(89, 59)]).toEqual(
      scores,
    );
  });

  it('is 0 where no object was cut out, and says that nobody looked there', async () => {
    const { map } = await inspect([pass, pass], darkSquares([20, 70]), free);
    expect(map.data[30 * 90 + 20]).toBe(1);
    expect(map.data[30 * 90 + 45]).toBe(0);
    expect(map.looked?.[30 * 90 + 45]).toBe(0);
    expect(map.looked?.[30 * 90 + 70]).toBe(1);
  });
});

describe('objects that are not there, too many, or one over the other', () => {
  it('cannot judge a picture that shows none', async () => {
    const judged = await inspect([fail], plainImage(90, 60), free);
    expect(judged).toMatchObject({
      verdict: 'cannot judge',
      ratio: null,
      objects: [],
      foundObjects: 0,
    });
    expect(judged.reasons.map(({ code }) => code)).toEqual(['no-objects']);
    const entry = { name: 'a.png', image: plainImage(90, 60), inspection: judged, decode: 0 };
    expect(toRecord(entry, { supportNames: [] })).toMatchObject({
      score: null,
      expectedObjects: 2,
    });
  });

  it('fails a picture that shows too few or too many', async () => {
    const few = await inspect([pass], darkSquares([20]), free);
    expect(few).toMatchObject({ verdict: 'fail', score: 1, foundObjects: 1 });
    expect(few.reasons[0]).toMatchObject({
      code: 'object-missing',
      facts: { measured: 1, limit: 2 },
    });
    const many = await inspect([pass, pass, pass], darkSquares([15, 45, 75]), free);
    expect(many).toMatchObject({ verdict: 'fail', foundObjects: 3 });
    expect(many.reasons[0].message).toBe(
      'there are more objects than there should be: expected 2, found 3',
    );
    const any = await inspect([pass], darkSquares([20]), { ...free, count: null });
    expect(any).toMatchObject({ verdict: 'pass', reasons: [], expectedObjects: null });
  });

  it('never passes what covers each other', async () => {
    const judged = await inspect([pass, pass], darkSquares([40, 47]), free);
    expect(judged).toMatchObject({ verdict: 'cannot judge', foundObjects: 2 });
    expect(judged.reasons[0]).toMatchObject({
      code: 'objects-overlap',
      facts: { objects: '1, 2' },
    });
    expect(judged.objects?.map(({ verdict }) => verdict)).toEqual(['cannot judge', 'cannot judge']);
  });
});

/** Dark squares of 13 px in the middle row of a light picture of 90 × 60. */
function darkSquares(columns: readonly number[]): RgbImage {
  const image = plainImage(90, 60, 220);
  for (const column of columns) {
    for (let y = 24; y < 37; y++) {
      image.data.fill(30, 3 * (y * 90 + column - 6), 3 * (y * 90 + column + 7));
    }
  }
  return image;
}
