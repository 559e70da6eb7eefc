import { describe, expect, it } from 'vitest';
import { ignoreRules } from './ignore-rules.ts';

describe('ignoreRules()', () => {
  it.each([
    ['*.txt', 'tray/deep/a.txt', true],
    ['*.txt', 'tray/a.png', false],
    ['old/**', 'tray/old/1.png', true],
    ['old/**', 'tray/old', true],
    ['old/', 'tray/deep/old', true],
    ['./tray/old/*.png', 'tray/old/1.png', true],
    ['tray/old/*.png', 'tray/deep/1.png', false],
    ['{a,b}.png', 'tray/b.png', true],
    ['.*', 'tray/.b', true],
    ['', 'tray/b', false],
    ['/', 'tray/b', false],
  ])('by %s: %s', (pattern, path, isLeftOut) => {
    expect(ignoreRules([pattern])(path, 'tray')).toBe(isLeftOut);
  });

  it('compares capitals as the disks of the platform do', () => {
    const paths = ['linux', 'win32', 'darwin'] as const;
    expect(paths.map((platform) => ignoreRules(['*.TXT'], platform)('a.txt'))).toEqual([
      false,
      true,
      true,
    ]);
  });

  it('leaves nothing out without patterns', () => {
    expect(ignoreRules([])('a', '')).toBe(false);
  });
});
