import { describe, expect, it } from 'vitest';
import { DatasetError } from '../errors.ts';
import { checkDataset } from './check.ts';
import { readDataset } from './read-dataset.ts';

const HEADER = 'object,split,label,image,mask';

function files(lines: readonly string[], root = '') {
  const object = `${root}candle/Data`;
  return {
    name: 'VisA',
    paths: [
      `${object}/Images/Normal/0836.JPG`,
      `${object}/Images/Normal/0837.JPG`,
      `${object}/Images/Normal/0838.JPG`,
      `${object}/Images/Anomaly/000.JPG`,
      `${object}/Masks/Anomaly/000.png`,
      `${root}split_csv/1cls.csv`,
    ],
    visaSplit: { path: `${root}split_csv/1cls.csv`, text: lines.join('\r\n') },
  };
}

const split = [
  HEADER,
  'candle,train,normal,candle/Data/Images/Normal/0837.JPG,',
  'candle,test,normal,candle/Data/Images/Normal/0836.JPG,',
  'candle,test,anomaly,candle/Data/Images/Anomaly/000.JPG,candle/Data/Masks/Anomaly/000.png',
  'pcb4,train,normal,pcb4/Data/Images/Normal/0000.JPG,',
  '',
];

describe("VisA's split file", () => {
  it.each(['', 'VisA_20220922/'])('divides the pictures below "%s"', (root) => {
    const data = `${root}candle/Data`;
    expect(readDataset(files(split, root))).toEqual({
      layout: 'visa',
      categories: [
        {
          name: 'candle',
          unpairedMasks: [],
          emptyFolders: [],
          passedOver: [],
          samples: [
            {
              path: `${data}/Images/Anomaly/000.JPG`,
              split: 'test',
              label: 'anomalous',
              defect: 'anomaly',
              masks: [`${data}/Masks/Anomaly/000.png`],
            },
            {
              path: `${data}/Images/Normal/0836.JPG`,
              split: 'test',
              label: 'normal',
              defect: 'good',
              masks: [],
            },
            {
              path: `${data}/Images/Normal/0837.JPG`,
              split: 'train',
              label: 'normal',
              defect: 'good',
              masks: [],
            },
          ],
        },
      ],
      unused: [`${data}/Images/Normal/0838.JPG`],
    });
  });

  it('that lists a picture for training and testing is found out', async () => {
    const twice = [...split, 'candle,test,normal,candle/Data/Images/Normal/0837.JPG,'];
    const { problems } = await checkDataset(readDataset(files(twice)), (path) =>
      Promise.resolve({ width: 1, height: 1, sha256: path, orientation: 1 }),
    );
    expect(problems.filter(({ kind }) => kind === 'listed-twice')).toEqual([
      {
        severity: 'error',
        kind: 'listed-twice',
        path: 'candle/Data/Images/Normal/0837.JPG',
        message: 'it is in train and again in test: expected once',
      },
    ]);
  });
});

describe("VisA's split file", () => {
  it.each([
    ['another header', ['object,split,label', ...split.slice(1)], /line 1/],
    ['a missing column', [HEADER, 'candle,train,normal,a.JPG'], /line 2/],
    ['an unknown split', [...split.slice(0, 2), 'candle,val,normal,a.JPG,'], /line 3/],
    ['nothing', [''], /line 1/],
  ])('with %s is refused', (_, lines, where) => {
    expect(() => readDataset(files(lines))).toThrow(DatasetError);
    expect(() => readDataset(files(lines))).toThrow(where);
  });
});
