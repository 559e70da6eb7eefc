import type { InspectionSink } from '../inspection/run.ts';
import { formatRatio, formatScore } from '../page/format.ts';
import { printable } from '../printable.ts';

/** Below the name of the picture. */
const INDENT = ' '.repeat(14);

/** A reason or a warning. */
interface Explanation {
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
}

/**
 * One line a picture for a person, and one for each thing that stands against judging it or is doubtful
 * about how it was read: with what to do about it the first time, and by itself from then on.
 *
 * @param line - Takes each line, without its end.
 */
export function textSink(line: (text: string) => void): InspectionSink {
  const explained = new Set<string>();
  const tell = ({ code, message, remedy }: Explanation): string => {
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
      const where = regions.map(({ x, y, width, height, kind }) => {
        const place = `${width}×${height} at ${x},${y}`;
        return kind === 'missing' ? `missing ${place}` : place;
      });
      const places = where.length === 0 ? '' : `  ${where.slice(0, 3).join('; ')}`;
      line(`${verdict.padEnd(12)}  ${name}  score ${formatScore(score)}${share}${places}`);
      for (const reason of reasons) line(`${INDENT}${tell(reason)}`);
      const { warnings = [] } = entry.image;
      for (const warning of warnings) line(`${INDENT}warning: ${tell(warning)}`);
    },
  };
}
