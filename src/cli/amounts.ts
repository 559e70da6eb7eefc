/**
 * Places in a picture as they are written on a command line: pixels, percent, or shares.
 *
 * @module
 */

/** A number with what it counts. */
export interface Amount {
  readonly value: number;
  readonly isPercent: boolean;
}

/** Reads one; its value is not a number where the text is none. */
export function readAmount(text: string): Amount {
  const isPercent = text.endsWith('%');
  const digits = isPercent ? text.slice(0, -1) : text;
  return { value: digits.trim() === '' ? Number.NaN : Number(digits), isPercent };
}

/** Whether amounts are shares: a picture of one pixel has no parts, so that no number above 1 means that. */
export function areShares(amounts: readonly Amount[]): boolean {
  return amounts.every(({ value, isPercent }) => isPercent || value <= 1);
}
