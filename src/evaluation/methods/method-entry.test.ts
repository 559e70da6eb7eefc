import { describe, expect, it } from 'vitest';
import { createMethod, methodNames } from './methods.ts';

describe('createMethod() with changes', () => {
  it.each(methodNames)('leaves %s as it is without changes', (name) => {
    expect(createMethod(name, {}).options).toEqual(createMethod(name).options);
  });

  it.each(methodNames)('changes an option of %s and nothing else', (name) => {
    const { options } = createMethod(name);
    expect(createMethod(name, { sigma: 7 }).options).toEqual({ ...options, sigma: 7 });
  });

  it('changes what a method learns from', () => {
    const names = createMethod('siamese', { augment: ['flip'] }).augmentations.map(
      (augmentation) => augmentation.name,
    );
    expect(names).toEqual(['identity', 'flip']);
  });

  it.each([
    ['siamese', { ratio: 0.1 }, 'Cannot use ratio = 0.1: expected an option of siamese'],
    [
      'padim',
      { samplingRatio: 0.1 },
      'Cannot use samplingRatio = 0.1: expected an option of padim',
    ],
    ['siamese', { samplingRatio: 2 }, 'Cannot use samplingRatio = 2'],
    ['padim', { channels: 0 }, 'Cannot use channels = 0'],
    ['patchcore', { augment: ['blur'] }, 'Cannot use augment = ["blur"]'],
    ['none', {}, 'Cannot use method = none'],
  ])('refuses %s with %o', (name, changes, message) => {
    expect(() => createMethod(name, changes)).toThrow(message);
  });
});
