import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { createSecureContext } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { getRequestListener } from '@hono/node-server';
import { StationDataError } from '../errors.ts';
import { runSources } from '../sources/run-sources.ts';
import type { Source } from '../sources/source.ts';
import { Station, type StationOptions } from '../station.ts';
import { Retention, type RetentionRules } from '../upkeep/retention.ts';
import { noLogin } from './access.ts';
import { createApp } from './app.ts';
import { loginPolicy } from './login-policy.ts';
import { LOOPBACK } from './loopback.ts';
import { pageFiles } from './page-files.ts';

/** How a station is run. */
export interface StationRun extends StationOptions {
  readonly host: string;
  /** 0 is any that is free. */
  readonly port: number;
  /** Whether people sign in; without it, only this machine reaches the station. */
  readonly login?: boolean;
  /** Paths of a certificate with its chain and of its key, PEM: the station is reached by HTTPS. */
  readonly tls?: { readonly cert: string; readonly key: string } | undefined;
  /** Whether other machines may reach it by HTTP, which anybody on the way reads. */
  readonly insecureHttp?: boolean;
  /** Folder of the built page; that of this package by default. */
  readonly page?: string | undefined;
  /** Which pictures go. */
  readonly keep?: RetentionRules;
  /** Told where it is reached, once it is. */
  readonly onListening: (url: string) => void;
  /** Told the link by which the first administrator sets a password, where there is none yet. */
  readonly onFirstStart?: (link: string) => void;
  /** Where it takes pictures from by itself. */
  readonly sources?: readonly Source[];
  /** Works on the station once it is reached, until the signal says that it ends; what fails of it ends the station. */
  readonly onStart?: (station: Station, signal: AbortSignal) => Promise<void>;
  /** Told what goes wrong, and that it is an error where the station does not cope with it by itself. */
  readonly log: (line: string, level?: 'error') => void;
  /** Ends it in order. */
  readonly signal: AbortSignal;
}

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
 * @throws {@link Error} of a source that cannot begin, or of `onStart`; then the station has ended.
 */
export async function runStation(run: StationRun): Promise<void> {
  const { login = true, log, keep = {} } = run;
  assertSafe(run);
  const tls = await readTls(run);
  const onBug = (error: unknown): void => log(describe(error), 'error');
  const station = await Station.open({ onBug, ...run });
  try {
    const folder = run.page ?? PAGES.map(toPath).find((path) => existsSync(path));
    const page = folder === undefined ? undefined : await pageFiles(folder);
    const policy = login ? loginPolicy(station.people) : noLogin;
    const app = createApp(station, { onBug, policy, ...(page && { page }) });
    const listener = getRequestListener(async (request, env) => app.fetch(request, env));
    const serveRequest: RequestListener = (request, response) => {
      void listener(request, response).catch(onBug);
    };
    const server =
      tls === undefined ? createServer(serveRequest) : createTlsServer(tls, serveRequest);
    const { database, files, locks, now } = station;
    const retention = new Retention({ database, files, locks, now });
    const upkeep = (): void => void retention.apply(keep).catch(onBug);
    upkeep();
    const timer = setInterval(upkeep, UPKEEP);
    try {
      const url = await listen(server, run);
      const first = login ? await station.people.persons.firstLink() : undefined;
      run.onListening(url);
      if (first !== undefined) run.onFirstStart?.(`${url}invitation#${first.token}`);
      await atWork(station, run);
    } finally {
      clearInterval(timer);
      await close(server);
    }
  } finally {
    await station.close();
  }
}

/** @throws {@link StationDataError} if others than are meant to would reach the station, or read what is sent. */
function assertSafe({ host, login = true, tls, insecureHttp = false }: StationRun): void {
  if (LOOPBACK.includes(host)) return;
  const task = `listen at ${host}`;
  if (!login) {
    throw new StationDataError(
      task,
      'other machines would reach it, and nobody signs in: expected 127.0.0.1',
      'Listen at 127.0.0.1, or let people sign in.',
    );
  }
  if (tls === undefined && !insecureHttp) {
    throw new StationDataError(
      task,
      'passwords and pictures would travel unencrypted: expected a certificate',
      'Name a certificate and its key, or allow HTTP if the network is yours alone.',
    );
  }
}

/** @throws {@link StationDataError} if certificate or key cannot be read, or do not belong together. */
async function readTls({ tls }: StationRun): Promise<{ cert: Buffer; key: Buffer } | undefined> {
  if (tls === undefined) return undefined;
  try {
    const [cert, key] = await Promise.all([readFile(tls.cert), readFile(tls.key)]);
    createSecureContext({ cert, key });
    return { cert, key };
  } catch (cause) {
    throw new StationDataError(
      `use the certificate ${tls.cert} with the key ${tls.key}`,
      `${cause instanceof Error ? cause.message : String(cause)}: expected two PEM files that belong together`,
      'Check both files, and that the station may read them.',
      cause,
    );
  }
}

async function listen(server: Server, { host, port, tls }: StationRun): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: Error) => {
      const remedy = 'Choose another port, or end the program that has it.';
      reject(new StationDataError(`listen at ${host}:${port}`, cause.message, remedy, cause));
    });
    server.listen(port, host, resolve);
  });
  const address = server.address();
  const used = typeof address === 'object' && address !== null ? address.port : port;
  return `http${tls === undefined ? '' : 's'}://${host.includes(':') ? `[${host}]` : host}:${used}/`;
}

/** All that works on the station until it is told to end. What fails ends the others, too, before its fault is told. */
async function atWork(
  station: Station,
  { sources = [], onStart, log, signal: told }: StationRun,
): Promise<void> {
  const failed = new AbortController();
  const signal = AbortSignal.any([told, failed.signal]);
  const work = [runSources(sources, { station, log, signal }), onStart?.(station, signal)];
  const guarded = work.map(async (one) => one?.catch((error: unknown) => failed.abort(error)));
  await ended(signal);
  await Promise.all(guarded);
  failed.signal.throwIfAborted();
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
