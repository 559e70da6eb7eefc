import { describe, expect, it } from 'vitest';
import {
  plainImage,
  sampleCalibration,
  sampleEntry,
  samplePart,
} from '../../test/helpers/report-sample.ts';
import type { RgbImage } from '../image/rgb-image.ts';
import type { InspectedEntry, InspectionEntry } from '../inspection/entry.ts';
import type { Reason } from '../inspection/reason.ts';
import { renderReport } from './inspection-report.ts';
import type { ReportSubject } from './report-head.ts';

const broken: InspectionEntry = {
  name: 'broken.png',
  error: {
    code: 'IMAGE_UNREADABLE',
    message: 'Cannot read the picture broken.png: it is empty',
    remedy: 'Copy the file again.',
    facts: {},
  },
};
const good = sampleEntry('good.png', { verdict: 'pass', ratio: 0.5, score: 1, regions: [] });
const bad = sampleEntry('bad.png', { ratio: 1234.5, score: 2469 });
const unknown = sampleEntry('unknown.png', {
  verdict: 'cannot judge',
  score: NaN,
  ratio: null,
  regions: [],
});

const unjudgedFor = (reason: Reason): Partial<InspectedEntry['inspection']> => {
  return { verdict: 'cannot judge', regions: [], reasons: [reason] };
};

const encode = ({ width, height }: RgbImage): Promise<string> =>
  Promise.resolve(`data:image/png;base64,${width}x${height}`);

async function render(
  entries: readonly InspectionEntry[],
  subject: Partial<ReportSubject> = {},
): Promise<string> {
  const whole = { part: samplePart(), partName: 'bolt', ...subject };
  let page = '';
  for await (const piece of renderReport(whole, entries, { encode })) page += piece;
  return page;
}

/** The page's words, as one line. */
function textOf(page: string): string {
  return page
    .replace(/<(style|script)>.*?<\/\1>/gs, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');
}

const VOID = new Set(['meta', 'img', 'input']);

/** Names of tags that are closed but not open, or open at the end. */
function unbalanced(page: string): string[] {
  const markup = page.replace(/(<(style|script)>).*?(<\/\2>)/gs, '$1$3');
  const open: string[] = [];
  const faults: string[] = [];
  for (const [tag, slash, name] of markup.matchAll(/<(\/?)([a-z][a-z0-9]*)[^>]*>/g)) {
    if (VOID.has(name) || tag.endsWith('/>')) continue;
    if (slash === '') open.push(name);
    else if (open.pop() !== name) faults.push(name);
  }
  return [...faults, ...open];
}

describe('the page', () => {
  it('is one whole page whose pieces close what they open', async () => {
    const page = await render([good, bad, broken, unknown]);
    expect(page).toMatch(/^<!doctype html>/);
    expect(page).toMatch(/<\/html>\s*$/);
    expect(unbalanced(page)).toEqual([]);
    expect(unbalanced(`${page}</main>`)).toEqual(['main']);
  });

  it('needs nothing but itself', async () => {
    const page = await render([good, bad]);
    const sources = [...page.matchAll(/\b(?:src|href|action|data)="([^"]*)"/g)];
    expect(sources.length).toBeGreaterThan(10);
    for (const [, source] of sources) expect(source).toMatch(/^(#|data:image\/)/);
    expect(page).not.toMatch(/https?:|url\(|@import|<link|<iframe/);
  });

  it('gives every picture of the page an alternative text', async () => {
    const images = [...(await render([good, bad])).matchAll(/<img[^>]*>/g)];
    expect(images.length).toBe(2 + 2 * (3 + 2 + 1));
    // The thumbnails' links carry the words
    expect(images.filter(([image]) => image.includes('alt=""')).length).toBe(2);
    for (const [image] of images) expect(image).toMatch(/ alt="/);
  });

  it('shows failing pictures first, by ratio, in the order that CSS and the overview give', async () => {
    const worse = sampleEntry('worse.png', { ratio: 9 });
    const page = await render([good, broken, bad, unknown, worse]);
    const cards = [...page.matchAll(/id="picture-(\d)"[^>]*style="order:(-?\d+)"/g)];
    const numbers = cards
      .toSorted((a, b) => Number(a[2]) - Number(b[2]))
      .map(([, number]) => number);
    expect(numbers).toEqual(['3', '5', '4', '2', '1']);
    const tiles = [...page.matchAll(/href="#picture-(\d)"/g)].map(([, number]) => number);
    expect(tiles).toEqual(numbers);
  });

  it('counts the outcomes', async () => {
    const text = textOf(await render([good, bad, bad, unknown, broken]));
    expect(text).toContain('5 pictures Show 5 All 2 Fail 1 Cannot judge 1 Error 1 Pass');
  });

  it('states the threshold of the part', async () => {
    const provisional = textOf(await render([]));
    expect(provisional).toContain('Provisional. At 95 % confidence false rejects are below 31 %');
    const none = sampleCalibration({ threshold: null, mapLimit: null });
    const without = await render([unknown], { part: samplePart({ calibration: none }) });
    expect(textOf(without)).toContain('No threshold.');
    expect(without).not.toContain('class="legend"');
  });
});

describe('a part of several models', () => {
  const first = samplePart();
  const companion = { ...first, model: { ...first.model, name: 'other' } };
  const part = samplePart({ companions: [companion] });

  it('is shown with each, and a patch with its own', async () => {
    const { inspection } = bad;
    const hottest = { ...inspection.hottest, model: 'other' };
    const entry = { ...bad, inspection: { ...inspection, hottest } };
    const text = textOf(await render([entry], { part }));
    expect(text).toMatch(/Models resnet18 \(ab+\w*\); other \(/);
    expect(text).toContain('32 × 32 px; 32 × 32 px, stretch');
    expect(text).toContain('at layer2 of other.');
    expect(textOf(await render([bad]))).toContain('at layer2.');
  });
});

describe('a card', () => {
  it('says each verdict as a word, with unclamped numbers', async () => {
    const text = textOf(await render([good, bad, unknown, broken]));
    expect(text).toContain('Fail bad.png 1234.5 × threshold Score 2469, threshold 2');
    expect(text).toContain('Pass good.png 0.50 × threshold Score 1, threshold 2');
    expect(text).toContain('Cannot judge unknown.png no ratio Score not a number, threshold 2');
    expect(text).toContain('Error broken.png IMAGE_UNREADABLE');
    expect(text).toContain('it is empty Copy the file again.');
  });

  it('lists defects in pixels and share of the picture', async () => {
    const text = textOf(await render([bad]));
    expect(text).toContain('1 20, 16 10 × 8 80 2.6 % 2.50');
    expect(text).toContain('Nearest in good-2.png , flip: distance 3.25 at layer2.');
    expect(text).toContain('30 ms preprocess 1.0 ms · features 20 ms');
  });

  it('says what stands against judging it before it shows anything', async () => {
    const reason: Reason = {
      code: 'too-dark',
      message: 'its mean light is 12 of 255',
      remedy: 'Check the lamp.',
      facts: {},
    };
    const page = await render([sampleEntry('dark.png', unjudgedFor(reason))]);
    const text = textOf(page);
    expect(text).toContain('Too dark: its mean light is 12 of 255. Check the lamp.');
    expect(page.indexOf('Check the lamp')).toBeLessThan(page.indexOf('class="views"'));
    // A ratio that says nothing stands in no overview
    expect(page).toContain('aria-label="Cannot judge: dark.png"');
    expect(textOf(await render([good, bad]))).not.toContain('Too dark');
  });

  it('ends a bar that the score passes in an arrow', async () => {
    expect(await render([bad])).toMatch(
      /class="bar fail beyond"[^>]*>\s*<span class="fill" style="inline-size:100.00%"/,
    );
    expect(await render([good])).toMatch(
      /class="bar pass "[^>]*>\s*<span class="fill" style="inline-size:25.00%"/,
    );
  });

  it('counts what it does not list, and explains a box on a map below its limit', async () => {
    const box = { x: 0, y: 0, width: 2, height: 2 };
    const region = { ...box, area: 4, peak: 0.9, kind: 'foreign' } as const;
    const many = sampleEntry('many.png', { regions: Array.from({ length: 15 }, () => region) });
    const text = textOf(await render([many]));
    expect(text).toContain('15 defects');
    expect(text).toContain('and 3 weaker defects');
    expect(text).toContain('the map nowhere above its own limit');
    expect(textOf(await render([bad]))).not.toContain('nowhere above');
  });
});

describe('what enters', () => {
  it('is text and never markup', async () => {
    const evil = `"><script>alert(1)</script><b onclick='x'>`;
    const page = await render(
      [
        { ...bad, name: evil },
        { name: evil, error: { code: evil, message: evil, remedy: evil, facts: {} } },
      ],
      {
        partName: evil,
        note: evil,
        part: samplePart({
          support: [1, 2].map(() => ({ name: evil, sha256: '', image: plainImage(32, 32) })),
        }),
      },
    );
    expect(page).not.toContain('<script>alert');
    expect(page).not.toContain('<b onclick');
    expect(page.match(/<script>/g)).toHaveLength(1);
    expect(unbalanced(page)).toEqual([]);
  });

  it("is reduced to the report's size, and never enlarged", async () => {
    const large = { ...bad, image: plainImage(640, 480) };
    const data = new Float32Array(640 * 480);
    const map = { data, width: 640, height: 480, missing: null };
    const entry = { ...large, inspection: { ...bad.inspection, map } };
    expect(await render([entry])).toContain('base64,320x240');
    expect(await render([bad])).toContain('base64,64x48');
  });

  it('is written as it comes', async () => {
    const names: string[] = [];
    function* tray(): Generator<InspectionEntry> {
      for (const entry of [good, bad]) {
        names.push(entry.name);
        yield entry;
      }
    }
    const report = renderReport({ part: samplePart(), partName: 'bolt' }, tray(), { encode });
    await report.next();
    expect(names).toEqual([]);
    const { value } = await report.next();
    expect(value).toContain('good.png');
    expect(names).toEqual(['good.png']);
    await report.return();
  });
});
