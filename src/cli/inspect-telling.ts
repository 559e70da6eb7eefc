import { counted } from '../page/format.ts';
import { printable } from '../printable.ts';
import { ExitCode, type Terminal } from './command.ts';
import { type Telling, tellingBy } from './connect-package.ts';
import type { InspectOptions } from './inspect-options.ts';

/** Where what waits to be told is kept; undefined where nothing is told. */
export function outboxOf({ connect, state }: Pick<InspectOptions, 'connect' | 'state'>) {
  return connect === undefined || state === undefined ? undefined : `${state}.outbox`;
}

/** What lets a run tell its verdicts, and waits until all are told, or says which are not. */
export type WithTelling = (
  work: (telling: Telling | undefined) => Promise<ExitCode>,
) => Promise<ExitCode>;

/**
 * Reads what the verdicts of a run are to be told to, before anything is judged.
 *
 * @throws {@link UsageError} if the package of the connectors is not installed.
 */
export async function readTelling(
  options: InspectOptions,
  { log }: Pick<Terminal, 'log'>,
): Promise<WithTelling> {
  const { connect, 'connect-wait': patience } = options;
  const outbox = outboxOf(options);
  if (connect === undefined || outbox === undefined) return async (work) => work(undefined);
  const open = await tellingBy(connect);
  return async (work) => {
    const telling = await open(outbox, log);
    let code: ExitCode;
    try {
      code = await work(telling);
    } catch (error) {
      // What ended the run is told at once; what was judged until then is told by the next one.
      await telling.close(0).catch(() => undefined);
      throw error;
    }
    const untold = await telling.close(patience);
    for (const { name, waiting, dead, fault } of untold) {
      const why = fault === null ? '' : ` (${fault})`;
      if (waiting > 0) log(`${name}: ${counted(waiting, 'verdict')} not told yet${why}`);
      if (dead > 0) log(`${name}: ${counted(dead, 'verdict')} not taken`);
    }
    if (untold.length === 0) return code;
    log(`What is not told is kept in ${printable(outbox)}: start the command again to tell it.`);
    return code === ExitCode.interrupted ? code : ExitCode.fault;
  };
}
