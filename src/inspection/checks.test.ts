import { describe, expect, it } from 'vitest';
import { uncheckedText } from './checks.ts';
import { enrolmentWarnings } from './enrolment-warnings.ts';
import { presetSettings } from './presets.ts';
import { DEFAULT_SETTINGS } from './settings.ts';
import { samplePart } from '../../test/helpers/report-sample.ts';

describe('uncheckedText()', () => {
  it('names what a part does without, and what that means', () => {
    expect(uncheckedText({ presence: 'none', appearance: 'check' })).toBe(
      'not checked: whether the part is there (presence none); a picture that shows no good part may pass',
    );
    expect(uncheckedText({ ...DEFAULT_SETTINGS, ...presetSettings('thesis') })).toContain(
      '(presence none), and light, colours, sharpness and size of the picture (appearance none)',
    );
  });

  it('has nothing to say of a part that checks all', () => {
    expect(uncheckedText(DEFAULT_SETTINGS)).toBeUndefined();
  });
});

describe('enrolmentWarnings()', () => {
  const { settings, support } = samplePart();
  const codesOf = (changes: object, count = 2): string[] =>
    enrolmentWarnings(support.slice(0, count), { ...settings, ...changes }).map(({ code }) => code);
  const checked = { presence: 'check', appearance: 'check' };

  it('tell of checks that are off', () => {
    expect(codesOf({ ...checked, appearance: 'none' })).toContain('checks-off');
    expect(codesOf(checked)).not.toContain('checks-off');
  });

  it('tell of one picture alone', () => {
    expect(codesOf(checked, 1)).toContain('one-picture');
    expect(codesOf(checked)).not.toContain('one-picture');
  });
});
