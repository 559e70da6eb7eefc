import { hc } from 'hono/client';
import type { StationApi } from '../server/app.ts';
import { type ErrorBody, errorSchema, type Notice } from './common.ts';

/** The API, typed: `client.api.parts.$get({ query: {} })`. */
export type StationClient = ReturnType<typeof hc<StationApi>>;

/**
 * A client of the station.
 *
 * A body of bytes is passed beside the rest: `client.api.inspections.$post({ query, header }, { init: { body } })`.
 *
 * @param base - Such as `http://127.0.0.1:7070`; `/` in a page of the station.
 */
export function createStationClient(
  base: string,
  options: Parameters<typeof hc<StationApi>>[1] = {},
): StationClient {
  return hc<StationApi>(base, options);
}

/** An answer that is no success. */
export class AnswerError extends Error {
  static {
    this.prototype.name = 'AnswerError';
  }
  readonly status: number;
  /** What is wrong, and what to do. */
  readonly notice: Notice;
  /** Seconds after which it may be tried again, if the station says so. */
  readonly retryAfter: number | undefined;

  constructor(status: number, notice: Notice, retryAfter: number | undefined) {
    super(notice.message);
    this.status = status;
    this.notice = notice;
    this.retryAfter = retryAfter;
  }
}

/** An answer of the client, whose `json` is typed by the route. */
interface Answer<T> extends Pick<Response, 'ok' | 'status' | 'headers' | 'text'> {
  json(): Promise<T>;
}

/**
 * What a successful answer holds.
 *
 * @throws {@link AnswerError} if it is none.
 */
export async function readAnswer<T>(answer: Answer<T> | Promise<Answer<T>>): Promise<T> {
  const response = await answer;
  if (response.ok) return response.json();
  const { error } = readFault(await response.text(), response.status);
  const seconds = Number(response.headers.get('retry-after') ?? NaN);
  throw new AnswerError(response.status, error, Number.isFinite(seconds) ? seconds : undefined);
}

function readFault(text: string, status: number): ErrorBody {
  try {
    return errorSchema.parse(JSON.parse(text));
  } catch {
    const message = `Cannot read the answer: status ${status}`;
    return { error: { code: 'ANSWER', message, remedy: 'Try again.', facts: {} } };
  }
}
