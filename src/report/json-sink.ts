import {
  type FaultRecord,
  type InspectionRecord,
  toFaultRecord,
  toRecord,
} from '../inspection/inspection-record.ts';
import type { Part } from '../inspection/part.ts';
import { supportPicturesOf } from '../inspection/part-kinds.ts';
import type { RecordContext } from '../inspection/record-context.ts';
import type { InspectionSink } from '../inspection/run.ts';
import type { LineWriter } from './line-writer.ts';

/**
 * One JSON object a picture, as docs/inspection.schema.json says.
 *
 * @param line - Takes each line, without its end.
 * @param part - The part that the pictures are judged against; its support pictures are named.
 * @param context - What else a record says.
 */
export function jsonSink(
  line: LineWriter,
  part: Part,
  context: RecordContext = {},
): InspectionSink {
  return recordSink((record) => line(JSON.stringify(record)), part, context);
}

/**
 * One record a picture.
 *
 * @param take - Takes each.
 * @param part - The part that the pictures are judged against; its support pictures are named.
 * @param context - What else a record says.
 */
export function recordSink(
  take: (record: InspectionRecord | FaultRecord) => unknown,
  part: Part,
  context: RecordContext,
): InspectionSink {
  const supportNames = supportPicturesOf(part).map(({ name }) => name);
  return {
    add: async (entry) => {
      const record =
        'error' in entry
          ? toFaultRecord(entry, context)
          : toRecord(entry, { ...context, supportNames });
      await take(record);
    },
  };
}
