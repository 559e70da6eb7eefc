import { Fault } from '../ports/fault.ts';
import { newKey } from '../features/inspect/new-key.ts';
import type { Page } from '../ports/inspection-api.ts';
import type { Application, Flip, Proposal, ProposedChange } from '../ports/review-api.ts';
import { asFault, reasonOf } from './faults.ts';
import { versionToJudge } from './judging-part.ts';
import { type ProposalOutcome, runProposal } from './proposal-run.ts';
import type { AppliedChange, PartRecord } from './records.ts';
import { assertStopsRegressions } from './regression-gate.ts';
import { standingOf } from './reviewed.ts';
import type { Tab } from './tab.ts';
import { detailOf } from './tab-inspections.ts';
import { activate, addVersion, assertExpected } from './tab-versions.ts';

/** Rows of one page. */
const LIMIT = 50;

/** A change that this page looks at. */
interface Job {
  proposal: Proposal;
  outcome: ProposalOutcome | null;
  readonly ending: AbortController;
}

/**
 * Versions that somebody thinks of making: each is looked at before anything judges by it. Until it is applied, it
 * ends with the page.
 */
export class TabProposals {
  readonly #tab: Tab;
  /** By the proposals' ids, the oldest first. */
  readonly #jobs = new Map<string, Job>();

  constructor(tab: Tab) {
    this.#tab = tab;
  }

  /** The newest first: those that this page looks at, and then those that were applied. */
  async list(partId: string): Promise<readonly Proposal[]> {
    const own = Array.from(this.#jobs.values(), ({ proposal }) => proposal);
    const { applied } = await this.#tab.store.part(partId);
    const past = applied.map((change) => appliedProposal(partId, change));
    return [...past, ...own.filter((one) => one.partId === partId)].toReversed();
  }

  /**
   * Lets a version be made and looked at, in place of an earlier one of its kind.
   *
   * @throws {@link Fault} if another version judges than the page knows.
   */
  async propose(partId: string, base: number, change: ProposedChange): Promise<Proposal> {
    const part = await this.#tab.store.part(partId);
    assertExpected(part, base);
    for (const { proposal } of this.#jobs.values()) {
      if (proposal.partId === partId && proposal.change.kind === change.kind) {
        this.cancel(proposal.id);
      }
    }
    const proposal: Proposal = { ...NOTHING, id: newKey(), partId, base, change, state: 'running' };
    const job: Job = { proposal, outcome: null, ending: new AbortController() };
    this.#jobs.set(proposal.id, job);
    void this.#run(job, part);
    return proposal;
  }

  /** Past verdicts that would be others; the cursor counts. */
  async flips(id: string, cursor: string | null): Promise<Page<Flip>> {
    const flips = this.#jobs.get(id)?.outcome?.flips ?? [];
    const begin = Number(cursor ?? 0);
    const all = await this.#tab.store.inspections();
    const items = flips.slice(begin, begin + LIMIT).map(async ({ id: inspected, from, to }) => {
      const record = all.find((one) => one.id === inspected);
      return record === undefined
        ? []
        : [{ from, to, inspection: await detailOf(this.#tab, record) }];
    });
    const next = begin + LIMIT < flips.length ? String(begin + LIMIT) : null;
    return { items: (await Promise.all(items)).flat(), next };
  }

  /** Ends one, or lets it be. */
  cancel(id: string): Proposal {
    const { proposal, ending } = this.#job(id);
    ending.abort();
    this.#jobs.delete(id);
    this.#tab.channel.reviewChanged();
    return { ...proposal, state: 'cancelled' };
  }

  /**
   * Makes a version of one, which judges from the next picture on.
   *
   * @throws {@link Fault} if it is not ready, what it was made of changed meanwhile, or a regression picture stands
   * against it.
   */
  async apply(id: string, application: Application): Promise<Proposal> {
    const { proposal, outcome } = this.#job(id);
    const { partId, base, change, state } = proposal;
    if (state !== 'ready' || outcome?.made == null) throw notReady(`it is ${state}`);
    const { part: bytes, judging } = outcome.made;
    await this.#assertDecided(change);
    await assertStopsRegressions(this.#tab, partId, judging, application);
    const made = { origin: change.kind, note: application.reason || null };
    const version = await addVersion(this.#tab, partId, bytes, {
      ...made,
      change: { id, base, change },
    });
    // Were it cut off here, the decisions would wait again, and their pictures be known as repeated.
    await this.#markReviews(change, 'decided', { state: 'applied', version });
    this.#jobs.delete(id);
    this.#tab.channel.reviewChanged();
    return appliedProposal(partId, { id, base, change, version });
  }

  /**
   * Lets the version judge again that judged before one was applied; its decisions wait again.
   *
   * @throws {@link Fault} if it was not applied, another version judges by now, or a regression picture stands against the
   * version before.
   */
  async takeBack(id: string, application: Application): Promise<Proposal> {
    const { store, channel } = this.#tab;
    const part = (await store.parts()).find(({ applied }) => applied.some((one) => one.id === id));
    const applied = part?.applied.find((one) => one.id === id);
    if (part === undefined || applied === undefined) {
      throw new Fault('missing', 'Cannot undo the version: it was not applied, or undone already.');
    }
    const { base, version, change } = applied;
    await activate(this.#tab, part.id, base, { ...application, expected: version });
    await store.changePart(part.id, (now) => ({
      ...now,
      applied: now.applied.filter((one) => one.id !== id),
    }));
    await this.#markReviews(change, 'applied', { state: 'decided', version: null });
    channel.reviewChanged();
    return { ...appliedProposal(part.id, applied), state: 'undone' };
  }

  async #run(job: Job, part: PartRecord): Promise<void> {
    const { signal } = job.ending;
    const set = (values: Partial<Proposal>) => {
      job.proposal = { ...job.proposal, ...values };
    };
    try {
      const { base, change } = job.proposal;
      const judging = versionToJudge(this.#tab, part, base);
      const onProgress = (progress: number) => {
        set({ progress });
      };
      const made = { part, judging, change };
      const outcome = await runProposal(this.#tab, made, { signal, onProgress });
      job.outcome = outcome;
      const { findings, flips } = outcome;
      set({ state: outcome.made === null ? 'held' : 'ready', findings, flips: flips.length });
    } catch (error) {
      if (signal.aborted) return;
      set({ state: 'failed', error: reasonOf(asFault(error)) });
    }
    this.#tab.channel.reviewChanged();
  }

  #job(id: string): Job {
    const job = this.#jobs.get(id);
    if (job !== undefined) return job;
    throw new Fault('missing', 'Cannot find the change: it ended with the page that looked at it.');
  }

  async #assertDecided(change: ProposedChange): Promise<void> {
    if (change.kind !== 'calibration') return;
    const standing = (await this.#tab.store.inspections()).flatMap((record) => {
      const review = standingOf(record);
      return review?.state === 'decided' ? [review.id] : [];
    });
    if (change.reviews.every((id) => standing.includes(id))) return;
    throw notReady('a decision of it was taken back or applied meanwhile');
  }

  async #markReviews(
    change: ProposedChange,
    from: 'decided' | 'applied',
    values: { readonly state: 'decided' | 'applied'; readonly version: number | null },
  ): Promise<void> {
    if (change.kind !== 'calibration') return;
    const ids = new Set(change.reviews);
    await this.#tab.store.changeInspections((record) => ({
      ...record,
      reviews: record.reviews.map((review) =>
        ids.has(review.id) && review.state === from ? { ...review, ...values } : review,
      ),
    }));
  }
}

const NOTHING = {
  progress: null,
  findings: null,
  flips: 0,
  error: null,
  version: null,
} as const;

function appliedProposal(partId: string, applied: AppliedChange): Proposal {
  return { ...NOTHING, ...applied, partId, state: 'applied' };
}

function notReady(found: string): Fault {
  return new Fault('refused', `Cannot apply the version: ${found}.`, {
    code: 'CONFLICT',
    remedy: 'Look at the decisions, and begin again.',
  });
}
