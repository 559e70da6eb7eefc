import { existsSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { fileURLToPath } from 'node:url';
import { getRequestListener } from '@hono/node-server';
import { StationDataError } from '../errors.ts';
import { Station, type StationOptions } from '../station.ts';
import { Retention, type RetentionRules } from '../upkeep/retention.ts';
import { createApp } from './app.ts';
import { pageFiles } from './page-files.ts';

/** How a station is run. */
export interface StationRun extends StationOptions {
  readonly host: string;
  /** 0 is any that is free. */
  readonly port: number;
  /** Whether it may be reached from other machines without a login and without TLS. */
  readonly allowNetwork?: boolean;
  /** Folder of the built page; that of this package by default. */
  readonly page?: string | undefined;
  /** Which pictures go. */
  readonly keep?: RetentionRules;
  /** Told where it is reached, once it is. */
  readonly onListening: (url: string) => void;
  /** Told what goes wrong. */
  readonly log: (line: string) => void;
  /** Ends it in order. */
  readonly signal: AbortSignal;
}

const LOOPBACK: readonly string[] = ['127.0.0.1', '::1', 'localhost'];
/** The page that is published with this package, and that of a checkout. */
const PAGES = ['../../page', '../../../../apps/web/dist'];
/** How long requests may take that are under way at the end, milliseconds. */
const PATIENCE = 2000;
/** Between two looks at what may go, milliseconds. */
const UPKEEP = 600_000;

/**
 * Serves a station until it is told to end.
 *
 * @throws {@link StationDataError} if the address cannot be used, or the data folder not.
 */
export async function runStation(run: StationRun): Promise<void> {
  const { host, allowNetwork = false, log, signal, keep = {} } = run;
  if (!LOOPBACK.includes(host) && !allowNetwork) {
    throw new StationDataError(
      `listen at ${host}`,
      'other machines would reach it, without a login and unencrypted: expected 127.0.0.1',
      'Listen at 127.0.0.1, or allow the network if nobody else is in it.',
    );
  }
  const onBug = (error: unknown): void => log(describe(error));
  const station = await Station.open({ onBug, ...run });
  try {
    const folder = run.page ?? PAGES.map(toPath).find((path) => existsSync(path));
    const page = folder === undefined ? undefined : await pageFiles(folder);
    const app = createApp(station, { onBug, ...(page && { page }) });
    const listener = getRequestListener(async (request) => app.fetch(request));
    const serveRequest: RequestListener = (request, response) => {
      void listener(request, response).catch(onBug);
    };
    const server = createServer(serveRequest);
    const { database, files, locks, now } = station;
    const retention = new Retention({ database, files, locks, now });
    const upkeep = (): void => void retention.apply(keep).catch(onBug);
    upkeep();
    const timer = setInterval(upkeep, UPKEEP);
    try {
      run.onListening(await listen(server, run));
      await ended(signal);
    } finally {
      clearInterval(timer);
      await close(server);
    }
  } finally {
    await station.close();
  }
}

async function listen(server: Server, { host, port }: StationRun): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: Error) => {
      const remedy = 'Choose another port, or end the program that has it.';
      reject(new StationDataError(`listen at ${host}:${port}`, cause.message, remedy, cause));
    });
    server.listen(port, host, resolve);
  });
  const address = server.address();
  const used = typeof address === 'object' && address !== null ? address.port : port;
  return `http://${host.includes(':') ? `[${host}]` : host}:${used}/`;
}

async function ended(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** Lets requests end that are under way, and ends live streams, which have no end. */
async function close(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), PATIENCE);
  await closed;
  clearTimeout(timer);
}

function toPath(relative: string): string {
  return fileURLToPath(new URL(relative, import.meta.url));
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? '' : `: ${describe(error.cause)}`;
  return `${error.stack ?? error.message}${cause}`;
}
