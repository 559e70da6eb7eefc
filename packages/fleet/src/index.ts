/**
 * A fleet: many machines that judge what is in one queue, and the parts that they judge by.
 *
 * @module
 */
export type { CentreSettings } from './centre/centre.ts';
export type { NatsPlace } from './centre/nats.ts';
export { FleetConflictError, FleetNotFoundError, FleetServerError, JobError } from './errors.ts';
export { type Spread, spread } from './evaluate/spread.ts';
export { Fleet, type FleetPlace } from './fleet.ts';
export { FleetLine, type LineVerdict } from './line/fleet-line.ts';
export { type PartRollout, rollBack, rollOut } from './parts/roll-out.ts';
export type { LinePart, LineSign, LineState } from './rows/line-list.ts';
export { type FleetStatus, fleetStatus } from './status.ts';
export { type ItemResult, type VerdictWait, verdictsOf } from './submit/await-verdicts.ts';
export { type Submission, type SubmissionSummary, submit } from './submit/submit.ts';
export { type FleetReport, verifyFleet } from './verify.ts';
export { runWorker, type WorkerRun } from './worker/run-worker.ts';
