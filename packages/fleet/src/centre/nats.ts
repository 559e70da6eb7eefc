import { readFile } from 'node:fs/promises';
import {
  connect,
  credsAuthenticator,
  errors,
  type NatsConnection,
  type NodeConnectionOptions,
} from '@nats-io/transport-node';
import { JetStreamApiError, JetStreamError } from '@nats-io/jetstream';
import { ArgumentRangeError } from 'fewgood';
import { FleetServerError } from '../errors.ts';

/** Where NATS is. */
export interface NatsPlace {
  /** `nats://[USER:PASSWORD@]HOST:PORT`, or `tls://…`; several servers of a cluster separated by commas. */
  readonly nats: string;
  /** A credentials file, as `nsc` makes it. */
  readonly credentials?: string | undefined;
}

/** Milliseconds between two looks whether the server is there: half-open connections are found after three. */
const PING = 10_000;
/** Milliseconds between two attempts to come back. */
const RECONNECT = 1000;
/** Milliseconds in which a server must answer. */
const TIMEOUT = 10_000;

/**
 * Connects to NATS; a connection that is lost comes back by itself, however long that takes.
 *
 * @param name - What the server calls the connection.
 * @throws {@link ArgumentRangeError} if the address is none, or the credentials cannot be read.
 * @throws {@link FleetServerError} if no server answers.
 */
export async function connectNats(place: NatsPlace, name: string): Promise<NatsConnection> {
  const options = await optionsOf(place);
  try {
    return await connect({
      ...options,
      name,
      timeout: TIMEOUT,
      pingInterval: PING,
      maxReconnectAttempts: -1,
      reconnectTimeWait: RECONNECT,
    });
  } catch (cause) {
    throw new FleetServerError(`NATS at ${String(options.servers)}`, messageOf(cause), cause);
  }
}

async function optionsOf({ nats, credentials }: NatsPlace): Promise<NodeConnectionOptions> {
  const urls = nats.split(',').map((address) => toUrl(address.trim()));
  const [first] = urls;
  const user = decodeURIComponent(first?.username ?? '');
  const pass = decodeURIComponent(first?.password ?? '');
  return {
    servers: urls.map(({ hostname, port }) => `${hostname}:${port || '4222'}`),
    ...(user !== '' && (pass === '' ? { token: user } : { user, pass })),
    ...(urls.some(({ protocol }) => protocol === 'tls:') && { tls: {} }),
    ...(credentials !== undefined && {
      authenticator: credsAuthenticator(new Uint8Array(await readCredentials(credentials))),
    }),
  };
}

function toUrl(address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url?.hostname && (url.protocol === 'nats:' || url.protocol === 'tls:')) return url;
  throw new ArgumentRangeError('nats', `"${address}"`, 'an address such as nats://127.0.0.1:4222');
}

async function readCredentials(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (cause) {
    const expected = 'a credentials file that can be read';
    throw new ArgumentRangeError('natsCreds', `${file}: ${messageOf(cause)}`, expected);
  }
}

/** Errors of NATS that say nothing of what was asked: it was not answered. */
const UNANSWERED = [
  errors.TimeoutError,
  errors.RequestError,
  errors.ConnectionError,
  errors.ClosedConnectionError,
  errors.NoRespondersError,
  JetStreamError,
];

/** Whether an error says that NATS does not answer now, or is not ready yet. */
export function isNatsAway(error: unknown): boolean {
  if (error instanceof JetStreamApiError) return error.status === 503;
  if (error instanceof FleetServerError) return isNatsAway(error.cause);
  if (UNANSWERED.some((kind) => error instanceof kind)) return true;
  // No one answers for JetStream while a server starts; its class is not exported.
  return error instanceof Error && error.name === 'JetStreamNotEnabled';
}

/** What an error says. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
