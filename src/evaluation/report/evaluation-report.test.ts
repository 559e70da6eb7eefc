import { describe, expect, it } from 'vitest';
import { sampleMethod, sampleResult } from '../../../test/helpers/evaluation-sample.ts';
import { plainImage } from '../../../test/helpers/report-sample.ts';
import type { Size } from '../../image/rgb-image.ts';
import type { EvaluationResult } from '../results/evaluation-result.ts';
import type { PictureExample } from '../figures/picture-example.ts';
import { renderEvaluationReport } from './evaluation-report.ts';
import type { ExampleSet } from './example-section.ts';

const example: PictureExample = {
  kind: 'worst',
  path: 'test/<crack>/000.png',
  anomalous: true,
  score: 0.5,
  threshold: 1,
  image: plainImage(64, 32),
  map: { data: new Float32Array(4).fill(2), width: 2, height: 2, missing: null },
  mask: null,
};

async function encode(image: Size): Promise<string> {
  return `data:,${image.width}x${image.height}`;
}

/** The page, with pictures as their size. */
async function page(
  result: EvaluationResult,
  examples: readonly ExampleSet[] = [],
): Promise<string> {
  const pieces: string[] = [];
  for await (const piece of renderEvaluationReport(result, examples, { encode })) {
    pieces.push(piece);
  }
  return pieces.join('');
}

describe('renderEvaluationReport', () => {
  it('holds tables, charts of each category and method, and where it comes from', async () => {
    const result = sampleResult();
    const text = await page(result);
    expect(text).toContain(result.provenance.command);
    expect(text).toContain('made up for tests');
    for (const heading of ['Means', 'Categories', 'Thresholds', 'Times', 'Data and methods']) {
      expect(text).toContain(`<h2>${heading}</h2>`);
    }
    expect(text).not.toContain('<h2>Ablation</h2>');
    expect(text.match(/>ROC curves, mvtec\/bottle<\/text/g)).toHaveLength(1);
    expect(text.match(/>Scores, (siamese|patchcore)<\/text/g)).toHaveLength(4);
    // No masks, no PRO curves.
    expect(text).toContain('>PRO curves, mvtec/bottle</text');
    expect(text).not.toContain('>PRO curves, nut &amp; bolt</text');
  });

  it('needs nothing from elsewhere, has each id once and closes what it opens', async () => {
    const result = sampleResult();
    const text = await page(result, [{ cell: result.cells[0], examples: [example] }]);
    expect(text).not.toMatch(/(?:src|href)="(?!data:|#)/);
    expect(text).not.toMatch(/@import|url\(/);
    const ids = [...text.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const tag of ['section', 'figure', 'table', 'svg', 'details', 'div', 'main', 'html']) {
      const opened = text.match(new RegExp(`<${tag}[\\s>]`, 'g'))?.length;
      expect(text.match(new RegExp(`</${tag}\\s*>`, 'g'))?.length).toBe(opened);
    }
    expect(text).not.toMatch(/NaN|Infinity|undefined|\[object/);
  });

  it('can be written of a run that is not finished', async () => {
    const result = sampleResult();
    const text = await page({ ...result, cells: result.cells.slice(0, 1) });
    expect(text).toContain('1 of 16');
    expect(text).not.toMatch(/NaN|undefined/);
  });

  it('begins with the ablation if the run is one', async () => {
    const methods = ['G', 'F'].map((family) =>
      sampleMethod(`siamese[${family}]`, { variant: `augment=${family}` }),
    );
    const text = await page(sampleResult({ methods }));
    expect(text.indexOf('<h2>Ablation</h2>')).toBeGreaterThan(0);
    expect(text.indexOf('<h2>Ablation</h2>')).toBeLessThan(text.indexOf('<h2>Means</h2>'));
  });
});

describe('renderEvaluationReport of examples', () => {
  it('shows examples with their verdict, escaped', async () => {
    const result = sampleResult();
    const text = await page(result, [{ cell: result.cells[0], examples: [example] }]);
    expect(text).toContain('Most wrong');
    expect(text).toContain('test/&lt;crack&gt;/000.png');
    expect(text.replaceAll(/\s+/g, ' ')).toContain('threshold 1: defective, passes, wrongly');
    expect(text.match(/data:,64x32/g)).toHaveLength(3);
    expect(text).not.toContain('Ground truth</figcaption>');
  });

  it('says of examples judged rightly what they are, and where the limit is from', async () => {
    const result = sampleResult();
    const [{ metrics, ...cell }] = result.cells;
    const fitted = { ...cell, metrics: { ...metrics, calibrated: null } };
    const examples = [{ ...example, score: 1.5 }];
    const text = await page(result, [{ cell: fitted, examples }]);
    expect(text).toContain('Least clearly right');
    expect(text.replaceAll(/\s+/g, ' ')).toContain(
      'limit of the best F1 1: defective, fails, rightly',
    );
  });
});
