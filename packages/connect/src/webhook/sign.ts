import { createHmac } from 'node:crypto';

/** What stands before the base64 of a secret, by the specification. */
const SECRET_PREFIX = 'whsec_';

/** Bytes of a secret, by the specification. */
const [LEAST_BYTES, MOST_BYTES] = [24, 64];

/** The bytes of a secret, `whsec_` and base64; undefined if it is none. */
export function secretBytes(secret: string): Uint8Array | undefined {
  const text = secret.startsWith(SECRET_PREFIX) ? secret.slice(SECRET_PREFIX.length) : undefined;
  if (text === undefined || !/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return undefined;
  const bytes = Buffer.from(text, 'base64');
  return bytes.length < LEAST_BYTES || bytes.length > MOST_BYTES ? undefined : bytes;
}

/** What is signed. */
interface Signed {
  readonly id: string;
  /** Seconds since 1970. */
  readonly timestamp: number;
  readonly body: string;
}

/**
 * Signs a webhook: HMAC-SHA256 of id, time and body.
 *
 * @returns The value of `webhook-signature` (Standard Webhooks 1.0, https://www.standardwebhooks.com/).
 */
export function signWebhook(secret: Uint8Array, { id, timestamp, body }: Signed): string {
  const hash = createHmac('sha256', secret).update(`${id}.${timestamp}.${body}`).digest('base64');
  return `v1,${hash}`;
}
