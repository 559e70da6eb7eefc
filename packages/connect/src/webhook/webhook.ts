import { z } from 'zod';
import {
  type Environment,
  hasNoPassword,
  named,
  outletSettings,
  secretSchema,
} from '../config/common-settings.ts';
import { readVariable } from '../config/secret-text.ts';
import type { Connector } from '../connector.ts';
import { ConnectorError, DeliveryError } from '../errors.ts';
import type { OutgoingMessage } from '../message.ts';
import { secretBytes, signWebhook } from './sign.ts';

/** Headers that the connector sets itself. */
const RESERVED = /^(?:webhook-|idempotency-key$|content-|host$|connection$|transfer-encoding$)/i;

export const webhookSchema = z.strictObject({
  kind: z.literal('webhook'),
  ...named,
  ...outletSettings,
  url: z.url({ protocol: /^https?$/ }).refine(hasNoPassword, 'expected one without a password'),
  secret: secretSchema,
  /** Values of further headers, each an environment variable: what a gateway asks for. */
  headers: z
    .record(z.string(), secretSchema)
    .default({})
    .refine(
      (headers) => Object.keys(headers).every(isFree),
      'expected names of headers that the connector does not set itself',
    ),
  timeoutSeconds: z.number().min(0.1).max(300).default(10),
});
export type WebhookSettings = z.infer<typeof webhookSchema>;

/** Of an answer, this much is told to whoever looks for the fault. */
const SHOWN = 200;
/** Answers that say something of the message, which will be no other next time. */
const REFUSALS = new Set([400, 406, 409, 413, 415, 422]);
/** Answers that say nothing of the message: of where it was sent, of who sent it, of the moment. */
const AWAY = new Set([401, 403, 404, 405, 407, 408, 410, 421, 425, 429, 502, 503, 504]);

/**
 * Posts each verdict as JSON, signed by Standard Webhooks, with the id of the inspection as idempotency key.
 *
 * @throws {@link ConnectorError} if a secret is not there, or is none.
 */
export function createWebhook(settings: WebhookSettings, environment: Environment): Connector {
  const { name, kind } = settings;
  const secret = readSecret(settings, environment);
  const more = Object.entries(settings.headers).map(([header, { env }]): [string, string] => {
    const what = `the value of the header ${header}`;
    return [header, readVariable(env, { connector: name, what, environment })];
  });
  const headers = new Headers(more);
  const deliver = async (outgoing: OutgoingMessage, signal: AbortSignal): Promise<void> => {
    const response = await post(outgoing, { settings, secret, headers, signal });
    if (response.ok) {
      await response.body?.cancel();
      return;
    }
    const { status } = response;
    const words = (await response.text().catch(() => '')).slice(0, SHOWN);
    const seconds = Number(response.headers.get('retry-after') ?? NaN);
    throw new DeliveryError(name, `it answered ${status}${words === '' ? '' : ` (${words})`}`, {
      end: REFUSALS.has(status) ? 'refused' : AWAY.has(status) ? 'away' : 'failed',
      ...(seconds > 0 && { retryAfter: seconds }),
    });
  };
  return { name, kind, place: new URL(settings.url).host, outlet: { settings, deliver } };
}

interface Post {
  readonly settings: WebhookSettings;
  readonly secret: Uint8Array;
  readonly headers: Headers;
  readonly signal: AbortSignal;
}

/** @throws {@link DeliveryError} if no answer comes in time. */
async function post({ key, body }: OutgoingMessage, to: Post): Promise<Response> {
  const { name, url, timeoutSeconds } = to.settings;
  const timestamp = Math.floor(Date.now() / 1000);
  const headers = new Headers(to.headers);
  headers.set('content-type', 'application/json');
  headers.set('idempotency-key', key);
  headers.set('webhook-id', key);
  headers.set('webhook-timestamp', String(timestamp));
  headers.set('webhook-signature', signWebhook(to.secret, { id: key, timestamp, body }));
  const timeout = AbortSignal.timeout(timeoutSeconds * 1000);
  try {
    return await fetch(url, {
      method: 'POST',
      headers,
      body,
      // Another address is one that nobody chose.
      redirect: 'manual',
      signal: AbortSignal.any([to.signal, timeout]),
    });
  } catch (cause) {
    const fault = timeout.aborted ? `no answer in ${timeoutSeconds} s` : reasonOf(cause);
    throw new DeliveryError(name, fault, { end: 'away', cause });
  }
}

/** `fetch` says what went wrong in the cause of its error. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message || error.message : error.message;
}

/** @throws {@link ConnectorError} if it is not there, or is none. */
function readSecret({ name, secret: { env } }: WebhookSettings, environment: Environment) {
  const text = readVariable(env, { connector: name, what: 'its secret', environment });
  const bytes = secretBytes(text);
  if (bytes !== undefined) return bytes;
  throw new ConnectorError(
    `use the secret of ${name}`,
    `${env} has none: expected whsec_ and 24 to 64 bytes in base64`,
    'Make one: echo "whsec_$(openssl rand -base64 32)"',
  );
}

function isFree(header: string): boolean {
  return /^[\w-]+$/.test(header) && !RESERVED.test(header);
}
