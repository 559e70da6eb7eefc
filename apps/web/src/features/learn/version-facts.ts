import { useFormatter, useTranslations } from 'use-intl';
import type { LearnedAlignment, PartVersion } from '../../ports/parts-api.ts';

/** How a version came about, each in words; null where nothing is to be said. */
interface VersionFacts {
  readonly created: string;
  readonly by: string | null;
  readonly pose: string | null;
  readonly preset: string | null;
  readonly look: string | null;
  readonly light: string | null;
  readonly place: string | null;
  readonly models: string | null;
  readonly note: string | null;
}

/** Tells how versions came about. */
export function useVersionFacts(): (version: PartVersion) => VersionFacts {
  const t = useTranslations('part.version');
  const settings = useTranslations('learn.settings');
  const format = useFormatter();
  return ({ created, createdBy, pose, preset, models, note, lookArea, light, alignment }) => ({
    created: format.dateTime(new Date(created), { dateStyle: 'medium', timeStyle: 'short' }),
    by: createdBy === null ? null : t('by', { name: createdBy }),
    pose: pose === null ? null : t('pose', { pose: titleOf(settings, `pose.${pose}`) }),
    preset: preset === null ? null : t('preset', { preset: titleOf(settings, `preset.${preset}`) }),
    look:
      lookArea === null
        ? null
        : t('look', {
            include: String(lookArea.include !== null),
            ignored: lookArea.ignore.length,
            mask: String(lookArea.hasMask),
          }),
    light:
      light === null
        ? null
        : t('light', {
            light: titleOf(settings, `light.${light.method}`),
            flat: String(light.flat),
          }),
    place: alignment === null ? null : t('place', limitsOf(alignment)),
    models: models.length === 0 ? null : models.join(', '),
    note,
  });
}

/** Limits in words; `none` where there is none. */
function limitsOf({ maxAngle, maxOffset }: LearnedAlignment) {
  return {
    angle: maxAngle === null ? 'none' : `${String(maxAngle)}°`,
    offset: maxOffset === null ? 'none' : `${String(maxOffset.value)} ${maxOffset.unit}`,
  };
}

/** The title of a setting's value; the value itself where the catalogue has none. */
function titleOf(settings: ReturnType<typeof useTranslations<'learn.settings'>>, path: string) {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the catalogue is asked whether it knows it
  const key = `${path}.title` as 'pose.auto.title';
  return settings.has(key) ? settings(key) : path.slice(path.indexOf('.') + 1);
}
