import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FewgoodError } from 'fewgood';
import { AnswerError } from '../api/client.ts';
import { StationDataError } from '../errors.ts';
import { runStation, type StationRun } from '../server/run-station.ts';
import type { Station } from '../station.ts';
import { DemoClock } from './demo-clock.ts';
import { DEMO_BEHIND, type DemoProgress, fillDemo } from './fill-demo.ts';

/** How a demo is run. */
export interface DemoRun extends Omit<
  StationRun,
  'data' | 'database' | 'login' | 'clock' | 'onStart' | 'onFirstStart'
> {
  /** An empty folder, which keeps it; by default a temporary one, which goes at the end. */
  readonly data?: string | undefined;
  readonly onProgress: DemoProgress;
  /** Told once all is there. */
  readonly onFilled: () => void;
}

/**
 * Serves a station that fills itself with drawn parts until it is told to end. Nobody signs in, so that it listens
 * at this machine alone.
 *
 * @throws {@link StationDataError} if the folder is not empty, or as {@link runStation}.
 */
export async function runDemo(run: DemoRun): Promise<void> {
  const { data, onProgress, onFilled, log } = run;
  if (data !== undefined) await assertEmpty(data);
  const folder = data ?? (await mkdtemp(join(tmpdir(), 'fewgood-demo-')));
  const clock = new DemoClock(DEMO_BEHIND);
  const onStart = async (station: Station, signal: AbortSignal): Promise<void> => {
    try {
      await fillDemo({ station, clock, onProgress, signal });
      onFilled();
    } catch (error) {
      if (signal.aborted) return;
      // Somebody was quicker, such as by removing the part; the station goes on.
      if (!(error instanceof FewgoodError || error instanceof AnswerError)) throw error;
      log(`The demo is not filled to its end: ${error.message}`);
    } finally {
      clock.catchUp(0);
    }
  };
  try {
    await runStation({ ...run, data: folder, login: false, clock: clock.now, onStart });
  } finally {
    if (data === undefined) await rm(folder, { recursive: true, force: true });
  }
}

/** @throws {@link StationDataError} if something is in the folder, or it is none. */
async function assertEmpty(data: string): Promise<void> {
  const task = `fill ${data} with the demo`;
  const remedy =
    'Name a folder that is empty or not there yet, or none: then it is a temporary one.';
  let names: string[];
  try {
    names = await readdir(data);
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return;
    const fault = `${cause instanceof Error ? cause.message : String(cause)}: expected an empty folder`;
    throw new StationDataError(task, fault, remedy, cause);
  }
  const [name] = names;
  if (name === undefined) return;
  throw new StationDataError(task, `${name} is in it: expected an empty folder`, remedy);
}
