/**
 * A person who reviews while the station is killed: decides, takes decisions back, and tries again what nobody
 * answered.
 *
 * @module
 */
import { setTimeout as sleep } from 'node:timers/promises';
import {
  AnswerError,
  readAnswer,
  type Review,
  type ReviewRequest,
  type StationClient,
} from '../packages/station/src/api/index.ts';
import type { Random } from '../src/random.ts';

/** A decision on the way, or one that is taken back. */
type Deed =
  | { readonly kind: 'decide'; readonly request: ReviewRequest; isRepeated: boolean }
  | { readonly kind: 'undo'; readonly review: string; isRepeated: boolean };

/** What the station has said that it keeps of a decision. */
export interface KeptReview {
  readonly request: ReviewRequest;
  isUndone: boolean;
}

/** Every so many deeds a decision is taken back. */
const UNDO_EVERY = 4;
/** Milliseconds until the queue is looked at again when nothing is in it. */
const LOOK = 100;

/** Decides one after another. */
export class KillReviewer {
  /** By id: what the station acknowledged. */
  readonly kept = new Map<string, KeptReview>();
  /** Deeds that were acknowledged. */
  deeds = 0;
  /** Deeds that were tried again, and had been done although nobody had answered. */
  doneUnheard = 0;
  readonly #random: Random;
  readonly #faults: string[];
  #number = 0;
  #open: Deed | undefined;

  constructor(random: Random, faults: string[]) {
    this.#random = random;
    this.#faults = faults;
  }

  /** Whether nobody has answered a deed. */
  get isUnanswered(): boolean {
    return this.#open !== undefined;
  }

  /**
   * Does one thing.
   *
   * @throws {@link AnswerError} if the station does not take it now.
   * @throws {@link Error} if nobody answers.
   */
  async step(client: StationClient): Promise<void> {
    this.#open ??= await this.#choose(client);
    const deed = this.#open;
    if (deed === undefined) {
      await sleep(LOOK);
      return;
    }
    try {
      await (deed.kind === 'decide' ? this.#decide(client, deed) : this.#undo(client, deed));
      this.#open = undefined;
      this.deeds++;
    } catch (error) {
      deed.isRepeated = true;
      throw error;
    }
  }

  async #choose({ api }: StationClient): Promise<Deed | undefined> {
    const number = this.#number++;
    const standing = [...this.kept].filter(([, { isUndone }]) => !isUndone);
    if (number % UNDO_EVERY === UNDO_EVERY - 1 && standing.length > 0) {
      const [review] = standing[this.#random.below(standing.length)] ?? [''];
      return { kind: 'undo', review, isRepeated: false };
    }
    const { items } = await readAnswer(api['review-queue'].$get({ query: {} }));
    if (items.length === 0) return undefined;
    const { inspection } = items[this.#random.below(items.length)] ?? {};
    if (inspection === undefined) return undefined;
    const decision = (['right', 'good', 'defect'] as const)[this.#random.below(3)] ?? 'right';
    const request: ReviewRequest = {
      inspection: inspection.id,
      decision,
      note: `deed ${number}`,
      expected: null,
      ...(decision === 'defect' && { name: `defect ${number}` }),
    };
    return { kind: 'decide', request, isRepeated: false };
  }

  async #decide(client: StationClient, { request, isRepeated }: Deed & { kind: 'decide' }) {
    try {
      const { id } = await readAnswer(client.api.reviews.$post({ json: request }));
      this.kept.set(id, { request, isUndone: false });
    } catch (error) {
      if (!isConflict(error)) throw error;
      const query = { inspection: request.inspection };
      const { items } = await readAnswer(client.api.reviews.$get({ query }));
      const own = items.filter((review) => isOf(review, request, false));
      if (isRepeated && own.length === 1 && own[0] !== undefined) {
        this.kept.set(own[0].id, { request, isUndone: false });
        this.doneUnheard++;
      } else this.#faults.push(`${request.note}: ${error.message}, ${own.length} of it are there`);
    }
  }

  async #undo(client: StationClient, { review, isRepeated }: Deed & { kind: 'undo' }) {
    const { undo, $get } = client.api.reviews[':review'];
    try {
      await readAnswer(undo.$post({ param: { review } }));
    } catch (error) {
      if (!isConflict(error)) throw error;
      const { state } = await readAnswer($get({ param: { review } }));
      if (isRepeated && state === 'undone') this.doneUnheard++;
      else this.#faults.push(`taking back ${review}, which is ${state}: ${error.message}`);
    }
    const kept = this.kept.get(review);
    if (kept !== undefined) kept.isUndone = true;
  }
}

/** What of a review is compared. */
type Decided = Pick<Review, 'decision' | 'note' | 'name' | 'state'> & {
  readonly inspection: Pick<Review['inspection'], 'id'>;
};

/** Whether a review is the one that was asked for. */
export function isOf(review: Decided, request: ReviewRequest, isUndone: boolean): boolean {
  return (
    review.inspection.id === request.inspection &&
    review.decision === request.decision &&
    review.note === request.note &&
    (review.name ?? undefined) === request.name &&
    review.state === (isUndone ? 'undone' : 'decided')
  );
}

function isConflict(error: unknown): error is AnswerError {
  return error instanceof AnswerError && error.status === 409;
}
