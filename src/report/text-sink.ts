import type { InspectionSink } from '../inspection/run.ts';
import { formatRatio, formatScore } from '../page/format.ts';
import { printable } from '../printable.ts';

/**
 * One line a picture for a person.
 *
 * @param line - Takes each line, without its end.
 */
export function textSink(line: (text: string) => void): InspectionSink {
  return {
    add: (entry) => {
      const name = printable(entry.name);
      if ('error' in entry) {
        line(`error         ${name}  ${entry.error.message}`);
        return;
      }
      const { verdict, score, ratio, regions } = entry.inspection;
      const share = ratio === null ? '' : `  ${formatRatio(ratio)}× threshold`;
      const where = regions.map(({ x, y, width, height }) => `${width}×${height} at ${x},${y}`);
      const places = where.length === 0 ? '' : `  ${where.slice(0, 3).join('; ')}`;
      line(`${verdict.padEnd(12)}  ${name}  score ${formatScore(score)}${share}${places}`);
    },
  };
}
