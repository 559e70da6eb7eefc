/** A stretch of scores during which a chart is beyond its limits. */
export interface ChartAlarm {
  /** Number of the first score of it, from 0. */
  readonly from: number;
  /** Number of the last score of it. */
  readonly to: number;
  /** Whether scores rose or fell. */
  readonly side: 'up' | 'down';
}

/**
 * Alarms of a chart: a stretch of scores on one side is one alarm, however long.
 *
 * @param sides - 1 above the limits, -1 below, 0 within; shape [N].
 */
export function alarmsOf(sides: Int8Array): ChartAlarm[] {
  const alarms: ChartAlarm[] = [];
  let from = 0;
  sides.forEach((side, i) => {
    if (side !== sides[i - 1]) from = i;
    if (side !== 0 && side !== sides[i + 1]) {
      alarms.push({ from, to: i, side: side > 0 ? 'up' : 'down' });
    }
  });
  return alarms;
}
