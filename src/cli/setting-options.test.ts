import { beforeAll, describe, expect, it, vi } from 'vitest';
import { UsageError } from '../errors.ts';
import { DEFAULT_SETTINGS, partSettingsSchema } from '../inspection/settings.ts';
import { defineCommand, ExitCode, type Terminal, type Values } from './command.ts';
import { settingOptions, toSettings } from './setting-options.ts';

let defaults: Values<typeof settingOptions>;
beforeAll(async () => {
  const command = defineCommand({
    name: 'test',
    summary: 'Test',
    usage: '',
    examples: [],
    options: settingOptions,
    run: async ({ options }) => {
      defaults = options;
      return ExitCode.ok;
    },
  });
  const signal = new AbortController().signal;
  const [out, log] = [vi.fn<Terminal['out']>(), vi.fn<Terminal['log']>()];
  await command.run([], { out, log, stdin: process.stdin, bar: undefined, signal });
});

describe('toSettings()', () => {
  it('gives the default settings for default options', () => {
    expect({ ...DEFAULT_SETTINGS, ...toSettings(defaults) }).toEqual(DEFAULT_SETTINGS);
  });

  it('gives settings that the library takes', () => {
    const given = { ...defaults, size: 64, levels: ' a, b ,', pose: '-90, 45', draws: '7' };
    const settings = toSettings({ ...given, augment: 'flip, rotation' });
    expect(settings).toMatchObject({ size: 64, levels: ['a', 'b'], pose: [-90, 45], draws: 7 });
    expect(settings.augment).toEqual(['flip', 'rotation']);
    expect(partSettingsSchema.safeParse({ ...DEFAULT_SETTINGS, ...settings }).success).toBe(true);
  });

  it.each(['fixed', 'small', 'right-angles', 'free'] as const)('knows the pose %s', (pose) => {
    expect(toSettings({ ...defaults, pose }).pose).toBe(pose);
  });

  it('takes none for no augmentation', () => {
    expect(toSettings({ ...defaults, augment: 'none' }).augment).toEqual([]);
  });

  it.each([
    [{ pose: 'loose' }, '--pose "loose": expected a number'],
    [{ pose: '' }, '--pose "": expected a number'],
    [{ draws: 'many' }, '--draws "many": expected a number'],
    [{ augment: 'flip,flop' }, '--augment "flop": expected some of grayscale, flip'],
  ])('refuses %j', (changes, message) => {
    const refused = (): unknown => toSettings({ ...defaults, ...changes });
    expect(refused).toThrow(UsageError);
    expect(refused).toThrow(message);
  });
});
