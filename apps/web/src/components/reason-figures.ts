import type { Reason } from '../ports/inspection-api.ts';

/** How the figures of a kind of reason are told: of 255 levels, in percent, or as so many times. */
type Unit = 'levels' | 'percent' | 'times' | 'of-good' | 'good-of' | 'plain';

const UNITS: Readonly<Record<string, Unit>> = {
  size: 'plain',
  'aspect-ratio': 'plain',
  negative: 'times',
  'too-dark': 'levels',
  'too-bright': 'levels',
  overexposed: 'percent',
  'low-contrast': 'levels',
  'channel-order': 'percent',
  'colour-cast': 'percent',
  saturation: 'levels',
  // Sharpness is 1 / width of edges, of which the text tells the width.
  blurred: 'good-of',
  noisy: 'of-good',
  absent: 'times',
  'missing-piece': 'times',
  'small-defects': 'plain',
  turned: 'plain',
  displaced: 'plain',
  'object-missing': 'plain',
  'object-surplus': 'plain',
  'objects-touch': 'percent',
};

/** What figures of a unit are multiplied by; null where they are told relative to those of good pictures. */
const FACTORS: Readonly<Record<Unit, number | null>> = {
  levels: 255,
  percent: 100,
  times: 1,
  plain: 1,
  'of-good': null,
  'good-of': null,
};

/** Figures of a reason, in the unit that its text tells. */
interface Figures {
  readonly measured: number;
  readonly limit: number;
}

/** What was measured, and its limit, in the unit that is told; null where the reason has no such figures. */
export function figuresOf({ code, facts = {} }: Reason): Figures | null {
  const { measured, limit, good } = facts;
  const unit = UNITS[code];
  if (unit === undefined || typeof measured !== 'number' || typeof limit !== 'number') return null;
  const factor = FACTORS[unit];
  if (factor !== null) return { measured: measured * factor, limit: limit * factor };
  if (typeof good !== 'number' || good === 0 || measured === 0) return null;
  return unit === 'of-good'
    ? { measured: measured / good, limit: limit / good }
    : { measured: good / measured, limit: good / limit };
}

/** Whether the text of a kind of reason tells figures. */
export function tellsFigures(code: string): boolean {
  return UNITS[code] !== undefined;
}
