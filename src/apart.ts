/** Decimals up to which two numbers are told apart. */
const MOST_DECIMALS = 4;

/**
 * Two numbers that differ, with as many decimals as it takes to read them apart: "29 of 255, expected at
 * least 29" would contradict itself.
 *
 * @param format - Writes one, with some decimals more than usual.
 */
export function apart(
  a: number,
  b: number,
  format: (value: number, more: number) => string,
): readonly [string, string] {
  const decimals = a === b ? 0 : MOST_DECIMALS;
  for (let more = 0; more < decimals; more++) {
    const [one, other] = [format(a, more), format(b, more)];
    if (one !== other) return [one, other];
  }
  return [format(a, 0), format(b, 0)];
}
