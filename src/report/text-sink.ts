import type { PictureWarning } from '../image/decoded-image.ts';
import type { PictureFault } from '../inspection/entry.ts';
import type { InspectedObject, Inspection } from '../inspection/inspection.ts';
import type { FaultRecord, InspectionRecord } from '../inspection/inspection-record.ts';
import type { InspectionSink } from '../inspection/run.ts';
import { lengthText } from '../inspection/sizing.ts';
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

/** What lines tell of a picture. */
interface Told {
  readonly name: string;
  readonly replaced: boolean;
  readonly error?: PictureFault;
  readonly inspection?: Omit<Inspection, 'map' | 'hottest' | 'timings'>;
  readonly warnings?: readonly PictureWarning[];
}

/**
 * One line a picture for a person, and one for each thing that stands against judging it or is doubtful
 * about how it was read: with what to do about it the first time, and by itself from then on.
 *
 * @param line - Takes each line, without its end.
 */
export function textSink(line: LineWriter): InspectionSink {
  const tell = teller(line);
  return {
    add: async (entry) => {
      const { name, replaced = false } = entry;
      if ('error' in entry) return tell({ name, replaced, error: entry.error });
      const { inspection, image } = entry;
      return tell({ name, replaced, inspection, warnings: image.warnings ?? [] });
    },
  };
}

/**
 * As {@link textSink}, of records.
 *
 * @param line - Takes each line, without its end.
 */
export function recordText(
  line: LineWriter,
): (record: InspectionRecord | FaultRecord) => Promise<void> {
  const tell = teller(line);
  return async (record) => {
    const { path: name, replaced } = record;
    if ('error' in record) return tell({ name, replaced, error: record.error });
    // Records have no numbers that JSON has not.
    const inspection = { ...record, score: record.score ?? NaN };
    return tell({ name, replaced, inspection, warnings: record.warnings });
  };
}

function teller(line: LineWriter): (told: Told) => Promise<void> {
  const explained = new Set<string>();
  const explain = ({ code, message, remedy }: Explanation): string => {
    if (explained.has(code)) return message;
    explained.add(code);
    return `${message}. ${remedy}`;
  };
  return async ({ name: given, replaced, error, inspection, warnings = [] }) => {
    const name = printable(given) + (replaced ? ' (replaced)' : '');
    if (error !== undefined) await line(`error         ${name}  ${error.message}`);
    if (inspection === undefined) return;
    await line(verdictLine(name, inspection));
    const placed = alignmentText(inspection.alignment);
    if (placed !== undefined) await line(`${INDENT}lies: ${placed}`);
    for (const text of objectLines(inspection.objects)) await line(`${INDENT}${text}`);
    for (const reason of inspection.reasons) await line(`${INDENT}${explain(reason)}`);
    for (const warning of warnings) await line(`${INDENT}warning: ${explain(warning)}`);
  };
}

function verdictLine(name: string, inspection: NonNullable<Told['inspection']>): string {
  const { verdict, score, ratio, regions } = inspection;
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
  const count = describeObjects(inspection);
  const objects = count === undefined ? '' : `  objects: ${count}`;
  return `${verdict.padEnd(12)}  ${name}  score ${formatScore(score)}${share}${objects}${places}`;
}

/** A line for each object that does not pass. */
function objectLines(objects: readonly InspectedObject[] = []): string[] {
  return objects.flatMap(({ box, verdict, ratio, place }, i) => {
    if (verdict === 'pass') return [];
    const share = ratio === null ? '' : ` ${formatRatio(ratio)}× threshold,`;
    const { x, y, width, height } = box;
    const name = place === undefined ? `object ${i + 1}` : printable(place);
    return [`${name}: ${verdict},${share} ${width}×${height} at ${x},${y}`];
  });
}
