import { UsageError } from '../errors.ts';
import {
  kebabCase,
  type PartSettings,
  type Setting,
  settingEntries,
} from '../inspection/settings.ts';
import { presetModel, type PresetName } from '../inspection/presets.ts';
import type { ValueKind } from '../inspection/value-kind.ts';
import { hasModelDefault, type ModelDefaults } from '../features/model-info.ts';
import type { OptionSpec, Values } from './command.ts';

/** Options that become the settings of a part: one a setting, by its name in words. */
export const settingOptions: Readonly<Record<string, OptionSpec>> = Object.fromEntries(
  settingEntries.map(([name, setting]) => [kebabCase(name), toOption(name, setting)]),
);

/**
 * The settings that a command line tells, and no others; ranges are checked by the library.
 *
 * @throws {@link UsageError} if a text is no value of its setting.
 */
export function toSettings(options: Values<typeof settingOptions>): Partial<PartSettings> {
  const settings: Record<string, unknown> = {};
  for (const [name, { kind }] of settingEntries) {
    const option = kebabCase(name);
    const text = options[option];
    if (text !== undefined) settings[name] = read(option, kind, String(text));
  }
  return settings;
}

/** Options that become a model's defaults for a part, such as `default-metric`. */
export const defaultOptions: Readonly<Record<string, OptionSpec>> = Object.fromEntries(
  modelEntries().map(([name, { kind, help }]) => [
    `default-${kebabCase(name)}`,
    { type: 'string', value: placeholder(kind), help: `of a part with this model: ${help}` },
  ]),
);

/**
 * A model's defaults from the options of a command line.
 *
 * @throws {@link UsageError} if a text is no value of its setting, or the value is out of range.
 */
export function toModelDefaults(options: Values<typeof defaultOptions>): ModelDefaults {
  const defaults: Record<string, unknown> = {};
  for (const [name, { kind }] of modelEntries()) {
    const option = `default-${kebabCase(name)}`;
    const text = options[option];
    if (text === undefined) continue;
    const value = kind.schema.safeParse(read(option, kind, String(text)));
    if (!value.success) throw noValue(option, String(text), kind.expected);
    defaults[name] = value.data;
  }
  return defaults;
}

function modelEntries(): (typeof settingEntries)[number][] {
  return settingEntries.filter(([name]) => hasModelDefault(name));
}

function toOption(
  name: string,
  { kind, default: value, help, oldNames }: Setting<unknown>,
): OptionSpec {
  const ofModel = hasModelDefault(name) ? ", or the model's" : '';
  return {
    type: 'string',
    value: placeholder(kind),
    help,
    // No default: what is not given may come from the model.
    unset: value === undefined ? "the model's" : `${kind.write(value)}${ofModel}`,
    ...(oldNames === undefined ? {} : { aliases: oldNames }),
  };
}

/** What stands for a value in the help, such as `grid|N`. */
function placeholder({ words, unit, isList }: ValueKind<unknown>): string {
  const other = unit === undefined ? [] : [`${unit.toUpperCase()}${isList ? ',…' : ''}`];
  return [...words, ...other].join('|');
}

function read(option: string, kind: ValueKind<unknown>, text: string): unknown {
  const reading = kind.read(text, ',');
  if ('value' in reading) return reading.value;
  throw noValue(option, reading.found, reading.expected);
}

function noValue(option: string, found: string, expected: string): UsageError {
  return new UsageError(
    `Cannot use --${option} "${found}": expected ${expected}`,
    `Pass --${option} ${expected}.`,
  );
}

/** The model that a preset brings where none is named; undefined where it is the usual one. */
export function modelOfPreset(preset: PresetName): string | undefined {
  return process.env['FEWGOOD_MODEL'] ? undefined : presetModel(preset);
}
