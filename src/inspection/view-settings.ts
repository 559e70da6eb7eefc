import { ArgumentRangeError } from '../errors.ts';
import { assertInputSize, takesInputSize } from '../features/input-size.ts';
import type { ModelInfo } from '../features/model-info.ts';
import { OUTLINE } from '../hyperparameters.ts';
import { DEFAULT_SETTINGS, type PartSettings, parsePartSettings } from './settings.ts';

/**
 * The size at which a part is seen that stands out from a background, pixels.
 *
 * @returns Null where it is the same.
 */
export function enlargedSize(
  model: Pick<ModelInfo, 'preprocessing'>,
  {
    size,
    enlarge,
    tiles = 1,
  }: Pick<PartSettings, 'size' | 'enlarge'> & Partial<Pick<PartSettings, 'tiles'>>,
): number | null {
  const isLarger = size >= OUTLINE.from && size < OUTLINE.size;
  // Who asks for tiles says how many pixels there are.
  return enlarge === 'outlined' && tiles === 1 && isLarger && takesInputSize(model, OUTLINE.size)
    ? OUTLINE.size
    : null;
}

/**
 * Settings of a part of one model, or of the first of several: what the user says, else what the model
 * says, else {@link DEFAULT_SETTINGS}.
 *
 * @param settings - What the user says.
 * @throws {@link ArgumentRangeError} if a setting is out of range, or the model does not take the size.
 */
export function completeSettings(model: ModelInfo, settings: Partial<PartSettings>): PartSettings {
  const ofSize = enlargementOf(settings);
  const values = { ...DEFAULT_SETTINGS, ...ofModel(model), ...settings, ...ofSize };
  return checked(model, { ...values, ...ofTiles(model, settings) });
}

/**
 * Settings of a further model: what the model says of levels, size and so on, as the user says it of the
 * first one; else what the user says, else {@link DEFAULT_SETTINGS}. The pose is that of the part.
 *
 * @param settings - What the user says.
 * @param first - Of the first model.
 * @throws {@link ArgumentRangeError} if a setting is out of range.
 */
export function companionSettings(
  model: ModelInfo,
  settings: Partial<PartSettings>,
  { pose }: Pick<PartSettings, 'pose'>,
): PartSettings {
  const ofSize = enlargementOf(settings);
  const values = { ...DEFAULT_SETTINGS, ...settings, ...ofModel(model), ...ofSize, pose };
  return checked(model, { ...values, ...ofTiles(model, settings) });
}

/** A size that is named stays as it is. */
function enlargementOf({ size, enlarge }: Partial<PartSettings>): Partial<PartSettings> {
  return size === undefined || enlarge !== undefined ? {} : { enlarge: 'none' };
}

function ofModel({ defaultLevels, preprocessing, defaults }: ModelInfo): Record<string, unknown> {
  return { levels: defaultLevels, size: preprocessing.size, ...defaults };
}

function checked(model: ModelInfo, values: Readonly<Record<string, unknown>>): PartSettings {
  const settings = parsePartSettings(values);
  assertInputSize(model, settings.size);
  if (settings.tiles > 1) assertTileOverlap(model, settings);
  return settings;
}

/** An overlap that is not named becomes one of whole patches. */
function ofTiles(
  { preprocessing: { sizeMultiple = 1 } }: ModelInfo,
  { tiles = 1, tileOverlap }: Partial<PartSettings>,
): Partial<PartSettings> {
  if (tiles === 1 || tileOverlap !== undefined) return {};
  return { tileOverlap: Math.ceil(DEFAULT_SETTINGS.tileOverlap / sizeMultiple) * sizeMultiple };
}

/** Three tiles in a row share no place. */
function assertTileOverlap(
  { preprocessing: { sizeMultiple = 1 } }: ModelInfo,
  { size, tileOverlap }: PartSettings,
): void {
  if (tileOverlap <= size / 2 && tileOverlap % sizeMultiple === 0) return;
  const most = `at most ${Math.floor(size / 2)}, half of a tile`;
  const expected = sizeMultiple === 1 ? most : `a multiple of ${sizeMultiple}, and ${most}`;
  throw new ArgumentRangeError('tileOverlap', tileOverlap, expected);
}
