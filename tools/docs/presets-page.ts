import { presetNames, presetSettings } from '../../src/inspection/presets.ts';
import { settingEntries } from '../../src/inspection/settings.ts';
import { picturesOf, type Verdicts } from '../../studies/measurements.ts';
import { plainTable } from './plain-table.ts';
import { replaceBetween } from './replace-between.ts';

/** docs/presets.md with what each preset sets, and with what studies/verdicts.ts measured of it. */
export function presetsPage(text: string, measured: Verdicts): string {
  const page = 'docs/presets.md';
  const withSettings = replaceBetween(text, { page, name: 'settings' }, settingsTable());
  return replaceBetween(withSettings, { page, name: 'measured' }, measuredTable(measured));
}

/** A setting a row that some preset changes. */
function settingsTable(): string {
  const presets = presetNames.map((name) => new Map(Object.entries(presetSettings(name))));
  const changed = settingEntries.filter(([name]) => presets.some((preset) => preset.has(name)));
  return plainTable(
    ['setting', ...presetNames],
    changed.map(([name, setting]) => [
      `\`${name}\``,
      ...presets.map((preset) => textOf(preset.get(name) ?? setting.default)),
    ]),
  );
}

function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(textOf).join(', ');
  return typeof value === 'string' || typeof value === 'number' ? String(value) : "the model's";
}

/** A preset a row: means over the categories. */
function measuredTable({ runs }: Verdicts): string {
  const presets = presetNames.filter((name) => runs.some(({ preset }) => preset === name));
  return plainTable(
    ['preset', 'image AUROC', 'false rejects', 'escapes', 'enrolment, s', 'a picture, ms'],
    presets.map((name) => {
      const own = runs.filter(({ preset }) => preset === name);
      const meanOf = (value: (run: (typeof own)[0]) => number): number =>
        own.reduce((sum, run) => sum + value(run), 0) / own.length;
      return [
        `\`${name}\``,
        (100 * meanOf(({ imageAuroc }) => imageAuroc)).toFixed(1),
        `${(100 * meanOf(({ good }) => good.fail / picturesOf(good))).toFixed(1)} %`,
        `${(100 * meanOf(({ defective }) => defective.pass / picturesOf(defective))).toFixed(1)} %`,
        meanOf(({ enrolSeconds }) => enrolSeconds).toFixed(1),
        String(Math.round(meanOf(({ inspectMilliseconds }) => inspectMilliseconds))),
      ];
    }),
  );
}
