import type { FileError } from '../errors.ts';
import type { InspectionSink } from '../inspection/run.ts';
import { isDiskFault } from './disk-fault.ts';

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
    if (!isDiskFault(error)) throw error;
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
