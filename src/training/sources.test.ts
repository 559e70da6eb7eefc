import { describe, expect, it } from 'vitest';
import type { LocatedDataset, Sample } from '../datasets/dataset.ts';
import { ArgumentRangeError, TrainingError } from '../errors.ts';
import { renderPart } from '../synthetic/index.ts';
import { type OpenDataset, openSources, squarePicture } from './sources.ts';

function sample(path: string, labels: Pick<Sample, 'split' | 'label'>): Sample {
  return { path, defect: 'good', masks: [], ...labels };
}

/** A data set of one category, with pictures of every split and label. */
const openDataset: OpenDataset = (root, isOneOfMany) => {
  const prefix = isOneOfMany ? `${root}/` : '';
  const samples = [
    sample('1.png', { split: 'train', label: 'normal' }),
    sample('2.png', { split: 'train', label: 'anomalous' }),
    sample('3.png', { split: 'test', label: 'normal' }),
    sample('4.png', { split: 'train', label: 'normal' }),
  ];
  const located: LocatedDataset = {
    dataset: {
      layout: 'folder',
      categories: [
        { name: `${prefix}nut`, samples, unpairedMasks: [], emptyFolders: [], passedOver: [] },
      ],
      unused: [],
    },
    prefix,
    locate: (path) => `/${root}/${path}`,
  };
  return Promise.resolve(located);
};

const open = (sources: readonly string[], leaveOut: readonly string[] = []) =>
  openSources({ sources, leaveOut }, openDataset);

describe('openSources()', () => {
  it('takes the good training pictures of a folder', async () => {
    const pictures = [{ file: '/parts/1.png' }, { file: '/parts/4.png' }];
    expect(await open(['parts'])).toEqual([{ name: 'nut', pictures }]);
  });

  it('renders categories one after the other, from the first that is named', async () => {
    const categories = await open(['synthetic:2x3@5', 'parts']);
    expect(categories.map(({ name }) => name)).toEqual([
      'procedural:5',
      'procedural:6',
      'parts/nut',
    ]);
    const kind = 'procedural:6';
    expect(categories[1]?.pictures).toEqual([0, 1, 2].map((seed) => ({ kind, seed })));
    expect((await open(['synthetic:1x2']))[0]?.name).toBe('procedural:0');
  });

  it('leaves categories out, and says if none is left or it does not know one', async () => {
    const names = async (leaveOut: readonly string[]) =>
      (await open(['synthetic:2x2', 'parts'], leaveOut)).map(({ name }) => name);
    expect(await names(['nut', 'procedural:0'])).toEqual(['procedural:1']);
    await expect(names(['bolt'])).rejects.toThrow('there is no such category');
    await expect(open(['parts'], ['nut'])).rejects.toThrow(TrainingError);
    await expect(open(['parts'], ['nut'])).rejects.toThrow('the data have no category to train on');
  });

  it.each(['synthetic:', 'synthetic:4', 'synthetic:2x3@', 'synthetic:2x3 ', 'synthetic:123456x1'])(
    'does not take %j for a rendered source',
    async (source) => {
      await expect(open([source])).rejects.toThrow(ArgumentRangeError);
      await expect(open([source])).rejects.toThrow(
        `Cannot use source = ${source}: expected synthetic:`,
      );
    },
  );
});

describe('squarePicture()', () => {
  it('renders a picture, and stretches one of a file', async () => {
    const file = { data: Uint8Array.from({ length: 24 }, (_, i) => 10 * i), width: 4, height: 2 };
    const read = (name: string) =>
      name === 'a.png' ? Promise.resolve(file) : Promise.reject(new Error(name));
    const rendered = await squarePicture({ kind: 'procedural:3', seed: 4 }, 32, read);
    expect(rendered).toEqual(renderPart({ kind: 'procedural:3', seed: 4, size: 32 }).image);
    expect(await squarePicture({ file: 'a.png' }, 4, read)).toMatchObject({ width: 4, height: 4 });
    await expect(squarePicture({ file: 'b.png' }, 4, read)).rejects.toThrow('b.png');
  });
});
