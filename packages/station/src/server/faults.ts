import type { Hook } from '@hono/zod-openapi';
import { FewgoodError } from 'fewgood';
import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { ErrorBody } from '../api/common.ts';
import {
  type FaultStatus,
  InvalidRequestError,
  NotFoundError,
  StationError,
  UnavailableError,
  UnreadableError,
} from '../errors.ts';
import { ThreadEndedError } from '../judging/thread.ts';
import { isDatabaseAway } from '../store/database-away.ts';
import type { StationEnv } from './access.ts';

/** Makes an error of what a schema does not take. */
// oxlint-disable-next-line typescript/no-explicit-any -- the hook is the same for whatever was validated
export const refuseInvalid: Hook<any, StationEnv, any, void> = (result) => {
  if (result.success) return;
  const issues = result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new InvalidRequestError(`${result.target}: ${issues.join('; ')}`, { issues });
};

/** Codes of the library's errors that are about what was sent. */
const ABOUT_WHAT_WAS_SENT: readonly string[] = [
  'IMAGE_UNREADABLE',
  'PART_UNUSABLE',
  'MODEL_UNUSABLE',
  'ARGUMENT_RANGE',
  'SETTINGS_INVALID',
  'SUPPORT_SET_UNUSABLE',
];

/** Seconds after which a database may be back. */
const RETRY_SECONDS = 2;

/** The answer to an error; a bug tells nothing to the caller but that it is one. */
export function answerFault(
  error: unknown,
  context: Context,
  onBug: (error: unknown) => void,
): Response {
  const fault = faultOf(error, onBug);
  const retry =
    fault.retryAfter === undefined ? {} : { 'retry-after': String(Math.ceil(fault.retryAfter)) };
  return context.json(fault.body, fault.status, retry);
}

interface Fault {
  readonly status: FaultStatus;
  readonly body: ErrorBody;
  readonly retryAfter?: number | undefined;
}

function faultOf(error: unknown, onBug: (error: unknown) => void): Fault {
  if (error instanceof StationError) {
    return { status: error.status, body: bodyOf(error), retryAfter: error.retryAfter };
  }
  if (error instanceof FewgoodError && ABOUT_WHAT_WAS_SENT.includes(error.code)) {
    const unreadable = new UnreadableError(error);
    return { status: unreadable.status, body: bodyOf(unreadable) };
  }
  // A body that is no JSON.
  if (error instanceof HTTPException && error.status < 500) {
    return { status: 400, body: bodyOf(new InvalidRequestError(error.message)) };
  }
  if (error instanceof ThreadEndedError && error.wasToldTo) return faultOf(threadAway(), onBug);
  onBug(error);
  if (isDatabaseAway(error)) return faultOf(databaseAway(), onBug);
  const notice = {
    code: 'INTERNAL',
    message: 'Cannot answer: something went wrong in the station',
    remedy: 'Try again; the log of the station tells more.',
    facts: {},
  };
  return { status: 500, body: { error: notice } };
}

function databaseAway(): UnavailableError {
  return new UnavailableError(
    'answer',
    'the database does not answer',
    'Try again; the log of the station tells more.',
    RETRY_SECONDS,
  );
}

/** Another's work was cancelled, or the station ends: neither is a bug. */
function threadAway(): UnavailableError {
  return new UnavailableError('answer', 'the work was ended meanwhile', 'Try again.', 1);
}

function bodyOf(error: FewgoodError): ErrorBody {
  const { code, message, remedy } = error;
  return { error: { code, message, remedy, facts: plainFacts(error) } };
}

/** The facts as JSON has them, which may be changed. */
function plainFacts({ facts }: Pick<FewgoodError, 'facts'>): ErrorBody['error']['facts'] {
  return JSON.parse(JSON.stringify(facts));
}

/** The answer where there is no such route. */
export function answerMissing(context: Context): Response {
  const missing = new NotFoundError('the page', new URL(context.req.url).pathname);
  return context.json(bodyOf(missing), 404);
}
