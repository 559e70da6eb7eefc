/**
 * Every error that the station throws on purpose, each with the status that the API answers with.
 *
 * @module
 */
import { type Facts, FewgoodError } from 'fewgood';

/** Status codes of answers that are no success. */
export type FaultStatus = 400 | 401 | 403 | 404 | 409 | 413 | 422 | 429 | 500 | 503;

/** Base class: an error with the status that it is answered with. */
export abstract class StationError extends FewgoodError {
  abstract readonly status: FaultStatus;
  /** Seconds after which it may be tried again; undefined where that would not help. */
  readonly retryAfter: number | undefined = undefined;
}

/** A request is not as the API describes it. */
export class InvalidRequestError extends StationError {
  static {
    this.prototype.name = 'InvalidRequestError';
  }
  readonly code = 'REQUEST_INVALID';
  readonly status = 400;

  constructor(fault: string, facts: Facts = {}) {
    super(`Cannot take the request: ${fault}`, 'Send it as /api/openapi.json describes it.', {
      facts,
    });
  }
}

/** Nobody is logged in, or the token is not known. */
export class UnauthenticatedError extends StationError {
  static {
    this.prototype.name = 'UnauthenticatedError';
  }
  readonly code = 'UNAUTHENTICATED';
  readonly status = 401;

  constructor() {
    super('Cannot tell who asks: expected a login or a token', 'Log in, or send a token.');
  }
}

/** A name and a password do not belong together, or a link is not valid. */
export class SignInError extends StationError {
  static {
    this.prototype.name = 'SignInError';
  }
  readonly code = 'SIGN_IN';
  readonly status = 401;

  /** @param fault - Without a word about which of both is wrong. */
  constructor(fault: string, remedy: string) {
    super(`Cannot sign in: ${fault}`, remedy);
  }
}

/** Too many attempts to sign in. */
export class TooManyAttemptsError extends StationError {
  static {
    this.prototype.name = 'TooManyAttemptsError';
  }
  readonly code = 'TOO_MANY_ATTEMPTS';
  readonly status = 429;
  override readonly retryAfter: number;

  constructor(retryAfter: number) {
    super(
      `Cannot sign in: too many attempts failed: expected none for ${retryAfter} s`,
      'Wait, or ask an administrator for a link.',
      { facts: { retryAfter } },
    );
    this.retryAfter = retryAfter;
  }
}

/** The role of the caller does not allow it. */
export class ForbiddenError extends StationError {
  static {
    this.prototype.name = 'ForbiddenError';
  }
  readonly code = 'FORBIDDEN';
  readonly status = 403;

  constructor(found: string, expected: string) {
    super(
      `Cannot do this as ${found}: expected ${expected}`,
      'Ask somebody whose role allows it, or an administrator for the role.',
      { facts: { found, expected } },
    );
  }
}

/** There is nothing of that id. */
export class NotFoundError extends StationError {
  static {
    this.prototype.name = 'NotFoundError';
  }
  readonly code = 'NOT_FOUND';
  readonly status = 404;

  constructor(what: string, id: string | number) {
    super(
      `Cannot find ${what} ${id}: expected one that is here`,
      'Look at the list of those that are.',
      { facts: { what, id } },
    );
  }
}

/** A picture of a study that the station can say nothing of. */
export class UnreadableStudyPictureError extends StationError {
  static {
    this.prototype.name = 'UnreadableStudyPictureError';
  }
  readonly code = 'STUDY_PICTURE';
  readonly status = 422;

  constructor(name: string) {
    super(
      `Cannot judge ${name} for the study: it cannot be read`,
      'Cancel the study, and plan it without that picture.',
      { facts: { name } },
    );
  }
}

/** What is asked for does not fit what is there. */
export class ConflictError extends StationError {
  static {
    this.prototype.name = 'ConflictError';
  }
  readonly code = 'CONFLICT';
  readonly status = 409;

  constructor(task: string, fault: string, remedy: string, facts: Facts = {}) {
    super(`Cannot ${task}: ${fault}`, remedy, { facts });
  }
}

/** Regression pictures stand against a version of a part. */
export class RegressionError extends StationError {
  static {
    this.prototype.name = 'RegressionError';
  }
  readonly code = 'REGRESSION';
  readonly status = 409;

  /** @param broken - Names of the pictures, each with what the version says of it. */
  constructor(version: number, broken: readonly { name: string; verdict: string | null }[]) {
    const names = broken.map(({ name, verdict }) => `${name} (${verdict ?? 'not judged'})`);
    super(
      `Cannot let version ${version} judge: it does not stop ${names.join(', ')}`,
      'Learn the part better, or override it with a reason.',
      { facts: { version, broken: broken.map(({ name, verdict }) => ({ name, verdict })) } },
    );
  }
}

/** A body is larger than is taken. */
export class TooLargeError extends StationError {
  static {
    this.prototype.name = 'TooLargeError';
  }
  readonly code = 'TOO_LARGE';
  readonly status = 413;

  constructor(limit: number) {
    super(
      `Cannot take the body: it is larger than ${limit} bytes`,
      'Send a smaller picture or file, or start the station with a higher limit.',
      { facts: { limit } },
    );
  }
}

/** A picture or a part file cannot be read. */
export class UnreadableError extends StationError {
  static {
    this.prototype.name = 'UnreadableError';
  }
  readonly code: string;
  readonly status = 422;

  /** @param cause - What the library says of it. */
  constructor(cause: FewgoodError) {
    super(cause.message, cause.remedy, { facts: cause.facts, cause });
    this.code = cause.code;
  }
}

/** The queue is full, for now. */
export class QueueFullError extends StationError {
  static {
    this.prototype.name = 'QueueFullError';
  }
  readonly code = 'QUEUE_FULL';
  readonly status = 429;
  override readonly retryAfter: number;

  constructor(waiting: number, limit: number, retryAfter: number) {
    super(
      `Cannot take another picture: ${waiting} wait to be judged: expected fewer than ${limit}`,
      `Send it again with the same key in ${retryAfter} s, or send fewer a second.`,
      { facts: { waiting, limit, retryAfter } },
    );
    this.retryAfter = retryAfter;
  }
}

/** Nothing more can be taken until somebody looks after the machine, or while it starts or ends. */
export class UnavailableError extends StationError {
  static {
    this.prototype.name = 'UnavailableError';
  }
  readonly code = 'UNAVAILABLE';
  readonly status = 503;
  override readonly retryAfter: number;

  constructor(task: string, fault: string, remedy: string, retryAfter: number) {
    super(`Cannot ${task}: ${fault}`, remedy, { facts: { retryAfter } });
    this.retryAfter = retryAfter;
  }
}

/** The data folder, its database or a backup cannot be used. */
export class StationDataError extends StationError {
  static {
    this.prototype.name = 'StationDataError';
  }
  readonly code = 'STATION_DATA';
  readonly status = 500;

  constructor(task: string, fault: string, remedy: string, cause?: unknown) {
    super(`Cannot ${task}: ${fault}`, remedy, { cause });
  }
}

/** The records of a Gauge R&R study are not those of a complete one. */
export class StudyDataError extends StationError {
  static {
    this.prototype.name = 'StudyDataError';
  }
  readonly code = 'STUDY_DATA';
  readonly status = 422;

  /**
   * @param found - What is wrong with the study.
   * @param expected - What it should be.
   */
  constructor(found: string, expected: string) {
    super(
      `Cannot take the study: ${found}: expected ${expected}`,
      'Name each part and appraiser, and let each appraiser judge each part once in each trial.',
      { facts: { found, expected } },
    );
  }
}
