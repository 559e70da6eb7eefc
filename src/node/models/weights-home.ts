/**
 * Where weights are asked for, and with which token.
 *
 * @module
 */
import { DownloadError } from '../../errors.ts';
import type { PublishedModel } from '../../features/published-models.ts';
import { shown } from './http-client.ts';

const HUGGING_FACE = 'https://huggingface.co';

/** Where tokens are made. */
const TOKENS = `${HUGGING_FACE}/settings/tokens`;

/** What the environment says of Hugging Face. */
export interface HubEnvironment {
  /** HF_TOKEN: a token of the user's. */
  readonly token?: string | undefined;
  /** HF_ENDPOINT: another address of it, such as a mirror. */
  readonly endpoint?: string | undefined;
}

/** The environment of this process. */
export function hubEnvironment(): HubEnvironment {
  return { token: process.env['HF_TOKEN'], endpoint: process.env['HF_ENDPOINT'] };
}

/** The address at which a file is asked for: Hugging Face's own is exchanged for HF_ENDPOINT. */
export function addressOf(url: string, { endpoint }: HubEnvironment): string {
  const isHub = url.startsWith(`${HUGGING_FACE}/`);
  return isHub && endpoint ? endpoint.replace(/\/+$/, '') + url.slice(HUGGING_FACE.length) : url;
}

/**
 * The token in a header, for Hugging Face or what stands in for it, and never over a connection that
 * others can read.
 */
export function authorization(
  address: string,
  { token, endpoint }: HubEnvironment,
): Readonly<Record<string, string>> {
  if (!token || !URL.canParse(address)) return {};
  const { origin, protocol, hostname } = new URL(address);
  const hub = new URL(endpoint && URL.canParse(endpoint) ? endpoint : HUGGING_FACE).origin;
  const isPrivate = protocol === 'https:' || hostname === 'localhost' || hostname === '127.0.0.1';
  return origin === hub && isPrivate ? { authorization: `Bearer ${token}` } : {};
}

/** What it means that access to a model is refused, and what to do. */
export function accessError(
  address: string,
  { title, accessUrl }: PublishedModel,
  { token }: HubEnvironment,
  status: number,
): DownloadError {
  const about = { facts: { status }, options: ['from'] };
  if (accessUrl === undefined) {
    return new DownloadError(
      shown(address),
      `the server refuses access (HTTP ${status}): expected a file that all may read`,
      'Look whether a proxy or firewall stands between, or download the file by other means and name it.',
      about,
    );
  }
  if (!token) {
    return new DownloadError(
      shown(address),
      `${title} is given only to those who asked for access, and HF_TOKEN is not set (HTTP ${status}): expected a token`,
      `Sign in at ${accessUrl} and ask for access there, make a token that may read at ${TOKENS}, set HF_TOKEN to it, and try again.`,
      about,
    );
  }
  return new DownloadError(
    shown(address),
    status === 401
      ? `the token in HF_TOKEN is not valid (HTTP 401): expected one of an account with access to ${title}`
      : `the account of HF_TOKEN has no access to ${title} (HTTP 403): expected access that was asked for and granted, and a token that may read it`,
    status === 401
      ? `Make a new token that may read at ${TOKENS}, and set HF_TOKEN to it.`
      : `Ask for access at ${accessUrl}, or wait until it is granted; a fine-grained token also needs leave to read gated repositories (${TOKENS}).`,
    about,
  );
}
