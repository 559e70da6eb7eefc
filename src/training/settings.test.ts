import { describe, expect, it } from 'vitest';
import { SettingsError } from '../errors.ts';
import { parseTrainingSettings, trainingConfig, trainingPresets } from './settings.ts';

const { thesis } = trainingPresets;

describe('training settings', () => {
  it('of every preset are valid', () => {
    for (const preset of Object.values(trainingPresets)) {
      expect(parseTrainingSettings(preset, 'preset')).toEqual(preset);
    }
  });

  it.each([
    ['an unknown one', { ...thesis, rate: 1 }, 'rate'],
    ['one out of its range', { ...thesis, batch: 1 }, 'batch'],
    ['a missing one', { ...thesis, seed: undefined }, 'seed'],
    ['parts of one pair', { ...thesis, batch: 4, microBatches: 4 }, '4 micro-batches'],
    ['unequal parts', { ...thesis, batch: 10, microBatches: 3 }, 'equal parts'],
  ])('refuse %s, and name it', (_, settings, named) => {
    const parse = (): unknown => parseTrainingSettings(settings, 'x.json');
    expect(parse).toThrow(SettingsError);
    expect(parse).toThrow(named);
  });

  it('give the graph the pairs of a micro-batch', () => {
    expect(trainingConfig({ ...thesis, microBatches: 4 })).toMatchObject({
      pairs: 8,
      microBatches: 4,
      backbone: { network: 'resnet18', transformer: 'rotation_scale' },
    });
    expect(trainingConfig({ ...thesis, transformer: 'none' }).backbone).toEqual({
      network: 'resnet18',
    });
  });
});
