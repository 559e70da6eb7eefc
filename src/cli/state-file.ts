import { FileError } from '../errors.ts';
import { withFileLock } from '../node/files/file-lock.ts';
import { JudgedStore } from '../node/inspection/judged-store.ts';
import { printable } from '../printable.ts';
import type { Terminal } from './command.ts';
import { isDiskFault } from './disk-fault.ts';

/**
 * Holds the state file of an inspection, if there is one, so that no other run adds to it.
 *
 * @param state - Its path.
 * @param part - Name of the part file.
 * @throws {@link FileError} if it cannot be held, read or written: nothing was judged by then.
 */
export async function withStateFile<T>(
  state: string | undefined,
  part: string,
  { signal, log }: Pick<Terminal, 'signal' | 'log'>,
  work: (store: JudgedStore | undefined) => Promise<T>,
): Promise<T> {
  if (state === undefined) return work(undefined);
  const onWait = (holder: string): void => log(`waiting for ${state}, held by ${holder}`);
  let isOpen = false;
  const hold = async (): Promise<T> => {
    const store = await JudgedStore.open(state, part);
    isOpen = true;
    return work(store);
  };
  try {
    return await withFileLock(state, hold, { signal, onWait });
  } catch (error) {
    throw isOpen || !isDiskFault(error) ? error : withoutMemory(state, error);
  }
}

/** A run that cannot remember what it judges would judge all of it again after a restart: better now than then. */
function withoutMemory(state: string, cause: FileError): FileError {
  return new FileError(
    `remember what is judged in ${printable(state)}`,
    cause.fault,
    `Nothing was judged yet. ${cause.remedy} A run without a state file judges all again after a restart.`,
    { cause, options: ['state'] },
  );
}
