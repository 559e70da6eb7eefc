import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  planCategories,
  type PlannedCategory,
  type PlanOptions,
} from '../../evaluation/run/plan.ts';
import { checkDatasets, openDatasets } from './open-datasets.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fewgood-open-'));
  const files = ['bottle', 'wood'].flatMap((category) => [
    ...['0', '1', '2', '3'].map((name) => `mvtec/${category}/train/good/${name}.png`),
    `mvtec/${category}/test/good/4.png`,
    `mvtec/${category}/test/crack/5.png`,
    `mvtec/${category}/ground_truth/crack/5_mask.png`,
  ]);
  const others = [
    'own/wood/train/good/0.png',
    'own/wood/test/good/1.png',
    'own/wood/test/cut/2.png',
  ];
  const trainingOnly = ['own/templates/train/good/0.png'];
  const plain = ['plain/bolt/good/0.png', 'plain/bolt/good/1.png', 'plain/bolt/bent/2.png'];
  for (const path of [...files, ...others, ...trainingOnly, ...plain]) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), '');
  }
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const options = { shots: [1], seeds: [0], support: 'seed' } as const;

async function plan(
  roots: readonly string[],
  changes: Partial<PlanOptions> = {},
): Promise<PlannedCategory[]> {
  const { located } = await openDatasets({ roots: roots.map((root) => join(folder, root)) });
  return planCategories(located, { ...options, ...changes });
}

describe('openDatasets()', () => {
  it('names categories of one folder by themselves', async () => {
    const { info } = await openDatasets({ roots: [join(folder, 'mvtec')], note: 'a licence' });
    expect(info).toEqual({ name: 'mvtec', layout: 'mvtec-ad', note: 'a licence' });
    expect((await plan(['mvtec'])).map(({ name }) => name)).toEqual(['bottle', 'wood']);
  });

  it('names those of several folders, or a category alone, with the folder above', async () => {
    const roots = ['mvtec', 'own/wood'].map((root) => join(folder, root));
    expect((await openDatasets({ roots })).info.name).toBe('mvtec + own');
    const names = (await plan(['mvtec', 'own/wood'])).map(({ name }) => name);
    expect(names).toEqual(['mvtec/bottle', 'mvtec/wood', 'own/wood']);
    expect((await plan(['mvtec/bottle'])).map(({ name }) => name)).toEqual(['mvtec/bottle']);
  });

  it('refuses layouts that differ', async () => {
    await expect(plan(['mvtec', 'plain'])).rejects.toThrow(
      'they have the layouts mvtec-ad and folder',
    );
  });
});

describe('checkDatasets()', () => {
  it('names files and categories as the run does, each once', async () => {
    const { located } = await openDatasets({ roots: [join(folder, 'own/wood')] });
    const { problems } = await checkDatasets(located, {}, () => undefined);
    expect(problems.map(({ path }) => path).toSorted()).toEqual([
      'own/wood',
      'own/wood/test/cut/2.png',
      'own/wood/test/good/1.png',
      'own/wood/train/good/0.png',
    ]);
  });
});

/** Looks up a category of two data sets. */
function find(name: string): Promise<PlannedCategory[]> {
  return plan(['mvtec', 'own/wood'], { categories: [name] });
}

describe('planCategories()', () => {
  it('calls a picture the same, and draws the same, wherever the data was opened', async () => {
    const [, , alone] = await plan(['mvtec', 'own/wood']);
    const [[bottle], [together]] = await Promise.all([
      plan(['mvtec/bottle']),
      plan(['mvtec', 'own/wood']),
    ]);
    expect(bottle).toEqual(together);
    expect(bottle.tests.map(({ path }) => path)).toEqual([
      'mvtec/bottle/test/crack/5.png',
      'mvtec/bottle/test/good/4.png',
    ]);
    expect(bottle.tests[0]).toMatchObject({
      file: join(folder, 'mvtec/bottle/test/crack/5.png'),
      masks: [join(folder, 'mvtec/bottle/ground_truth/crack/5_mask.png')],
      anomalous: true,
    });
    expect(bottle.supportSets).toHaveLength(1);
    expect(alone.name).toBe('own/wood');
  });

  it('takes the first of a list, by category', async () => {
    const list = [
      '# any',
      'bottle/train/good/3.png',
      'wood/train/good/1.png',
      'bottle/train/good/0.png',
    ];
    const support = { list: list.join('\n') };
    const [bottle] = await plan(['mvtec'], { categories: ['bottle'], support, shots: [1, 2] });
    const paths = bottle.supportSets.map(({ pictures }) => pictures.map(({ path }) => path));
    expect(paths).toEqual([
      ['bottle/train/good/3.png'],
      ['bottle/train/good/3.png', 'bottle/train/good/0.png'],
    ]);
    await expect(plan(['mvtec'], { support, shots: [2] })).rejects.toThrow(
      'at most 1, the pictures of wood in the list',
    );
  });

  it('leaves out what has no test pictures', async () => {
    expect((await plan(['own'])).map(({ name }) => name)).toEqual(['wood']);
    await expect(plan(['own/templates'])).rejects.toThrow('there are no test pictures');
  });

  it('finds a category by the end of its name, if only one has it', async () => {
    expect((await find('bottle')).map(({ name }) => name)).toEqual(['mvtec/bottle']);
    expect((await find('own/wood')).map(({ name }) => name)).toEqual(['own/wood']);
    await expect(find('wood')).rejects.toThrow('it may be any of mvtec/wood, own/wood');
    await expect(find('nut')).rejects.toThrow('there is no such category');
  });

  it('refuses the same category twice', async () => {
    await expect(plan(['mvtec', 'mvtec/bottle'])).rejects.toThrow(
      'it is the name of two categories',
    );
  });
});
