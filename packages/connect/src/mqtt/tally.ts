import type { VerdictMessage } from '../message.ts';

/** How many verdicts of each kind were told since the station started. */
export interface Counters {
  readonly good: number;
  readonly fail: number;
  readonly cannotJudge: number;
  /** Pictures that could not be read or judged. */
  readonly faults: number;
}

const KINDS = { pass: 'good', fail: 'fail', 'cannot judge': 'cannotJudge' } as const;

/** Counts verdicts; one that is told twice in a row counts once. */
export class Tally {
  /** Since when it counts. */
  since = '';
  #counters: Counters = { good: 0, fail: 0, cannotJudge: 0, faults: 0 };
  #last = '';

  count({ key, inspection: { verdict } }: VerdictMessage): void {
    if (key === this.#last) return;
    this.#last = key;
    const kind = verdict === null ? 'faults' : KINDS[verdict];
    this.#counters = { ...this.#counters, [kind]: this.#counters[kind] + 1 };
  }

  get counters(): Counters {
    return this.#counters;
  }
}
