import type { InspectionSink } from '../../inspection/run.ts';
import { InspectionReport } from '../../report/inspection-report.ts';
import type { ReportSubject } from '../../report/report-head.ts';
import { openPendingFile } from '../files/files.ts';
import { HTML_PAGE } from '../files/output-kinds.ts';
import { toDataUri } from '../image/image-encoder.ts';

/**
 * The HTML report, written as pictures come and put in place when it is whole.
 *
 * @throws {@link FileError} if the file cannot be written.
 */
export async function reportSink(path: string, subject: ReportSubject): Promise<InspectionSink> {
  const report = new InspectionReport(subject, { encode: toDataUri });
  const file = await openPendingFile(path, HTML_PAGE);
  try {
    await file.append(await report.head());
  } catch (error) {
    await file.discard();
    throw error;
  }
  return {
    name: `the report ${path}`,
    add: async (entry) => file.append(await report.add(entry)),
    close: async () => {
      await file.append(report.foot());
      await file.commit();
    },
    discard: () => file.discard(),
  };
}
