import { describe, expect, it } from 'vitest';
import { presetHelp, presetNames, presetOf, presetSettings } from './presets.ts';
import { DEFAULT_SETTINGS, parsePartSettings } from './settings.ts';

const ofModel = { levels: ['layer2', 'layer3'], size: 224 };

describe('a preset', () => {
  it.each(presetNames)('%s has settings that a part may have', (name) => {
    const settings = { ...DEFAULT_SETTINGS, ...ofModel, ...presetSettings(name) };
    expect(parsePartSettings(settings)).toEqual(settings);
  });

  it.each(presetNames)('%s is seen by the settings of a part', (name) => {
    const settings = { ...DEFAULT_SETTINGS, ...ofModel, ...presetSettings(name) };
    expect(presetOf({ ...settings, pose: 'fixed' })).toBe(name);
    expect(presetOf({ ...settings, retrieve: 5 })).toBeUndefined();
  });

  it('is each told of in the help, by a name of its own', () => {
    for (const name of presetNames) expect(presetHelp).toContain(`${name}: `);
    const all = presetNames.map((name) => JSON.stringify(presetSettings(name)));
    expect(new Set(all).size).toBe(presetNames.length);
  });

  it('balanced is what a part has when nothing is said', () => {
    expect(presetSettings('balanced')).toEqual({});
  });

  it("thesis neither retrieves nor matches in reverse: chapter 4 has only the bank's distances", () => {
    expect(presetSettings('thesis')).toMatchObject({
      pose: 'small',
      augment: ['grayscale', 'flip', 'translation', 'rotation', 'brightness', 'contrast'],
      fusion: 'max',
      score: 'reweighted',
      coreset: 'global',
      levelScale: 'none',
      retrieve: 'all',
      reverse: 0,
      presence: 'none',
    });
  });
});
