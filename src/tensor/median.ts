/**
 * The median of some numbers: the upper one of the middle two, where there are two.
 *
 * @param values - At least one, shape [N].
 */
export function medianOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}
