import { describe, expect, it } from 'vitest';
import { UsageError } from '../errors.ts';
import {
  DEFAULT_SETTINGS,
  kebabCase,
  partSettingsSchema,
  SETTINGS,
} from '../inspection/settings.ts';
import { parseWords } from './command.ts';
import { optionMeaning } from './help.ts';
import { settingOptions, toSettings } from './setting-options.ts';

const { options: defaults } = parseWords(settingOptions, []);

describe('toSettings()', () => {
  it.each(Object.entries(DEFAULT_SETTINGS))(
    'reads the default of %s in the help',
    (name, value) => {
      const option = kebabCase(name);
      const meaning = optionMeaning(settingOptions[option] ?? { type: 'string', help: '' });
      const [, printed] = /[(;] ?default: (.*?)(?:, or the model's)?(?:; old name: .*)?\)$/.exec(
        meaning,
      ) ?? [''];
      expect(toSettings({ [option]: printed })).toEqual({ [name]: value });
    },
  );

  it('leaves out what is not said, so that the model may say it', () => {
    expect(toSettings(defaults)).toEqual({});
    expect(toSettings({ ...defaults, neighbourhood: '3' })).toEqual({ neighbourhood: 3 });
    expect(optionMeaning(settingOptions['metric'] ?? { type: 'string', help: '' })).toContain(
      "(default: euclidean, or the model's)",
    );
  });

  it('has an option for each setting, by its name in words', () => {
    expect(Object.keys(settingOptions)).toEqual(Object.keys(SETTINGS).map(kebabCase));
    expect(Object.keys(settingOptions)).toContain('sampling-ratio');
  });

  it('knows the old names', () => {
    const names = Object.values(settingOptions).flatMap(({ aliases = [] }) => aliases);
    expect(names).toEqual(['ratio', 'ceiling', 'neighbours']);
    const { options } = parseWords(settingOptions, ['--ratio', '0.5', '--ceiling=64']);
    expect(toSettings(options)).toMatchObject({ samplingRatio: 0.5, bankCeiling: 64 });
  });

  it('gives settings that the library takes', () => {
    const options = { ...defaults, size: 64, levels: ' a, b ,', pose: '-90, 45', draws: '7' };
    const settings = toSettings({ ...options, augment: 'flip, rotation' });
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
    [
      { pose: 'loose' },
      '--pose "loose": expected auto, fixed, small, right-angles, free, or 1 to 360',
    ],
    [{ pose: '' }, '--pose "": expected auto, fixed'],
    [{ draws: 'many' }, '--draws "many": expected grid or an integer from 1 to 1000'],
    [{ fit: 'squeeze' }, '--fit "squeeze": expected one of stretch, letterbox'],
    [{ 'sampling-ratio': '1/2' }, '--sampling-ratio "1/2": expected a number'],
    [{ augment: 'flip,flop' }, '--augment "flop": expected some of grayscale, flip'],
  ])('refuses %j', (changes, message) => {
    const refused = (): unknown => toSettings({ ...defaults, ...changes });
    expect(refused).toThrow(UsageError);
    expect(refused).toThrow(message);
  });
});

it('toSettings() takes as many columns of tiles as rows', () => {
  expect(toSettings({ ...defaults, tiles: ' 3X3' })).toEqual({ tiles: 3 });
  for (const tiles of ['2x3', '2', 'x', '2x2x2']) {
    expect(() => toSettings({ ...defaults, tiles })).toThrow(
      `Cannot use --tiles "${tiles}": expected as many columns as rows, up to 8x8`,
    );
  }
});
