import { z } from 'zod';
import type { ProposalRow, ReviewRow } from '../store/tables.ts';
import { type DeedHead, hashOfJson } from './chain.ts';
import { outcomeSeal } from './seal.ts';

/** A decision as the chain has it: the hash of what was decided, and what became of it. */
type ReviewFact = { readonly decided: string; readonly part: string } & Pick<
  ReviewRow,
  'state' | 'version' | 'undoneAt' | 'undoneBy'
>;

/** A proposal as the chain has it. */
type ProposalFact = {
  /** Hash of what was asked for, by whom and when. */
  readonly asked: string;
  readonly part: string;
  /** Decisions that it is made of. */
  readonly reviews: readonly string[];
  /** Of what was found out. */
  readonly outcome: string;
} & Pick<ProposalRow, 'state' | 'version' | 'endedAt'>;

const decided = z.looseObject({ part: z.string() });
const created = z.looseObject({
  part: z.string(),
  request: z.looseObject({
    base: z.number(),
    change: z.looseObject({ kind: z.string(), reviews: z.array(z.string()).optional() }),
  }),
});
const ended = z.looseObject({ state: z.enum(['ready', 'held', 'failed']), seal: z.string() });
const versioned = z.looseObject({ version: z.number() });

/** What a proposal has of which nothing was found out yet. */
const NOTHING: Parameters<typeof outcomeSeal>[0] = {
  findings: null,
  learned: null,
  flips: '[]',
  fault: null,
};

/** What the chain says of reviews and proposals. */
export class ReviewFacts {
  readonly reviews = new Map<string, ReviewFact>();
  readonly proposals = new Map<string, ProposalFact>();

  /** Notes an entry, if it is about one of them. */
  note(entry: DeedHead, detail: unknown): void {
    const { at, actor, action, subject } = entry;
    switch (action) {
      case 'review.decided': {
        const { part } = decided.parse(detail);
        const open = { state: 'decided', version: null, undoneAt: null, undoneBy: null } as const;
        this.reviews.set(subject, { decided: hashOfJson(detail), part, ...open });
        break;
      }
      case 'review.undone':
        this.#review(subject, { state: 'undone', undoneAt: at, undoneBy: actor });
        break;
      case 'proposal.created':
        this.#create(entry, detail);
        break;
      case 'proposal.ended': {
        const { state, seal } = ended.parse(detail);
        this.#proposal(subject, { state, outcome: seal, endedAt: at });
        break;
      }
      case 'proposal.cancelled': {
        const isOpen = this.proposals.get(subject)?.state === 'waiting';
        this.#proposal(subject, { state: isOpen ? 'cancelled' : 'discarded', endedAt: at });
        break;
      }
      case 'proposal.applied':
        this.#apply(subject, versioned.parse(detail).version);
        break;
      case 'proposal.undone':
        this.#undo(subject, versioned.parse(detail).version);
    }
  }

  #create({ at: createdAt, actor: createdBy, subject }: DeedHead, detail: unknown): void {
    const { part, request } = created.parse(detail);
    const { base, change } = request;
    this.proposals.set(subject, {
      asked: hashOfJson({ part, base, kind: change.kind, request, createdAt, createdBy }),
      part,
      reviews: change.reviews ?? [],
      outcome: outcomeSeal(NOTHING),
      state: 'waiting',
      version: null,
      endedAt: null,
    });
  }

  #apply(id: string, version: number): void {
    this.#proposal(id, { state: 'applied', version });
    for (const review of this.proposals.get(id)?.reviews ?? []) {
      this.#review(review, { state: 'applied', version });
    }
  }

  /** All decisions wait again that the version had. */
  #undo(id: string, version: number): void {
    this.#proposal(id, { state: 'undone', version });
    const part = this.proposals.get(id)?.part;
    for (const [review, fact] of this.reviews) {
      if (fact.part !== part || fact.state !== 'applied' || fact.version !== version) continue;
      this.#review(review, { state: 'decided', version: null });
    }
  }

  #review(id: string, values: Partial<ReviewFact>): void {
    const fact = this.reviews.get(id);
    if (fact !== undefined) this.reviews.set(id, { ...fact, ...values });
  }

  #proposal(id: string, values: Partial<ProposalFact>): void {
    const fact = this.proposals.get(id);
    if (fact !== undefined) this.proposals.set(id, { ...fact, ...values });
  }
}
