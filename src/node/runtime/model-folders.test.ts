import { homedir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { pulledFolder } from './model-folders.ts';

afterEach(() => vi.unstubAllEnvs());

describe('pulledFolder()', () => {
  it('is the one that FEWGOOD_MODELS names', () => {
    vi.stubEnv('FEWGOOD_MODELS', '/models');
    expect(pulledFolder()).toBe('/models');
  });

  it.each<[NodeJS.Platform, string, string, string]>([
    ['linux', '/xdg', '', '/xdg'],
    ['linux', '', '', join(homedir(), '.cache')],
    ['win32', '/xdg', '/local', '/local'],
    ['win32', '', '', join(homedir(), 'AppData', 'Local')],
    ['darwin', '', '', join(homedir(), 'Library', 'Caches')],
  ])('lies on %s where caches do (XDG "%s", LOCALAPPDATA "%s")', (system, xdg, local, caches) => {
    vi.stubEnv('FEWGOOD_MODELS', '');
    vi.stubEnv('XDG_CACHE_HOME', xdg);
    vi.stubEnv('LOCALAPPDATA', local);
    expect(pulledFolder(system)).toBe(join(caches, 'fewgood', 'models'));
  });
});
