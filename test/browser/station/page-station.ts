import { runStation, type StationRun } from '../../../packages/station/src/server/run-station.ts';

/** A real station with the page, on a port of its own. */
export interface PageStation {
  /** Its origin. */
  readonly url: string;
  /** The link of the first administrator; undefined where there is one, or nobody signs in. */
  readonly firstLink: string | undefined;
  /** Ends it in order; throws what went wrong meanwhile. */
  readonly close: () => Promise<void>;
}

/** How the station is run. */
interface PageStationOptions {
  /** 0 is any that is free. */
  readonly port?: number;
  /** Whether people sign in. */
  readonly login?: boolean;
  /** Works on the station while it runs. */
  readonly onStart?: StationRun['onStart'];
}

/**
 * Starts a station over a folder.
 *
 * @param page - Folder of the built page.
 */
export async function startPageStation(
  data: string,
  page: string,
  { port = 0, login = false, onStart }: PageStationOptions = {},
): Promise<PageStation> {
  const ending = new AbortController();
  const log: string[] = [];
  let firstLink: string | undefined;
  let running = Promise.resolve();
  const address = await new Promise<string>((resolve, reject) => {
    running = runStation({
      data,
      page,
      port,
      host: '127.0.0.1',
      login,
      reserveBytes: 0,
      ...(onStart && { onStart }),
      // The link comes right after it.
      onListening: (url) => setImmediate(() => resolve(url)),
      onFirstStart: (link) => {
        firstLink = link;
      },
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
  return { url: new URL(address).origin, firstLink, close };
}
