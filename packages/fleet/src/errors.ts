/**
 * Every error that a fleet throws on purpose.
 *
 * @module
 */
import { type Facts, FewgoodError } from 'fewgood';

/** A server that the fleet works by does not answer, or not as it should. */
export class FleetServerError extends FewgoodError {
  static {
    this.prototype.name = 'FleetServerError';
  }
  readonly code = 'FLEET_SERVER';

  /** @param server - Its name, without what is secret in its address. */
  constructor(server: string, fault: string, cause?: unknown) {
    super(
      `Cannot reach ${server}: ${fault}: expected a server that answers`,
      'Start it, or check address, credentials and network.',
      { facts: { server }, cause },
    );
  }
}

/** What is asked for does not fit what the fleet has. */
export class FleetConflictError extends FewgoodError {
  static {
    this.prototype.name = 'FleetConflictError';
  }
  readonly code = 'FLEET_CONFLICT';

  constructor(task: string, fault: string, remedy: string, facts: Facts = {}) {
    super(`Cannot ${task}: ${fault}`, remedy, { facts });
  }
}

/** The fleet has nothing of that name. */
export class FleetNotFoundError extends FewgoodError {
  static {
    this.prototype.name = 'FleetNotFoundError';
  }
  readonly code = 'FLEET_NOT_FOUND';

  constructor(what: string, name: string, remedy: string) {
    super(`Cannot find ${what} ${name}: expected one that the fleet has`, remedy, {
      facts: { what, name },
    });
  }
}

/** A worker cannot do a job, for a reason that is not the picture's: another worker may, or the same one later. */
export class JobError extends FewgoodError {
  static {
    this.prototype.name = 'JobError';
  }
  readonly code = 'FLEET_JOB';

  constructor(job: string, fault: string, cause?: unknown) {
    super(
      `Cannot judge the job ${job}: ${fault}`,
      'Look at what is said of the machine that had it; then submit the request again.',
      { facts: { job }, cause },
    );
  }
}
