import { toFaultRecord, toRecord } from '../inspection/inspection-record.ts';
import type { Part } from '../inspection/part.ts';
import type { InspectionSink } from '../inspection/run.ts';

/**
 * One JSON object a picture, as docs/inspection.schema.json says.
 *
 * @param line - Takes each line, without its end.
 * @param part - The part that the pictures are judged against; its support pictures are named.
 */
export function jsonSink(line: (text: string) => void, part: Part): InspectionSink {
  const supportNames = part.support.map(({ name }) => name);
  return {
    add: (entry) => {
      const record =
        'error' in entry
          ? toFaultRecord(entry.name, entry.error)
          : toRecord(entry.name, entry.inspection, {
              supportNames,
              decode: entry.decode,
              warnings: entry.image.warnings,
            });
      line(JSON.stringify(record));
    },
  };
}
