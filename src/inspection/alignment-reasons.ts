/**
 * What stands against a picture by how its part lies. A tolerance that cannot be measured is never passed.
 *
 * @module
 */
import { apart } from '../apart.ts';
import { ALIGNMENT } from '../hyperparameters.ts';
import type { Size } from '../image/rgb-image.ts';
import type { Alignment, AlignmentRequest } from './alignment.ts';
import type { Sizing } from './defect-size.ts';
import type { Reason } from './reason.ts';

/** What distances are told in. */
interface Frames {
  /** The inspected one. */
  readonly picture: Size;
  /** The first good one. */
  readonly good: Size;
  readonly sizing: Sizing | undefined;
}

/** What stands against a picture by the tolerances of its part. */
export function toleranceReasons(
  alignment: Alignment | null,
  { maxAngle, maxOffset }: AlignmentRequest,
  frames: Frames,
): Reason[] {
  const isAsked = maxAngle !== null || maxOffset !== null;
  if (alignment === null)
    return isAsked
      ? [
          notAligned(
            'too few patches agree on how the part lies, or several ways to lie are as likely',
          ),
        ]
      : [];
  const reasons: Reason[] = [];
  if (maxAngle !== null) {
    if (alignment.angle === null) reasons.push(notAligned('the part looks alike at every angle'));
    else reasons.push(...turned(alignment.angle, maxAngle));
  }
  if (maxOffset !== null) {
    const { picture, good, sizing } = frames;
    const pixels = Math.hypot(
      (alignment.dx * good.width) / picture.width,
      (alignment.dy * good.height) / picture.height,
    );
    const units = maxOffset.unit === 'px' ? 1 : (sizing?.pixelsPerMillimetre ?? Number.NaN);
    reasons.push(...displaced(pixels / units, maxOffset.value, maxOffset.unit));
  }
  return reasons;
}

function notAligned(why: string): Reason {
  return {
    code: 'not-aligned',
    message: `how far the part is turned and moved cannot be told: ${why}`,
    remedy:
      'Look whether the right part lies there, whole and in view; if good parts often cannot be aligned, take the tolerances back.',
    facts: {},
  };
}

function turned(angle: number, limit: number): Reason[] {
  const measured = Math.abs(angle);
  if (measured <= limit) return [];
  const [own, most] = apart(measured, limit, (degrees, more) => `${degrees.toFixed(1 + more)}°`);
  const way = angle < 0 ? 'counter-clockwise' : 'clockwise';
  return [
    {
      code: 'turned',
      message: `the part is turned by ${own} ${way} (allowed ${most})`,
      remedy: 'Sort the part out, or lay it straight.',
      facts: { measured, limit },
    },
  ];
}

/** Also where the distance is not a number. */
function displaced(measured: number, limit: number, unit: 'px' | 'mm'): Reason[] {
  if (measured <= limit) return [];
  const [own, most] = apart(measured, limit, (value, more) => `${value.toFixed(1 + more)} ${unit}`);
  return [
    {
      code: 'displaced',
      message: `the part lies ${own} from its place (allowed ${most})`,
      remedy: 'Sort the part out, or lay it in its place.',
      facts: { measured, limit, unit },
    },
  ];
}

/**
 * What stands against a picture in which where to look moves with the part.
 *
 * @param share - Of where to look that lies in the picture; null where nobody knows where the part lies.
 */
export function lostRegions(share: number | null): Reason[] {
  if (share !== null && share >= ALIGNMENT.leastLooked) return [];
  const message =
    share === null
      ? 'where to look cannot be told: how the part lies is not known'
      : `only ${percent(share)} of where to look lies in the picture (expected ${percent(ALIGNMENT.leastLooked)})`;
  return [
    {
      code: 'regions-lost',
      message,
      remedy:
        'Look whether the right part lies there, whole and in view, and lay it as in the good pictures.',
      facts: share === null ? {} : { measured: share, limit: ALIGNMENT.leastLooked },
    },
  ];
}

function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`;
}
