import type { ApplicationRequest, Proposal, ProposalRequest } from '../api/review.ts';
import type { Actor } from '../api/role.ts';
import { appendAudit } from '../audit/chain.ts';
import { ConflictError } from '../errors.ts';
import type { EventHub } from '../event-hub.ts';
import type { LearnedPart } from '../judging/thread-messages.ts';
import type { Change, StationDatabase } from '../store/database.ts';
import type { ProposalRow } from '../store/tables.ts';
import type { VersionList } from '../store/version-list.ts';
import type { ProposalList } from './proposal-list.ts';
import type { RegressionGate } from './regression-gate.ts';

export interface ProposalApplicationOptions {
  readonly database: StationDatabase;
  readonly versions: VersionList;
  readonly proposals: ProposalList;
  readonly gate: RegressionGate;
  readonly events: EventHub;
  readonly now: () => string;
}

/** Lets proposals judge, and takes that back. */
export class ProposalApplication {
  readonly #options: ProposalApplicationOptions;

  constructor(options: ProposalApplicationOptions) {
    this.#options = options;
  }

  /**
   * Makes a version of a proposal, which judges from the next picture on.
   *
   * @throws {@link NotFoundError} if there is none of that id.
   * @throws {@link ConflictError} if it is not ready, or what it was made of changed meanwhile.
   * @throws {@link RegressionError} if a regression picture stands against it.
   */
  async apply(id: string, request: ApplicationRequest, actor: Actor): Promise<Proposal> {
    const { database, versions, gate } = this.#options;
    const { learned: text, part } = await this.#options.proposals.row(id);
    if (text === null) throw notReady('it has no version to apply');
    const learned: LearnedPart = JSON.parse(text);
    const check = await gate.check(part, learned.sha256);
    await database.change(async (change) => {
      const row = await lockedRow(change, id);
      if (row.state !== 'ready') throw notReady(`it is ${row.state}`);
      const { change: wanted, note }: ProposalRequest = JSON.parse(row.request);
      const reviews = wanted.kind === 'calibration' ? wanted.reviews : [];
      await assertDecided(change, reviews);
      const origin = wanted.kind;
      const version = { part, learned, origin, note, parent: row.base };
      const { number } = await versions.addWithin(change, version, actor.id);
      const activation = { part, version: number, expected: row.base, check };
      await versions.activateWithin(change, { ...activation, ...reasonOf(request, note) }, actor);
      await this.#mark(change, row, { state: 'applied', version: number }, actor);
      if (reviews.length > 0) {
        await change
          .updateTable('review')
          .set({ state: 'applied', version: number })
          .where('id', 'in', reviews)
          .execute();
      }
    });
    return this.#told(id, part);
  }

  /**
   * Lets the version judge again that judged before a proposal was applied; its decisions wait again.
   *
   * @throws {@link NotFoundError} if there is none of that id.
   * @throws {@link ConflictError} if it was not applied, or another version judges by now.
   * @throws {@link RegressionError} if a regression picture stands against the version before.
   */
  async undo(id: string, request: ApplicationRequest, actor: Actor): Promise<Proposal> {
    const { database, versions, gate } = this.#options;
    const { part, base } = await this.#options.proposals.row(id);
    const { sha256 } = await versions.get(part, base);
    const check = await gate.check(part, sha256);
    await database.change(async (change) => {
      const row = await lockedRow(change, id);
      if (row.state !== 'applied') throw notApplied(row.state);
      const activation = { part, version: base, expected: row.version, check };
      await versions.activateWithin(change, { ...activation, ...request }, actor);
      await this.#mark(change, row, { state: 'undone', version: row.version }, actor);
      await change
        .updateTable('review')
        .set({ state: 'decided', version: null })
        .where('part', '=', part)
        .where('state', '=', 'applied')
        .where('version', '=', row.version)
        .execute();
    });
    return this.#told(id, part);
  }

  async #mark(
    change: Change,
    { id, base }: ProposalRow,
    values: Pick<ProposalRow, 'state' | 'version'>,
    actor: Actor,
  ): Promise<void> {
    await change.updateTable('proposal').set(values).where('id', '=', id).execute();
    const action = `proposal.${values.state}`;
    const deed = { at: this.#options.now(), actor: actor.id, action, subject: id };
    await appendAudit(change, { ...deed, detail: { version: values.version, base } });
  }

  async #told(id: string, part: string): Promise<Proposal> {
    this.#options.events.emit({ type: 'part', part });
    this.#options.events.emit({ type: 'review', part });
    return this.#options.proposals.get(id);
  }
}

function reasonOf({ reason, override }: ApplicationRequest, note: string): ApplicationRequest {
  return { reason: reason === '' && !override ? note : reason, override };
}

async function lockedRow(change: Change, id: string): Promise<ProposalRow> {
  return change.selectFrom('proposal').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
}

async function assertDecided(change: Change, reviews: readonly string[]): Promise<void> {
  if (reviews.length === 0) return;
  const rows = await change
    .selectFrom('review')
    .select('id')
    .where('id', 'in', reviews)
    .where('state', '=', 'decided')
    .execute();
  if (rows.length === reviews.length) return;
  throw notReady('a decision of it was taken back or applied meanwhile');
}

function notReady(fault: string): ConflictError {
  return new ConflictError('apply the version', fault, 'Look at the decisions, and begin again.');
}

function notApplied(state: string): ConflictError {
  const remedy = 'Look at which version judges.';
  return new ConflictError('undo the version', `it is ${state}: expected an applied one`, remedy);
}
