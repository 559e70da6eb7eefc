import { apart } from '../apart.ts';
import type { Part } from './part.ts';
import type { Missing } from './picture-scorer.ts';
import type { Reason } from './reason.ts';

/**
 * Whether the part is there at all: a picture that lacks more of every good one than good pictures lack
 * of each other shows an empty nest, another part, one of another size, or one that lies elsewhere.
 * What it lacks also raises its score: above the threshold such a picture fails, as a part of which half is
 * broken away must, and below it is not judged; it never passes.
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
      message: messageOf(missing.ratio, limit),
      remedy:
        'Look whether the right part lies in the nest, whole, and in its place. Sort out a part that is not whole, or another one; if it is right and parts may lie so, enrol the part again with a picture of one that does.',
      facts: { measured: missing.ratio, limit },
    },
  ];
}

function messageOf(ratio: number, limit: number): string {
  const [own, most] = apart(ratio - 1, limit - 1, percent);
  return (
    `the part is not there as the good pictures show it: it lacks ${own} more than good pictures lack of each ` +
    `other (allowed ${most}): empty, cut off, wrong or misplaced`
  );
}

function percent(share: number, more: number): string {
  return `${(100 * share).toFixed(more)} %`;
}

/** Ratio above which a part of pictures is not there; null where that is not known or not asked for. */
export function presenceLimit({
  settings,
  calibration,
}: Pick<Part, 'settings' | 'calibration'>): number | null {
  return settings.presence === 'check' ? calibration.missingLimit : null;
}
