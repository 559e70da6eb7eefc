import { runStation } from '../../../packages/station/src/server/run-station.ts';

/** A real station with the page, on a port of its own. */
export interface PageStation {
  /** Its origin. */
  readonly url: string;
  /** Ends it in order; throws what went wrong meanwhile. */
  readonly close: () => Promise<void>;
}

/**
 * Starts a station over a folder.
 *
 * @param page - Folder of the built page.
 * @param port - 0 is any that is free.
 */
export async function startPageStation(data: string, page: string, port = 0): Promise<PageStation> {
  const ending = new AbortController();
  const log: string[] = [];
  let running = Promise.resolve();
  const address = await new Promise<string>((resolve, reject) => {
    running = runStation({
      data,
      page,
      port,
      host: '127.0.0.1',
      login: false,
      reserveBytes: 0,
      onListening: resolve,
      log: (line) => log.push(line),
      signal: ending.signal,
    });
    running.catch(reject);
  });
  const close = async (): Promise<void> => {
    ending.abort();
    await running;
    if (log.length > 0) throw new Error(`The station met faults:\n${log.join('\n')}`);
  };
  return { url: new URL(address).origin, close };
}
