import type { Part } from './part.ts';
import type { Missing } from './picture-scorer.ts';
import type { Reason } from './reason.ts';

/**
 * Whether the part is there at all: a picture that lacks more of every good one than good pictures lack
 * of each other shows an empty nest, another part, one of another size, or one that lies elsewhere.
 * What its anomaly score says of it is not known; a piece that is missing of a part which is there
 * raises the score instead, and fails.
 *
 * @param missing - What the picture lacks; null without reverse matching.
 * @param limit - Ratio above which the part is not there; null where that is not known.
 */
export function presenceReasons(
  missing: Pick<Missing, 'ratio'> | null,
  limit: number | null,
): Reason[] {
  if (missing === null || limit === null || !(missing.ratio > limit)) return [];
  return [
    {
      code: 'absent',
      message:
        `the part is not there as the good pictures show it: of the most similar one, ${missing.ratio.toFixed(2)} times ` +
        `as much is missing as of any good picture in the others (limit ${limit.toFixed(2)})`,
      remedy:
        'Look whether the right part lies in the nest, whole, and in its place. If it does and parts may lie so, enrol the part again with a picture of one that does.',
      facts: { measured: missing.ratio, limit },
    },
  ];
}

/** Ratio above which a part of pictures is not there; null where that is not known or not asked for. */
export function presenceLimit({
  settings,
  calibration,
}: Pick<Part, 'settings' | 'calibration'>): number | null {
  return settings.presence === 'check' ? calibration.missingLimit : null;
}
