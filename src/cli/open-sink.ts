import { FileError } from '../errors.ts';
import type { InspectionSink } from '../inspection/run.ts';
import { systemCode } from '../node/files/files.ts';

/** Faults of a disk, which are none of the command line, and may pass. */
const DISK_FAULTS: readonly string[] = ['ENOSPC', 'EDQUOT', 'EFBIG', 'EIO', 'ESTALE'];

/**
 * Opens an output. One that meets a full disk fails with the first picture, as it would in the middle of a
 * run, so that the others go on; an isolated one is opened again with each picture until that works.
 *
 * @throws What `open` throws that is no fault of the disk, such as a wrong path.
 */
export async function openSink(
  kind: Pick<InspectionSink, 'name' | 'isolated'>,
  open: () => Promise<InspectionSink>,
): Promise<InspectionSink> {
  let fault: FileError;
  try {
    return await open();
  } catch (error) {
    if (!(error instanceof FileError) || !DISK_FAULTS.includes(systemCode(error.cause)))
      throw error;
    fault = error;
  }
  let sink: InspectionSink | undefined;
  let isTold = false;
  return {
    ...kind,
    add: async (entry) => {
      isTold = true;
      if (kind.isolated !== true) throw fault;
      const opened = (sink ??= await open());
      await opened.add(entry);
    },
    close: async () => {
      // Without a picture nobody would be told.
      if (!isTold) throw fault;
      await sink?.close?.();
    },
    discard: () => sink?.discard?.(),
  };
}
