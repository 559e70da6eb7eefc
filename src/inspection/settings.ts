/**
 * The settings of a part, each declared once: library, command line, ablation, docs and part files
 * read it here.
 *
 * @module
 */
import * as z from 'zod';
import { ArgumentRangeError } from '../errors.ts';
import { AUGMENTATION, BANK, OUTLINE, REVERSE, SCORE, TILES } from '../hyperparameters.ts';
import {
  type AugmentationFamily,
  augmentationFamilies,
  type PosePolicy,
} from '../image/augmentation.ts';
import type { Fit } from '../image/frame.ts';
import {
  anyText,
  either,
  integer,
  listOf,
  number,
  oneOf,
  oneOfNumbers,
  positive,
  squareGrid,
  type ValueKind,
} from './value-kind.ts';

/** All that is said of one setting. Its name in words is its name in code, see {@link kebabCase}. */
export interface Setting<T> {
  /** Range of its values, and how they are written. */
  readonly kind: ValueKind<T>;
  /** Value when nothing else is said; that of the model where there is none here. */
  readonly default?: T;
  /** What it does, for those who choose it. */
  readonly help: string;
  /** Names that it had in words, and still understands. */
  readonly oldNames?: readonly string[];
  /** For a setting that part files did not always have. */
  readonly added?: {
    /** The first version of part file headers with it: one more than the last released one. */
    readonly since: number;
    /** How parts of earlier versions were learned and judged, whatever the default is now. */
    readonly before: T;
  };
}

/** One field a setting, in the order of part files: its type, then all that is said of it. */
class SettingTable {
  /** Side S of the square that the model sees, pixels. */
  readonly size: Setting<number> = {
    kind: integer(32, 2048, 'pixels'),
    help: 'side of the model input',
  };

  /** Tiles a side in which a picture is seen, each as large as the model's input; their number is that squared. */
  readonly tiles: Setting<number> = {
    kind: squareGrid(TILES.most),
    default: 1,
    help: 'tiles in which the square of a picture is seen, each as large as the model input: for large parts and small defects',
    added: { since: 3, before: 1 },
  };

  /** What tiles beside each other share, pixels of the model's input. */
  readonly tileOverlap: Setting<number> = {
    kind: integer(0, 1024, 'pixels'),
    default: TILES.overlap,
    help: 'what tiles beside each other share, at the model input size; a multiple of the pixels of a patch',
    added: { since: 3, before: TILES.overlap },
  };

  /** Whether a part that stands out from a background is seen at more pixels than the model's own; the size is changed then. */
  readonly enlarge: Setting<'outlined' | 'none'> = {
    kind: oneOf(['outlined', 'none']),
    default: 'outlined',
    help: `parts that stand out from a background are seen at ${OUTLINE.size} pixels, where no size is named and the model's own is ${OUTLINE.from} or more; none are`,
    added: { since: 2, before: 'none' },
  };

  /** How a picture that is not square becomes one. */
  readonly fit: Setting<Fit> = {
    kind: oneOf(['stretch', 'letterbox']),
    default: 'stretch',
    help: 'how a picture that is not square becomes one',
  };

  /** Angles at which the part may lie: none, up to 45°, quarter turns, any, or a list of degrees; `auto` finds out. */
  readonly pose: Setting<PosePolicy | 'auto'> = {
    kind: either(
      oneOf(['auto', 'fixed', 'small', 'right-angles', 'free']),
      listOf(number(-360, 360, 'degrees'), {
        unit: 'degrees',
        expected: '1 to 360 angles from -360 to 360',
        schema: z
          .array(number(-360, 360, 'degrees').schema)
          .min(1)
          .max(360),
      }),
      'auto, fixed, small, right-angles, free, or 1 to 360 angles from -360 to 360',
    ),
    default: 'auto',
    help: 'angles at which the part may lie: as the pictures show, none, up to 45°, quarter turns, any, or a list',
  };

  /** Angles at which pictures are learned: those of the pose, or all, as the patches of a turned part teach too. */
  readonly bankAngles: Setting<'of-pose' | 'all'> = {
    kind: oneOf(['of-pose', 'all']),
    default: 'all',
    help: 'angles that pictures are turned to for the memory bank: those of the pose, or all',
    added: { since: 2, before: 'of-pose' },
  };

  /** Families of augmentation of the support set (thesis 4.2). */
  readonly augment: Setting<readonly AugmentationFamily[]> = {
    kind: listOf(oneOf(augmentationFamilies), {
      unit: 'family',
      expected: `some of ${augmentationFamilies.join(', ')}, or none`,
    }),
    default: AUGMENTATION.partFamilies,
    help: 'families of augmentation, or "none"; also grayscale, translation, flip, flip-vertical, scaling, color. A flip is wrong for a part whose mirror image is a defect',
  };

  /** `grid`: each listed transform of each picture; a number: so many random draws a picture. */
  readonly draws: Setting<'grid' | number> = {
    kind: either(oneOf(['grid']), integer(1, 1000), 'grid or an integer from 1 to 1000'),
    default: 'grid',
    help: 'every listed transform of each picture, or N random draws a picture',
  };

  /** Levels of the model that are used. */
  readonly levels: Setting<readonly string[]> = {
    kind: listOf(anyText('name'), {
      unit: 'name',
      expected: 'levels of the model, each once',
      schema: z
        .array(z.string())
        .min(1, 'at least one level')
        .refine((names) => new Set(names).size === names.length, 'levels that differ'),
    }),
    help: 'levels of the model',
  };

  /** Side of the average pooling over patches. */
  readonly neighbourhood: Setting<number> = {
    kind: oneOfNumbers([1, 3, 5, 7, 9], 'patches'),
    default: BANK.partNeighbourhood,
    help: 'side of the average pooling over patches',
  };

  /**
   * `concat`: one bank of all levels; `unit-concat`: each level scaled to the same length first; `max`,
   * `mean`: a bank a level, joined in score and map.
   */
  readonly fusion: Setting<'concat' | 'unit-concat' | 'max' | 'mean'> = {
    kind: oneOf(['concat', 'unit-concat', 'max', 'mean']),
    default: 'unit-concat',
    help: 'one bank of all levels, as they are or each scaled to unit length, or one a level joined by maximum or mean',
  };

  /** Distance between patch features. */
  readonly metric: Setting<'euclidean' | 'cosine'> = {
    kind: oneOf(['euclidean', 'cosine']),
    default: 'euclidean',
    help: 'distance between patch features',
  };

  /** Image score: reweighted (thesis 4.3), the largest distance, or the mean of the largest. */
  readonly score: Setting<'reweighted' | 'max' | 'top-mean'> = {
    kind: oneOf(['reweighted', 'max', 'top-mean']),
    default: 'top-mean',
    help: 'image score: reweighted maximum, maximum, or mean of the largest distances',
  };

  /** Share of patches, of one tile where there are several, that the score `top-mean` averages. */
  readonly topShare: Setting<number> = {
    kind: positive(1, 'share'),
    default: SCORE.partTopShare,
    help: 'share of patches, of one tile where there are several, that the score top-mean averages',
    added: { since: 2, before: SCORE.topShare },
  };

  /** Share r of patch features kept in the bank. */
  readonly samplingRatio: Setting<number> = {
    kind: positive(1, 'share'),
    default: BANK.samplingRatio,
    help: 'share of patch features kept in the memory bank',
    oldNames: ['ratio'],
  };

  /** Most rows of a level's bank. */
  readonly bankCeiling: Setting<number> = {
    kind: integer(16, 1_000_000, 'rows'),
    default: BANK.copiesCeiling,
    help: "most rows of a level's memory bank",
    oldNames: ['ceiling'],
  };

  /** Thin each copy of a support picture by itself, each picture, or all together (Algorithm 3). */
  readonly coreset: Setting<'per-copy' | 'per-picture' | 'global'> = {
    kind: oneOf(['per-copy', 'per-picture', 'global']),
    default: 'per-copy',
    help: 'thin each copy of a support picture by itself, each picture, or all together (slower)',
  };

  /** Copies of support pictures, most alike, that a picture is compared with; `all` of them. */
  readonly retrieve: Setting<'all' | number> = {
    kind: either(oneOf(['all']), integer(1, 10_000, 'copies'), 'all or an integer from 1 to 10000'),
    default: BANK.retrieved,
    help: 'how many copies of support pictures, most alike, a picture is compared with, or all',
    added: { since: 2, before: 'all' },
  };

  /** Weight in the score of what good pictures show and this one does not; 0 for none. */
  readonly reverse: Setting<number> = {
    kind: number(0, 10, 'weight'),
    default: REVERSE.weight,
    help: 'weight in the score of what good pictures show and this one lacks; 0 for none',
    added: { since: 2, before: 0 },
  };

  /** Whether a picture that does not show the part is refused, or scored as any other. */
  readonly presence: Setting<'check' | 'none'> = {
    kind: oneOf(['check', 'none']),
    default: 'check',
    help: 'refuse to judge a picture that does not show the part, or score it as any other',
    added: { since: 2, before: 'none' },
  };

  /** Smoothing of the map, pixels at S×S. */
  readonly sigma: Setting<number> = {
    kind: number(0, 100, 'pixels'),
    default: SCORE.sigma,
    help: 'smoothing of the anomaly map, at the model input size',
  };

  /** Divide each level by its usual distance on good parts, or not (thesis). */
  readonly levelScale: Setting<'median' | 'none'> = {
    kind: oneOf(['median', 'none']),
    default: 'median',
    help: 'divide each level by its usual distance on good parts, or not',
  };

  /** Bank elements that weigh the reweighted score, b. */
  readonly scoreNeighbours: Setting<number> = {
    kind: integer(1, 100, 'rows'),
    default: SCORE.neighbours,
    help: 'rows of the memory bank that weigh the reweighted score',
    oldNames: ['neighbours'],
  };

  /** `check`: pictures that look unlike the good ones are not judged; `none`: they are. */
  readonly appearance: Setting<'check' | 'none'> = {
    kind: oneOf(['check', 'none']),
    default: 'check',
    help: 'judge no picture whose light, colours, sharpness or size are unlike those of the good ones, or any',
    added: { since: 2, before: 'none' },
  };

  /** How the banks are stored: `float16` halves the file (effect: docs/part-file.md). */
  readonly storage: Setting<'float32' | 'float16'> = {
    kind: oneOf(['float32', 'float16']),
    default: 'float32',
    help: 'how the memory bank is stored; half precision halves the file',
  };

  /** Seed of everything that is drawn. */
  readonly seed: Setting<number> = {
    kind: integer(0, 2 ** 32 - 1),
    default: 0,
    help: 'seed of everything that is drawn',
  };
}

/** The settings by their names. */
export const SETTINGS: SettingTable = new SettingTable();

/** The type of each setting, documented as its entry is. */
type SettingValues = {
  readonly [K in keyof SettingTable]: SettingTable[K] extends Setting<infer T> ? T : never;
};

/** Everything that decides what a part learns and how it judges; written into its file. */
export interface PartSettings extends SettingValues {}

/** Name and entry of each setting, in the order of part files. */
export const settingEntries: readonly (readonly [name: string, setting: Setting<unknown>])[] =
  Object.entries(SETTINGS);

/** Ranges of the settings; messages complete "expected …". */
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- each name of the table with its own schema
export const partSettingsSchema: z.ZodType<PartSettings> = z.strictObject(
  Object.fromEntries(settingEntries.map(([name, { kind }]) => [name, kind.schema])),
) as z.ZodType as z.ZodType<PartSettings>;

/** Settings of a part when nothing else is said; levels and size are the model's own then. */
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- each name of the table that has a default
export const DEFAULT_SETTINGS: Omit<PartSettings, 'levels' | 'size'> = Object.fromEntries(
  settingEntries
    .filter(([, setting]) => setting.default !== undefined)
    .map(([name, setting]) => [name, setting.default]),
) as Omit<PartSettings, 'levels' | 'size'>;

/** A name of the code in words: `sampling-ratio` for `samplingRatio`. */
export function kebabCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/**
 * Checks settings that are given as data.
 *
 * @param values - A value for each setting.
 * @throws {@link ArgumentRangeError} if there is no such setting, or a value is out of range.
 */
export function parsePartSettings(values: Readonly<Record<string, unknown>>): PartSettings {
  const parsed = partSettingsSchema.safeParse(values);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  if (issue.code === 'unrecognized_keys') {
    const [stranger] = issue.keys;
    const successor = settingEntries.find(([, { oldNames }]) => oldNames?.includes(stranger))?.[0];
    const names = settingEntries.map(([name]) => name).join(', ');
    throw new ArgumentRangeError(
      stranger,
      valueText(values[stranger]),
      successor === undefined ? `a setting of a part, one of ${names}` : `its name, ${successor}`,
    );
  }
  const setting = String(issue.path[0]);
  throw new ArgumentRangeError(setting, valueText(values[setting]), issue.message);
}

/** A value as a message shows it; numbers stay what they are, so that facts hold them. */
export function valueText(value: unknown): number | string {
  if (typeof value === 'number') return value;
  if (typeof value !== 'object' || value === null) return String(value);
  if (!Array.isArray(value)) return 'an object';
  return `[${value.map((item) => (typeof item === 'string' ? `"${item}"` : String(item))).join(',')}]`;
}
