import { describe, expect, it } from 'vitest';
import { DatasetError } from '../errors.ts';
import type { Category } from './dataset.ts';
import { detectLayout, readDataset } from './read-dataset.ts';

/** Layout, and each sample of each category as one line: path, split, defect, masks. */
function read(paths: readonly string[], name = 'root') {
  const { layout, categories, unused } = readDataset({ name, paths });
  return { layout, unused, categories: categories.map(lines) };
}

function lines({ name, samples, unpairedMasks }: Category) {
  return {
    name,
    unpairedMasks,
    samples: samples.map(({ path, split, defect, masks }) =>
      [path, split, defect, ...masks].join(' '),
    ),
  };
}

const TUBES = [
  'train/good/000.png',
  'test/good/000.png',
  'test/anomalous/000.png',
  'test/parts mismatch/000.png',
  'ground_truth/anomalous/000_mask.png',
  'ground_truth/parts mismatch/000_mask.png',
  'license.txt',
];
/** What is read of TUBES below a folder. */
function tubesAt(root: string): string[] {
  return [
    `${root}test/anomalous/000.png test anomalous ${root}ground_truth/anomalous/000_mask.png`,
    `${root}test/good/000.png test good`,
    `${root}test/parts mismatch/000.png test parts mismatch ${root}ground_truth/parts mismatch/000_mask.png`,
    `${root}train/good/000.png train good`,
  ];
}

describe('the layout of MVTec AD and MPDD', () => {
  it('is read from the folder of one category, which names it', () => {
    expect(read(TUBES, 'tubes')).toEqual({
      layout: 'mvtec-ad',
      unused: [],
      categories: [{ name: 'tubes', unpairedMasks: [], samples: tubesAt('') }],
    });
  });

  it('is read from a folder of categories, at any depth', () => {
    const roots = ['bracket_black/', 'mvtec/bottle/'];
    const { categories } = read(roots.flatMap((root) => TUBES.map((path) => root + path)));
    expect(categories.map(({ name }) => name)).toEqual(['bracket_black', 'mvtec/bottle']);
    expect(categories.map((category) => category.samples)).toEqual(roots.map(tubesAt));
  });

  it('finds masks of the name of the picture, in any file format', () => {
    const { categories } = read(['train/good/1.jpg', 'test/a/01.JPG', 'ground_truth/a/01.png']);
    expect(categories[0].samples[0]).toBe('test/a/01.JPG test a ground_truth/a/01.png');
  });

  it('does not mix up pictures of the same name in different folders', () => {
    const { categories } = read([
      'train/good/0.png',
      'test/a/0.png',
      'test/b/0.png',
      'ground_truth/b/0_mask.png',
    ]);
    expect(categories[0].samples.slice(0, 2)).toEqual([
      'test/a/0.png test a',
      'test/b/0.png test b ground_truth/b/0_mask.png',
    ]);
  });
});

describe('what does not fit the layout of MVTec AD', () => {
  it('is told: masks without a picture, pictures without a place, and empty folders', () => {
    const { categories, unused } = read([
      'bottle/train/good/0.png',
      'bottle/train/1.png',
      'bottle/ground_truth/a/7_mask.png',
      'cable/',
      'cover.png',
    ]);
    expect(categories[0].unpairedMasks).toEqual(['bottle/ground_truth/a/7_mask.png']);
    expect(unused).toEqual(['bottle/train/1.png', 'cable/', 'cover.png']);
  });

  it('makes no empty category disappear', () => {
    const { categories } = read(['a/train/good/0.png', 'b/train/good/', 'c/test/good/notes.txt']);
    expect(categories.map(({ name, samples: { length } }) => [name, length])).toEqual([
      ['a', 1],
      ['b', 0],
      ['c', 0],
    ]);
  });

  it('is passed over if it is hidden', () => {
    const { categories, unused } = read(['train/good/0.png', 'train/good/._0.png', '.cache/x.png']);
    expect([categories[0].samples.length, unused]).toEqual([1, []]);
  });
});

describe('the layout of MVTec LOCO', () => {
  it('has validation pictures, and several masks a picture', () => {
    expect(
      read([
        'pushpins/train/good/000.png',
        'pushpins/validation/good/000.png',
        'pushpins/test/good/000.png',
        'pushpins/test/logical_anomalies/000.png',
        'pushpins/ground_truth/logical_anomalies/000/001.png',
        'pushpins/ground_truth/logical_anomalies/000/000.png',
        'pushpins/defects_config.json',
      ]),
    ).toEqual({
      layout: 'mvtec-loco',
      unused: [],
      categories: [
        {
          name: 'pushpins',
          unpairedMasks: [],
          samples: [
            'pushpins/test/good/000.png test good',
            'pushpins/test/logical_anomalies/000.png test logical_anomalies' +
              ' pushpins/ground_truth/logical_anomalies/000/000.png' +
              ' pushpins/ground_truth/logical_anomalies/000/001.png',
            'pushpins/train/good/000.png train good',
            'pushpins/validation/good/000.png validation good',
          ],
        },
      ],
    });
  });
});

describe('the layout of MVTec AD 2', () => {
  it('tests on the public test set and leaves the private ones out', () => {
    expect(
      read([
        'vial/train/good/000_regular.png',
        'vial/validation/good/000_regular.png',
        'vial/test_public/good/000_regular.png',
        'vial/test_public/bad/000_regular.png',
        'vial/test_public/ground_truth/bad/000_regular_mask.png',
        'vial/test_private/000_regular.png',
      ]),
    ).toEqual({
      layout: 'mvtec-ad-2',
      unused: ['vial/test_private/000_regular.png'],
      categories: [
        {
          name: 'vial',
          unpairedMasks: [],
          samples: [
            'vial/test_public/bad/000_regular.png test bad' +
              ' vial/test_public/ground_truth/bad/000_regular_mask.png',
            'vial/test_public/good/000_regular.png test good',
            'vial/train/good/000_regular.png train good',
            'vial/validation/good/000_regular.png validation good',
          ],
        },
      ],
    });
  });
});

describe('the layout of VisA without its split file', () => {
  const good = Array.from({ length: 20 }, (_, i) => `pcb1/Data/Images/Normal/${100 + i}.JPG`);
  const paths = [
    ...good,
    'pcb1/Data/Images/Anomaly/000.JPG',
    'pcb1/Data/Masks/Anomaly/000.png',
    'pcb1/image_anno.csv',
  ];

  it('tests on every tenth good picture', () => {
    const { layout, categories } = readDataset({ name: 'VisA', paths });
    expect(layout).toBe('visa');
    expect(lines(categories[0]).samples[0]).toBe(
      'pcb1/Data/Images/Anomaly/000.JPG test Anomaly pcb1/Data/Masks/Anomaly/000.png',
    );
    const test = categories[0].samples.filter(
      ({ split, label }) => split === 'test' && label === 'normal',
    );
    expect(test.map(({ path }) => path)).toEqual([good[9], good[19]]);
  });
});

describe('the layout of a plain folder', () => {
  it('tests on every second good picture, and on all others', () => {
    expect(
      read(['good/1.png', 'good/2.png', 'good/3.png', 'scratch/1.bmp', 'x.png'], 'bolt'),
    ).toEqual({
      layout: 'folder',
      unused: ['x.png'],
      categories: [
        {
          name: 'bolt',
          unpairedMasks: [],
          samples: [
            'good/1.png train good',
            'good/2.png test good',
            'good/3.png train good',
            'scratch/1.bmp test scratch',
          ],
        },
      ],
    });
  });

  it('may have categories, and masks as MVTec AD has them', () => {
    const { categories } = read([
      'MC27/good/1.tif',
      'MC27/bad/1.tif',
      'MC27/ground_truth/bad/1.png',
      'MC28/OK/1.webp',
    ]);
    expect(categories).toEqual([
      {
        name: 'MC27',
        unpairedMasks: [],
        samples: [
          'MC27/bad/1.tif test bad MC27/ground_truth/bad/1.png',
          'MC27/good/1.tif train good',
        ],
      },
      { name: 'MC28', unpairedMasks: [], samples: ['MC28/OK/1.webp train good'] },
    ]);
  });

  it('does not take a category within the folder for a defect', () => {
    const { categories } = read(['good/1.png', 'bad/1.png', 'old (1)/good/1.png']);
    expect(categories.map(({ name }) => name)).toEqual(['root', 'old (1)']);
  });

  it('of pictures alone is all good, and all for training', () => {
    expect(read(['1.jpg', '2.jpeg', 'notes.txt'], 'bolt')).toEqual({
      layout: 'folder',
      unused: [],
      categories: [
        { name: 'bolt', unpairedMasks: [], samples: ['1.jpg train good', '2.jpeg train good'] },
      ],
    });
  });
});

describe('detectLayout()', () => {
  it.each([[[]], [['notes.txt']], [['a/1.png', 'b/2.png']]])('refuses %j', (paths) => {
    expect(() => detectLayout({ name: 'root', paths })).toThrow(DatasetError);
  });
});

describe('readDataset()', () => {
  it('can be told the layout', () => {
    const files = { name: 'root', paths: ['train/good/1.png', 'test/good/1.png', 'test/a/1.png'] };
    const { categories } = readDataset(files, 'folder');
    expect(categories.map(({ name }) => name)).toEqual(['test', 'train']);
    expect(() => readDataset(files, 'visa')).toThrow(/layout visa/);
  });
});
