import type { ErrorBody } from '@fewgood/station/api';
import { Fault, type FaultKind } from '../ports/fault.ts';

/** Where the station's API begins. */
export const BASE = '/api';

const KINDS: Readonly<Record<number, FaultKind>> = {
  401: 'signed-out',
  403: 'forbidden',
  404: 'missing',
  429: 'busy',
  503: 'busy',
};

/**
 * Asks the station.
 *
 * @param path - Behind `/api`.
 * @returns Its answer's body, as the station's schemas describe it.
 * @throws {@link Fault} if it does not answer, or answers that it will not.
 */
export async function ask<T>(path: string, init: RequestInit = {}): Promise<T> {
  const response = await reach(path, init);
  if (!response.ok) throw await faultOf(response);
  const text = await response.text();
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- page and server are of one version
  return (text === '' ? undefined : JSON.parse(text)) as T;
}

/** Asks the station for what it has, until the signal says that nobody wants it any more. */
export async function get<T>(path: string, signal?: AbortSignal): Promise<T> {
  return ask<T>(path, { signal: signal ?? null });
}

/** Sends a value as JSON. */
export async function send<T>(method: 'POST' | 'PATCH' | 'PUT', path: string, body: unknown) {
  return ask<T>(path, {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

async function reach(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(`${BASE}${path}`, { ...init, credentials: 'same-origin' });
  } catch (error) {
    if (init.signal?.aborted === true) throw error;
    throw new Fault('unreachable', 'Cannot reach the station');
  }
}

async function faultOf(response: Response): Promise<Fault> {
  const { status, headers } = response;
  const kind = KINDS[status] ?? (status < 500 ? 'refused' : kindOfServerFault(status));
  const seconds = Number(headers.get('retry-after') ?? Number.NaN);
  const retryAfter = Number.isFinite(seconds) ? seconds : null;
  const { message, remedy, code, facts } = noticeOf(await response.text(), status);
  return new Fault(kind, message, { remedy, retryAfter, code, facts });
}

/** What the body says is wrong; a gateway's body is no JSON. */
function noticeOf(text: string, status: number): ErrorBody['error'] {
  try {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- page and server are of one version
    return (JSON.parse(text) as ErrorBody).error;
  } catch {
    return { message: `Status ${String(status)}`, remedy: '', code: '', facts: {} };
  }
}

/** A gateway that does not reach the station says 502 or 504. */
function kindOfServerFault(status: number): FaultKind {
  return status === 502 || status === 504 ? 'unreachable' : 'broken';
}

/** A query of those values that there are, with its question mark; empty where there are none. */
export function queryOf(
  values: Readonly<Record<string, string | number | null | undefined>>,
): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    if (value !== undefined && value !== null) query.set(name, String(value));
  }
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}
