import { describe, expect, it } from 'vitest';
import { settingEntries } from './settings.ts';
import { HEADER_VERSION, upgradeSettings, versionOf } from './part-upgrade.ts';

/** One setting of the first version; two that were added, one after the other. */
const entries = [
  ['sigma', {}],
  ['glow', { added: { since: 2, before: 'dim' } }],
  ['tint', { added: { since: 3, before: 0.5 } }],
] as const;

describe('upgradeSettings()', () => {
  it.each([
    [1, { sigma: 4 }, { sigma: 4, glow: 'dim', tint: 0.5 }],
    [2, { sigma: 4, glow: 'bright' }, { sigma: 4, glow: 'bright', tint: 0.5 }],
    [3, { sigma: 4, glow: 'bright', tint: 1 }, { sigma: 4, glow: 'bright', tint: 1 }],
  ])('completes settings of version %i by what held then', (version, settings, upgraded) => {
    expect(upgradeSettings(settings, version, entries)).toEqual({ settings: upgraded });
  });

  it('leaves out what a version had and a file lacks, for the schema to refuse', () => {
    expect(upgradeSettings({ sigma: 4 }, 2, entries)).toEqual({
      settings: { sigma: 4, tint: 0.5 },
    });
  });

  it('names a setting that a version cannot have', () => {
    expect(upgradeSettings({ glow: 'dim' }, 1, entries)).toEqual({ foreign: 'glow' });
  });
});

describe('versionOf()', () => {
  it('is that of the setting which was added last', () => {
    expect(versionOf(entries)).toBe(3);
    expect(versionOf([])).toBe(1);
    expect(versionOf(settingEntries)).toBe(HEADER_VERSION);
  });

  it('goes up by one: no version is left out', () => {
    const versions = settingEntries.map(([, { added }]) => added?.since ?? 1);
    const everyVersion = Array.from({ length: HEADER_VERSION }, (_, i) => i + 1);
    expect([...new Set(versions)].toSorted((a, b) => a - b)).toEqual(everyVersion);
  });
});

describe('a setting that was added', () => {
  const added = settingEntries.filter(([, setting]) => setting.added !== undefined);

  it('is listed here with what held before: parts of then were learned so, for ever', () => {
    expect(
      added.map(([name, setting]) => [name, setting.added?.since, setting.added?.before]),
    ).toEqual([
      ['tiles', 3, 1],
      ['tileOverlap', 3, 32],
      ['enlarge', 2, 'none'],
      ['bankAngles', 2, 'of-pose'],
      ['topShare', 2, 0.01],
      ['retrieve', 2, 'all'],
      ['reverse', 2, 0],
      ['presence', 2, 'none'],
      ['appearance', 2, 'none'],
    ]);
  });

  it('had a value before that it may have', () => {
    for (const [name, { kind, added: addition }] of added) {
      expect([name, kind.schema.safeParse(addition?.before).success]).toEqual([name, true]);
    }
  });
});

describe('a setting', () => {
  it('that parts of version 1 do not have says since when, or no older part would open', () => {
    const first = settingEntries.filter(([, { added }]) => added === undefined);
    expect(first.map(([name]) => name)).toEqual([
      'size',
      'fit',
      'pose',
      'augment',
      'draws',
      'levels',
      'neighbourhood',
      'fusion',
      'metric',
      'score',
      'samplingRatio',
      'bankCeiling',
      'coreset',
      'sigma',
      'levelScale',
      'scoreNeighbours',
      'storage',
      'seed',
    ]);
  });
});
