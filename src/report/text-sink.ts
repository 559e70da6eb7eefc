import type { InspectionSink } from '../inspection/run.ts';
import { lengthText } from '../inspection/sizing.ts';
import type { InspectedObject } from '../inspection/inspection.ts';
import { formatRatio, formatScore } from '../page/format.ts';
import { printable } from '../printable.ts';
import type { LineWriter } from './line-writer.ts';
import { alignmentText } from './alignment-text.ts';
import { describeObjects } from './object-table.ts';

/** Defects that a line tells the places of; of the others it tells how many. */
const MAX_PLACES = 3;

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
export function textSink(line: LineWriter): InspectionSink {
  const explained = new Set<string>();
  const tell = ({ code, message, remedy }: Explanation): string => {
    if (explained.has(code)) return message;
    explained.add(code);
    return `${message}. ${remedy}`;
  };
  return {
    add: async (entry) => {
      const name = printable(entry.name) + (entry.replaced ? ' (replaced)' : '');
      if ('error' in entry) {
        await line(`error         ${name}  ${entry.error.message}`);
        return;
      }
      const { verdict, reasons, score, ratio, regions } = entry.inspection;
      const share = ratio === null ? '' : `  ${formatRatio(ratio)}× threshold`;
      const where = regions.map(({ x, y, width, height, kind, millimetres }) => {
        const size = millimetres
          ? ` (${lengthText(millimetres.width)}×${lengthText(millimetres.height)} mm)`
          : '';
        const place = `${width}×${height} at ${x},${y}${size}`;
        return kind === 'missing' ? `missing ${place}` : place;
      });
      const more = where.length > MAX_PLACES ? [`+${where.length - MAX_PLACES} more`] : [];
      const shown = [...where.slice(0, MAX_PLACES), ...more];
      const places = shown.length === 0 ? '' : `  ${shown.join('; ')}`;
      const count = describeObjects(entry.inspection);
      const objects = count === undefined ? '' : `  objects: ${count}`;
      await line(
        `${verdict.padEnd(12)}  ${name}  score ${formatScore(score)}${share}${objects}${places}`,
      );
      const placed = alignmentText(entry.inspection.alignment);
      if (placed !== undefined) await line(`${INDENT}lies: ${placed}`);
      for (const text of objectLines(entry.inspection.objects)) await line(`${INDENT}${text}`);
      for (const reason of reasons) await line(`${INDENT}${tell(reason)}`);
      const { warnings = [] } = entry.image;
      for (const warning of warnings) await line(`${INDENT}warning: ${tell(warning)}`);
    },
  };
}

/** A line for each object that does not pass. */
function objectLines(objects: readonly InspectedObject[] = []): string[] {
  return objects.flatMap(({ box, verdict, ratio }, i) => {
    if (verdict === 'pass') return [];
    const share = ratio === null ? '' : ` ${formatRatio(ratio)}× threshold,`;
    const { x, y, width, height } = box;
    return [`object ${i + 1}: ${verdict},${share} ${width}×${height} at ${x},${y}`];
  });
}
