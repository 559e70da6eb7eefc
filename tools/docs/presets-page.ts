import { presetNames, presetSettings } from '../../src/inspection/presets.ts';
import { settingEntries } from '../../src/inspection/settings.ts';
import { type Measurements, picturesOf, type Verdicts } from '../../studies/measurements.ts';
import { plainTable } from './plain-table.ts';
import { replaceBetween } from './replace-between.ts';

/** docs/presets.md with what each preset sets, and with what studies/verdicts.ts measured of it. */
export function presetsPage(text: string, { presets, accurate, inputSize }: Measurements): string {
  const page = 'docs/presets.md';
  const sections = {
    settings: settingsTable(),
    measured: measuredTable(presets),
    sizes: sizesTable({ accurate, inputSize }),
  };
  return Object.entries(sections).reduce(
    (all, [name, table]) => replaceBetween(all, { page, name }, table),
    text,
  );
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

/** A category a row: image AUROC by size of the input, the mean over the support sets of each K. */
function sizesTable({
  accurate,
  inputSize: { runs },
}: Pick<Measurements, 'accurate' | 'inputSize'>): string {
  const distinct = <T>(of: (run: (typeof runs)[0]) => T): T[] => [...new Set(runs.map(of))];
  const [categories, shots] = [distinct((run) => run.category), distinct((run) => run.shots)];
  const sizes = distinct(({ size }) => size);
  return plainTable(
    ['category', ...shots.map((k) => `K = ${k}: ${sizes.join(' / ')} px`), '`accurate`, K = 8'],
    categories.toSorted().map((category) => [
      category,
      ...shots.map((k) => {
        const own = runs.filter((run) => run.category === category && run.shots === k);
        return sizes
          .map((size) => percentOf(own.filter((run) => run.size === size).map(aurocOf)))
          .join(' / ');
      }),
      percentOf(accurate.runs.filter((run) => run.category === category).map(aurocOf)),
    ]),
  );
}

function aurocOf({ imageAuroc }: { readonly imageAuroc: number }): number {
  return imageAuroc;
}

/** Mean, in percent; empty where nothing was measured. */
function percentOf(values: readonly number[]): string {
  if (values.length === 0) return '';
  return (100 * (values.reduce((sum, value) => sum + value, 0) / values.length)).toFixed(1);
}
