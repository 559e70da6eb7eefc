import type { Calibration } from '../inspection/part.ts';
import { formatScore } from '../page/format.ts';
import { thresholdStatement } from '../report/threshold-statement.ts';

/** What a part's threshold is and promises, line by line. */
export function thresholdLines(calibration: Calibration): string[] {
  const { state, title, promise, advice } = thresholdStatement(calibration);
  const { threshold } = calibration;
  const value = threshold === null ? '' : `threshold ${formatScore(threshold)}: `;
  const command = state === 'none' ? ['  Command: fewgood calibrate bolt.part confirmed/'] : [];
  return [`${value}${title}. ${promise}`, ...(advice === undefined ? [] : [advice]), ...command];
}
