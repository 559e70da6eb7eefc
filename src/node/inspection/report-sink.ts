import type { InspectionSink } from '../../inspection/run.ts';
import { InspectionReport } from '../../report/inspection-report.ts';
import type { ReportSubject } from '../../report/report-head.ts';
import { isThere, openPendingFile } from '../files/files.ts';
import { HTML_PAGE } from '../files/output-kinds.ts';
import { targetOf } from '../files/replacement.ts';
import { toDataUri } from '../image/image-encoder.ts';

/** What becomes of a report. */
export interface ReportSinkOptions {
  /**
   * Whether a report that has the name is kept, and the new one gets a number behind it, or none is written if
   * no picture came; it is replaced by default.
   */
  readonly keepsEarlier?: boolean;
  /** Told where it is when it is in place, and whether that is beside one that had the name. */
  readonly onWritten?: ((path: string, isBeside: boolean) => void) | undefined;
}

/**
 * The HTML report, written as pictures come and put in place when it is whole.
 *
 * @throws {@link FileError} if the file cannot be written.
 */
export async function reportSink(
  path: string,
  subject: ReportSubject,
  { keepsEarlier = false, onWritten }: ReportSinkOptions = {},
): Promise<InspectionSink> {
  const report = new InspectionReport(subject, { encode: toDataUri });
  const file = await openPendingFile(path, HTML_PAGE);
  try {
    await file.append(await report.head());
  } catch (error) {
    await file.discard();
    throw error;
  }
  let isEmpty = true;
  return {
    name: `the report ${path}`,
    add: async (entry) => {
      isEmpty = false;
      await file.append(await report.add(entry));
    },
    close: async () => {
      if (keepsEarlier && isEmpty && (await isThere(path))) return file.discard();
      await file.append(report.foot());
      if (keepsEarlier) {
        const name = await file.commitBeside();
        onWritten?.(name, name !== (await targetOf(path)));
      } else {
        await file.commit();
        onWritten?.(path, false);
      }
    },
    discard: () => file.discard(),
  };
}
