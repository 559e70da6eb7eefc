import type { Reason, ReasonCode } from '../inspection/reason.ts';
import type { InspectionSink } from '../inspection/run.ts';
import { formatRatio, formatScore } from '../page/format.ts';
import { printable } from '../printable.ts';

/**
 * One line a picture for a person. What stands against judging it is told with what to do about it the
 * first time, and by itself from then on.
 *
 * @param line - Takes each line, without its end.
 */
export function textSink(line: (text: string) => void): InspectionSink {
  const explained = new Set<ReasonCode>();
  const tell = ({ code, message, remedy }: Reason): string => {
    if (explained.has(code)) return message;
    explained.add(code);
    return `${message}. ${remedy}`;
  };
  return {
    add: (entry) => {
      const name = printable(entry.name);
      if ('error' in entry) {
        line(`error         ${name}  ${entry.error.message}`);
        return;
      }
      const { verdict, reasons, score, ratio, regions } = entry.inspection;
      const share = ratio === null ? '' : `  ${formatRatio(ratio)}× threshold`;
      const where = regions.map(({ x, y, width, height }) => `${width}×${height} at ${x},${y}`);
      const places = where.length === 0 ? '' : `  ${where.slice(0, 3).join('; ')}`;
      const why = reasons.length === 0 ? '' : `  ${reasons.map(tell).join('; ')}`;
      line(`${verdict.padEnd(12)}  ${name}  score ${formatScore(score)}${share}${places}${why}`);
    },
  };
}
