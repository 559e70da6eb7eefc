import { FileError } from '../errors.ts';
import { systemCode } from '../node/files/files.ts';

/** Faults of a disk, which are none of the command line, and may pass. */
const DISK_FAULTS: readonly string[] = ['ENOSPC', 'EDQUOT', 'EFBIG', 'EIO', 'ESTALE'];

/** Whether a file could not be written for a fault of the disk, such as that it is full. */
export function isDiskFault(error: unknown): error is FileError {
  return error instanceof FileError && DISK_FAULTS.includes(systemCode(error.cause));
}
