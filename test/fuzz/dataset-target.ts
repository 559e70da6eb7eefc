import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { checkDataset } from '../../src/datasets/check.ts';
import type { Dataset } from '../../src/datasets/dataset.ts';
import { readDataset } from '../../src/datasets/read-dataset.ts';
import { listDatasetFiles, pictureProbe } from '../../src/node/datasets/dataset-files.ts';
import { pictureSeeds } from './picture-seeds.ts';
import { mutate } from './mutate.ts';
import type { Random } from '../../src/random.ts';
import { FuzzFinding, type FuzzTarget, readOrRefuse } from './target.ts';

const FOLDERS: readonly string[] = [
  'train/good',
  'train/good',
  'test/good',
  'test/crack',
  'ground_truth/crack',
  'good',
  'bad',
  'test_public/good',
  'test_public/bad',
  'test_public/ground_truth/bad',
  'validation/good',
  'test/logical_anomalies',
  'ground_truth/logical_anomalies/000',
  'Data/Images/Normal',
  'Data/Images/Anomaly',
  'Data/Masks/Anomaly',
  'split_csv',
  '',
  'x/y/z',
  'Train/GOOD',
  'test',
];
const CATEGORIES: readonly string[] = [
  'nut',
  'nut',
  'bolt',
  'a b',
  'nut/inner',
  '[1]{2}',
  '部品',
  '.hidden',
];
const NAMES: readonly string[] = [
  '000',
  '001',
  '000_mask',
  '001_mask',
  '1cls',
  'Thumbs',
  'a.b',
  '',
];
const SUFFIXES: readonly string[] = [
  '.png',
  '.png',
  '.jpg',
  '.jfif',
  '.TIF',
  '.bmp',
  '.csv',
  '.txt',
  '',
];

const SPLIT = [
  'object,split,label,image,mask',
  'nut,train,normal,nut/Data/Images/Normal/000.JPG,',
  'nut,test,anomaly,nut/Data/Images/Anomaly/000.JPG,nut/Data/Masks/Anomaly/000.png',
  '',
].join('\n');

/**
 * Data sets put together at random of folders and files, sound and damaged: each is refused, or every file in
 * it is used, named as a problem, or none of its business.
 *
 * @param folder - Empty; a data set after another is put there.
 */
export async function datasetTarget(folder: string): Promise<FuzzTarget> {
  const seeds = [...(await pictureSeeds()).values()];
  return {
    name: 'dataset',
    weight: 2,
    make: (random) => {
      const files = new Map<string, Uint8Array>();
      const count = 1 + random.below(14);
      for (let i = 0; i < count; i++) files.set(pathOf(random), contentOf(seeds, random));
      const split = Buffer.from(SPLIT);
      if (random.below(4) === 0) files.set('split_csv/1cls.csv', mutate(split, split, random));
      const bytes = Buffer.from([...files.keys()].join('\n'));
      return { seed: 'tree', bytes, read: () => readOrRefuse(() => checkTree(folder, files)) };
    },
  };
}

function pathOf(random: Random): string {
  const pick = (words: readonly string[]): string => words[random.below(words.length)];
  const parts = [random.below(4) === 0 ? '' : pick(CATEGORIES), pick(FOLDERS)];
  // An empty folder, now and then.
  const name = random.below(12) === 0 ? '' : pick(NAMES) + pick(SUFFIXES);
  const path = parts.filter((part) => part !== '').join('/');
  if (name === '' || /^\.+$/.test(name)) return path === '' ? 'x/' : `${path}/`;
  return path === '' ? name : `${path}/${name}`;
}

function contentOf(seeds: readonly Uint8Array[], random: Random): Uint8Array {
  const sound = seeds[random.below(seeds.length)];
  const kind = random.below(10);
  if (kind === 0) return new Uint8Array();
  return kind < 6 ? sound : mutate(sound, sound, random);
}

async function checkTree(folder: string, files: ReadonlyMap<string, Uint8Array>): Promise<void> {
  const root = join(folder, 'set');
  try {
    const put = await putFiles(root, files);
    const listed = await listDatasetFiles(root);
    const dataset = readDataset(listed);
    assertNothingLost(dataset, put);
    const { problems, counts } = await checkDataset(dataset, pictureProbe(root));
    if (counts.length !== dataset.categories.length) throw new FuzzFinding('a category is lost');
    for (const { path, message } of problems) {
      if (path === '' || message === '') throw new FuzzFinding(`a problem without words: ${path}`);
    }
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

/** What could be put there; a name may be that of a folder already, or the other way round. */
async function putFiles(root: string, files: ReadonlyMap<string, Uint8Array>): Promise<string[]> {
  const put: string[] = [];
  await mkdir(root, { recursive: true });
  for (const [path, content] of files) {
    try {
      if (path.endsWith('/')) {
        await mkdir(join(root, path), { recursive: true });
        continue;
      }
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(join(root, path), content);
      put.push(path);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error)) throw error;
    }
  }
  return put;
}

function assertNothingLost({ categories, unused, layout }: Dataset, put: readonly string[]): void {
  const told = new Set([
    ...categories.flatMap(({ samples }) => samples.flatMap(({ path, masks }) => [path, ...masks])),
    ...categories.flatMap(({ unpairedMasks, passedOver }) => [...unpairedMasks, ...passedOver]),
    ...unused,
  ]);
  const isPicture = /\.(?:png|jpe?g|jfif|tiff?|bmp)$/i;
  const isHidden = /(?:^|\/)\./;
  const lost = put.filter((path) => {
    return isPicture.test(path) && !isHidden.test(path) && !told.has(path);
  });
  if (lost.length > 0) throw new FuzzFinding(`${layout} skips ${lost.join(', ')}`);
}
