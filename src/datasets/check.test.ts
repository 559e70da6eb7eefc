import { describe, expect, it } from 'vitest';
import { checkDataset } from './check.ts';
import type { Dataset } from './dataset.ts';
import type { PictureFacts, Probe } from './picture-facts.ts';
import type { ProblemKind } from './problem.ts';
import { readDataset } from './read-dataset.ts';

const BOTTLE = [
  'bottle/train/good/0.png',
  'bottle/train/good/1.png',
  'bottle/test/good/0.png',
  'bottle/test/cut/0.png',
  'bottle/test/hole/0.png',
  'bottle/ground_truth/cut/0_mask.png',
  'bottle/ground_truth/hole/0_mask.png',
];

function dataset(paths: readonly string[]): Dataset {
  return readDataset({ name: 'root', paths });
}

/** Every picture shows something else on 8×6 pixels, and masks are good ones, but for the `others`. */
function probeOf(others: Record<string, Error | Partial<PictureFacts>> = {}): Probe {
  return (path, role) => {
    const other = others[path];
    if (other instanceof Error) return Promise.resolve(other);
    const facts = { width: 8, height: 6, sha256: path, orientation: 1 };
    const mask = { defective: 0.1, defectiveEdge: 0, uncounted: 0, isJpeg: false };
    return Promise.resolve({ ...facts, ...(role === 'mask' && { mask }), ...other });
  };
}

/** The first problem of BOTTLE without a folder. */
async function messageWithout(folder: string): Promise<string | undefined> {
  const paths = BOTTLE.filter((path) => !path.includes(folder));
  return (await checkDataset(dataset(paths), probeOf())).problems[0]?.message;
}

/** Kinds and paths of the problems. */
async function problemsOf(
  paths: readonly string[],
  probe = probeOf(),
): Promise<[ProblemKind, string][]> {
  const { problems } = await checkDataset(dataset(paths), probe);
  return problems.map(({ kind, path }) => [kind, path]);
}

describe('checkDataset()', () => {
  it('counts, and finds nothing wrong with a sound set', async () => {
    const probe = probeOf({ 'bottle/train/good/1.png': { width: 9, height: 9 } });
    expect(await checkDataset(dataset(BOTTLE), probe)).toMatchObject({
      problems: [],
      counts: [
        {
          category: 'bottle',
          train: 2,
          validation: 0,
          testGood: 1,
          testDefective: 2,
          masks: 2,
          defects: ['cut', 'hole'],
          sizes: [
            { width: 8, height: 6, pictures: 4 },
            { width: 9, height: 9, pictures: 1 },
          ],
        },
      ],
    });
  });

  it('lists everything that is wrong, not only the first', async () => {
    const broken = [
      ...BOTTLE.filter((path) => path !== 'bottle/ground_truth/hole/0_mask.png'),
      'bottle/test/cut/1.png',
      'bottle/ground_truth/cut/1_mask.png',
      'bottle/ground_truth/cut/2_mask.png',
      'bottle/extra/1.png',
      'bottle/extra/2.png',
      'cable/test/good/0.png',
      'cable/test/cut/0.png',
      'grid/train/good/',
      'leather/',
      'tile/train/good/0.png',
    ];
    const probe = probeOf({
      'bottle/train/good/1.png': new Error('its PNG data are cut off'),
      'bottle/ground_truth/cut/0_mask.png': { width: 6, height: 8 },
      'bottle/ground_truth/cut/1_mask.png': new Error('it is empty'),
    });
    expect(await problemsOf(broken, probe)).toEqual([
      ['unreadable-picture', 'bottle/train/good/1.png'],
      ['mask-size', 'bottle/ground_truth/cut/0_mask.png'],
      ['unreadable-mask', 'bottle/ground_truth/cut/1_mask.png'],
      ['missing-mask', 'bottle/test/hole/0.png'],
      ['unpaired-mask', 'bottle/ground_truth/cut/2_mask.png'],
      ['no-good-pictures', 'cable'],
      ['no-masks', 'cable'],
      ['empty-category', 'grid'],
      ['one-class-test', 'tile'],
      ['unused', 'bottle/extra/'],
      ['unused', 'leather/'],
    ]);
  });
});

describe('the problems of checkDataset()', () => {
  it('are told in words', async () => {
    const probe = probeOf({ 'bottle/ground_truth/cut/0_mask.png': { width: 6, height: 8 } });
    const { problems } = await checkDataset(
      dataset([...BOTTLE, 'x/1.png', 'x/2.png', 'y/']),
      probe,
    );
    expect(problems.map(({ severity, message }) => `${severity}: ${message}`)).toEqual([
      'error: it has 6×8 pixels: expected 8×6, as bottle/test/cut/0.png',
      'warning: the layout has no place for 2 pictures',
      'warning: it is empty',
    ]);
  });

  it('do not include a category without any mask', async () => {
    const bare = BOTTLE.filter((path) => !path.includes('ground_truth'));
    expect(await problemsOf(bare)).toEqual([['no-masks', 'bottle']]);
  });

  it('name the test pictures that are missing', async () => {
    expect(await messageWithout('test/good')).toBe('it has no good test pictures: no AUROC');
    expect(await messageWithout('test/')).toBe(
      'it has no good and no defective test pictures: no AUROC',
    );
  });
});

describe('what checkDataset() does not look at', () => {
  it('is named: folders that hold nothing, files that are no pictures by their names', async () => {
    const more = [
      'bottle/test/scratch/',
      'bottle/ground_truth/scratch/',
      'bottle/test/good/IMG_1',
      ...['a', 'b', 'c', 'd'].map((name) => `bottle/test/cut/${name}.raw`),
      'bottle/license.txt',
    ];
    const { problems } = await checkDataset(dataset([...BOTTLE, ...more]), probeOf());
    expect(problems.map(({ severity, path, message }) => [severity, path, message])).toEqual([
      ['warning', 'bottle/ground_truth/scratch/', 'it is empty'],
      ['warning', 'bottle/test/scratch/', 'it is empty'],
      [
        'warning',
        'bottle/test/cut/',
        'passed over, since they are no pictures: a.raw, b.raw, c.raw and 1 more',
      ],
      ['warning', 'bottle/test/good/', 'passed over, since they are no pictures: IMG_1'],
    ]);
  });

  it('is named in a plain folder too', async () => {
    const paths = ['good/1.png', 'good/2.png', 'bent/1.png', 'scratch/', 'dent/1.txt'];
    const { problems } = await checkDataset(dataset(paths), probeOf());
    expect(problems.map(({ kind, path }) => [kind, path])).toEqual([
      ['no-masks', 'root'],
      ['unused', 'scratch/'],
      ['passed-over', 'dent/'],
    ]);
  });
});

describe('the probe of checkDataset()', () => {
  it('sees each file once, a few at a time', async () => {
    const paths = Array.from({ length: 40 }, (_, i) => `good/${i}.png`);
    const probed: string[] = [];
    let running = 0;
    let most = 0;
    await checkDataset(dataset(paths), async (path) => {
      probed.push(path);
      most = Math.max(most, ++running);
      await Promise.resolve();
      running--;
      return { width: 1, height: 1, sha256: path, orientation: 1 };
    });
    expect(probed.toSorted()).toEqual(paths.toSorted());
    expect(most).toBe(4);
  });
});
