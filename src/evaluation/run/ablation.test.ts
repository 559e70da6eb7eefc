import { describe, expect, it } from 'vitest';
import { parseAxis, TABLE_5_7, varyBackbone, varyOption } from './ablation.ts';
import type { ModelInfo } from '../../features/model-info.ts';
import { createMethod } from '../methods/methods.ts';

const base = {
  method: 'siamese',
  input: { backbone: 'ab', size: 224, fit: 'stretch' },
} as const;

describe('parseAxis()', () => {
  it('takes each value once', () => {
    expect(parseAxis('ratio=0.1, 0.2,0.1')).toEqual({ name: 'ratio', values: ['0.1', '0.2'] });
  });

  it.each(['ratio', 'ratio=', '=1,2', 'ratio=0.1', 'ratio=0.1,0.1'])('refuses %s', (text) => {
    expect(() => parseAxis(text)).toThrow('expected NAME=VALUE,VALUE');
  });
});

describe('varyOption()', () => {
  it('has the eight rows of table 5.7, named as the thesis names them', () => {
    const rows = varyOption(TABLE_5_7, base);
    expect(rows.map(({ variant }) => variant?.slice('augment='.length))).toEqual(TABLE_5_7.values);
    expect(rows[6].changes).toEqual({ augment: ['grayscale', 'flip', 'translation', 'rotation'] });
    expect(rows[0].changes).toEqual({ augment: ['grayscale'] });
  });

  it('names the same families the same, however they were given', () => {
    const axis = { name: 'augment', values: ['all', 'rotation+flip', 'none', 'scaling+flip'] };
    const variants = varyOption(axis, base).map(({ variant }) => variant);
    expect(variants).toEqual([
      'augment=GFTRBC',
      'augment=FR',
      'augment=none',
      'augment=scaling+flip',
    ]);
  });

  it.each([
    ['samplingRatio', '0.25', { samplingRatio: 0.25 }],
    ['sampling-ratio', '0.25', { samplingRatio: 0.25 }],
    ['ratio', '0.25', { samplingRatio: 0.25 }],
    ['bank-ceiling', '512', { bankCeiling: 512 }],
    ['ceiling', '512', { bankCeiling: 512 }],
    ['score-neighbours', '3', { scoreNeighbours: 3 }],
    ['neighbours', '3', { scoreNeighbours: 3 }],
    ['levels', 'layer2+layer3', { levels: ['layer2', 'layer3'] }],
    ['levels', 'layer3', { levels: ['layer3'] }],
    ['pose', 'free', { pose: 'free' }],
    ['pose', '15+-15', { pose: [15, -15] }],
    ['draws', 'grid', { draws: 'grid' }],
    ['draws', '12', { draws: 12 }],
    ['fusion', 'mean', { fusion: 'mean' }],
    ['sigma', '0', { sigma: 0 }],
    ['level-scale', 'none', { levelScale: 'none' }],
  ])('reads %s=%s, which the method takes', (name, value, changes) => {
    const [contender] = varyOption({ name, values: [value] }, base);
    expect(contender.changes).toEqual(changes);
    expect(createMethod('siamese', contender.changes).options).toMatchObject(changes);
  });
});

describe('varyOption() of other options and values', () => {
  it.each([
    ['regad', 'ceiling', '64', { ceiling: 64 }],
    ['nearest-patch', 'rotations', '45+90', { rotations: [45, 90] }],
    ['nearest-patch', 'rotations', 'none', { rotations: [] }],
    ['subspace', 'explained-variance', '0.5', { explainedVariance: 0.5 }],
    ['padim', 'channels', '7', { channels: 7 }],
    ['padim', 'channels', '0+3', { channels: [0, 3] }],
  ])('reads an option of %s: %s=%s', (method, name, value, changes) => {
    const [contender] = varyOption({ name, values: [value] }, { ...base, method });
    expect(contender.changes).toEqual(changes);
    expect(createMethod(method, contender.changes).options).toMatchObject(changes);
  });

  it('refuses what is no value, or no option of the method', () => {
    expect(() => varyOption({ name: 'ratio', values: ['magic'] }, base)).toThrow(
      'Cannot use samplingRatio = magic: expected a number',
    );
    expect(() => varyOption({ name: 'fusion', values: ['magic'] }, base)).toThrow(
      'expected one of concat, unit-concat, max, mean',
    );
    const [{ changes }] = varyOption({ name: 'seed', values: ['magic'] }, base);
    expect(() => createMethod('siamese', changes)).toThrow(
      'seed = magic: expected an option of siamese',
    );
  });

  it('varies the input by size and fit', () => {
    const sizes = varyOption({ name: 'size', values: ['224', '448'] }, base);
    expect(sizes.map(({ input }) => input.size)).toEqual([224, 448]);
    expect(sizes.map(({ changes }) => changes)).toEqual([{}, {}]);
    const fits = varyOption({ name: 'fit', values: ['stretch', 'letterbox'] }, base);
    expect(fits.map(({ input }) => input.fit)).toEqual(['stretch', 'letterbox']);
    expect(() => varyOption({ name: 'size', values: ['7'] }, base)).toThrow('at least 32');
  });
});

describe('varyBackbone()', () => {
  it('names backbones as table 5.8 does, others by themselves', () => {
    const names = ['ResNet-18, ImageNet', 'ConvNeXt-Tiny (timm)', 'DINOv2-S'];
    const models = names.map((name, i) => modelInfo(name, `${i}`));
    const contenders = varyBackbone(models, base);
    expect(contenders.map(({ id }) => id)).toEqual([
      'backbone=resnet18',
      'backbone=convnext-tiny',
      'backbone=DINOv2-S',
    ]);
    expect(contenders.map(({ input }) => input.backbone)).toEqual(['0', '1', '2']);
  });
});

function modelInfo(name: string, sha256: string): ModelInfo {
  return {
    name,
    input: 'image',
    levels: [{ name: 'layer3', channels: 8 }],
    defaultLevels: ['layer3'],
    preprocessing: { mean: [0, 0, 0], std: [1, 1, 1], size: 224, colourOrder: 'rgb' },
    licence: '',
    provenance: '',
    sha256,
  };
}
