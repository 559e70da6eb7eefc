import type { Calibration, Part } from '../inspection/part.ts';
import { namedKinds } from '../inspection/part-kinds.ts';
import { formatScore } from '../page/format.ts';
import { printable } from '../printable.ts';
import { thresholdStatement } from '../report/threshold-statement.ts';

/** What the thresholds of a part are and promise, line by line: of a part of several kinds, behind the name of each. */
export function partThresholdLines(part: Part): string[] {
  return namedKinds(part).flatMap(({ name, part: { calibration } }) =>
    thresholdLines(calibration).map((line) =>
      name === null ? line : `${printable(name)}: ${line}`,
    ),
  );
}

/** What a part's threshold is and promises, line by line. */
export function thresholdLines(calibration: Calibration): string[] {
  const { state, title, promise, advice } = thresholdStatement(calibration);
  const { threshold } = calibration;
  const value = threshold === null ? '' : `threshold ${formatScore(threshold)}: `;
  const command = state === 'none' ? ['  Command: fewgood calibrate bolt.part confirmed/'] : [];
  return [`${value}${title}. ${promise}`, ...(advice === undefined ? [] : [advice]), ...command];
}
