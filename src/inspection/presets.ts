import { AUGMENTATION, BANK, OUTLINE, SCORE } from '../hyperparameters.ts';
import { DEFAULT_SETTINGS, type PartSettings } from './settings.ts';

/** A named set of settings. */
interface Preset {
  /** Whom it suits; docs/presets.md has its accuracy and its milliseconds. */
  readonly help: string;
  /** Settings that differ from the defaults. */
  readonly settings: Partial<PartSettings>;
  /** Name of the packaged model that goes with it; the usual one by default. */
  readonly model?: string;
}

/** Name of a preset. */
export type PresetName = 'fast' | 'balanced' | 'accurate' | 'thesis';

const PRESETS: Readonly<Record<PresetName, Preset>> = {
  /** Half the copies, and a third of them met; convolutions in integers. */
  fast: {
    help: 'less memory and time a picture',
    model: 'resnet18-int8',
    settings: {
      enlarge: 'none',
      augment: ['rotation', 'brightness', 'contrast'],
      samplingRatio: 0.05,
      retrieve: 12,
    },
  },
  balanced: { help: 'the defaults', settings: {} },
  /** Small defects take more pixels. */
  accurate: {
    help: 'small defects, at twice the pixels',
    settings: {
      size: OUTLINE.size,
      enlarge: 'none',
      neighbourhood: BANK.neighbourhood,
      retrieve: 64,
      topShare: SCORE.topShare,
    },
  },
  /** Chapter 4 to the letter, where docs/deviations.md does not say otherwise. */
  thesis: {
    help: "the thesis's own settings, without a check of what a picture shows",
    settings: {
      enlarge: 'none',
      pose: 'small',
      bankAngles: 'of-pose',
      augment: AUGMENTATION.families,
      neighbourhood: BANK.neighbourhood,
      fusion: 'max',
      metric: 'euclidean',
      score: 'reweighted',
      samplingRatio: BANK.samplingRatio,
      bankCeiling: BANK.ceiling,
      coreset: 'global',
      retrieve: 'all',
      reverse: 0,
      presence: 'none',
      appearance: 'none',
      levelScale: 'none',
    },
  },
};

/** Every preset, the quickest first. */
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of the table, of which there are some
export const presetNames: [PresetName, ...PresetName[]] = Object.keys(PRESETS) as [
  PresetName,
  ...PresetName[],
];

/** Settings of a preset that differ from the defaults. */
export function presetSettings(name: PresetName): Partial<PartSettings> {
  return PRESETS[name].settings;
}

/** Name of the packaged model that goes with a preset; undefined where it is the usual one. */
export function presetModel(name: PresetName): string | undefined {
  return PRESETS[name].model;
}

/** Settings that presets differ in, but for how parts lie, which is found out whatever the preset. */
const DIFFERING = new Set(
  presetNames
    .flatMap((name) => Object.keys(PRESETS[name].settings))
    .filter((key) => key !== 'pose'),
);

/** The preset whose settings a part has; undefined where they are those of none. */
export function presetOf(settings: PartSettings): PresetName | undefined {
  const own = new Map<string, unknown>(Object.entries(settings));
  return presetNames.find((name) =>
    Object.entries({ ...DEFAULT_SETTINGS, ...presetSettings(name) }).every(
      ([key, value]) =>
        !DIFFERING.has(key) || JSON.stringify(own.get(key)) === JSON.stringify(value),
    ),
  );
}

/** What presets are, in a line of help. */
export const presetHelp: string = presetNames
  .map((name) => `${name}: ${PRESETS[name].help}`)
  .join('; ');
