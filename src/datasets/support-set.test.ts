import { describe, expect, it } from 'vitest';
import { ArgumentRangeError, SupportSetError } from '../errors.ts';
import type { Category } from './dataset.ts';
import { readDataset } from './read-dataset.ts';
import {
  anomalyDinoSupportSet,
  drawSupportSet,
  supportSetFromList,
  supportSetToList,
} from './support-set.ts';

/** A category of 20 good training pictures, in a folder that may lie deeper. */
function categoryAt(root: string): Category {
  const train = Array.from({ length: 20 }, (_, i) => `${root}train/good/${100 + i}.png`);
  const paths = [...train, `${root}test/good/100.png`, `${root}test/cut/100.png`];
  return readDataset({ name: 'bottle', paths }).categories[0];
}

const bottle = categoryAt('');
const names = (samples: readonly { path: string }[]): string[] =>
  samples.map(({ path }) => path.slice(path.lastIndexOf('/') + 1));

describe('drawSupportSet()', () => {
  it('draws distinct good training pictures', () => {
    const samples = drawSupportSet(bottle, 20, 3);
    expect(new Set(samples).size).toBe(20);
    expect(samples.every(({ split, label }) => split === 'train' && label === 'normal')).toBe(true);
  });

  it('is the same for the same seed, wherever the data set was opened', () => {
    const drawn = names(drawSupportSet(bottle, 8, 1));
    expect(names(drawSupportSet(categoryAt('mvtec/bottle/'), 8, 1))).toEqual(drawn);
    expect(names(drawSupportSet(bottle, 8, 2))).not.toEqual(drawn);
    expect(names(drawSupportSet(categoryAt('mvtec/cable/'), 8, 1))).not.toEqual(drawn);
  });

  it('does not change between versions', () => {
    expect(names(drawSupportSet(bottle, 4, 0))).toMatchInlineSnapshot(`
      [
        "108.png",
        "111.png",
        "102.png",
        "110.png",
      ]
    `);
  });

  it('of more shots begins with that of fewer', () => {
    expect(drawSupportSet(bottle, 8, 5).slice(0, 2)).toEqual(drawSupportSet(bottle, 2, 5));
  });

  it.each([0, 21, 1.5])('refuses %s of 20 pictures', (shots) => {
    expect(() => drawSupportSet(bottle, shots, 0)).toThrow(ArgumentRangeError);
  });
});

describe('anomalyDinoSupportSet()', () => {
  it('takes the seed-th run of sorted pictures', () => {
    expect(names(anomalyDinoSupportSet(bottle, 2, 0))).toEqual(['100.png', '101.png']);
    expect(names(anomalyDinoSupportSet(bottle, 4, 2))).toEqual([
      '108.png',
      '109.png',
      '110.png',
      '111.png',
    ]);
  });

  it.each([
    [8, 2],
    [8, -1],
    [8, 0.5],
    [21, 0],
    [0, 0],
  ])('refuses %s shots of seed %s', (shots, seed) => {
    expect(() => anomalyDinoSupportSet(bottle, shots, seed)).toThrow(ArgumentRangeError);
  });
});

describe('a support-set list', () => {
  it('gives back the set it was written from', () => {
    const samples = drawSupportSet(bottle, 4, 7);
    const list = supportSetToList(samples, 'bottle: 4 shots, seed 7');
    expect(list.split('\n')[0]).toBe('# bottle: 4 shots, seed 7');
    expect(supportSetFromList(list, bottle)).toEqual(samples);
    expect(supportSetFromList(list.replaceAll('\n', '\r\n'), bottle)).toEqual(samples);
  });

  it.each([
    ['train/good/999.png', /line 1 .* is not there/],
    ['train/good/100.png\n\ntrain/good/100.png', /line 3 .* is there twice/],
    ['test/good/100.png', /belongs to test/],
    ['test/cut/100.png', /shows a defect \(cut\)/],
    ['# nothing', /names no picture/],
  ])('%j is refused', (list, reason) => {
    expect(() => supportSetFromList(list, bottle)).toThrow(SupportSetError);
    expect(() => supportSetFromList(list, bottle)).toThrow(reason);
  });
});
