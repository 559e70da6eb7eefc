import { z } from 'zod';
import type { StudyRow } from '../store/tables.ts';
import { type DeedHead, hashOfJson } from './chain.ts';

/** A study as the chain has it: the hash of its plan, and how it ended. */
type StudyFact = {
  /** Hash of what was planned, by whom and when. */
  readonly planned: string;
} & Pick<StudyRow, 'state' | 'endedAt' | 'endedBy'>;

const judged = z.looseObject({ seals: z.array(z.string()) });

/** What the chain says of studies. */
export class StudyFacts {
  readonly studies = new Map<string, StudyFact>();
  /** Seals of all that was said in each. */
  readonly judgements = new Map<string, Set<string>>();

  /** Notes an entry, if it is about one of them. */
  note({ at, actor, action, subject }: DeedHead, detail: unknown): void {
    switch (action) {
      case 'study.planned': {
        const planned = hashOfJson({ plan: detail, createdAt: at, createdBy: actor });
        this.studies.set(subject, { planned, state: 'open', endedAt: null, endedBy: null });
        break;
      }
      case 'study.judged': {
        const seals = this.judgements.get(subject) ?? new Set();
        for (const seal of judged.parse(detail).seals) seals.add(seal);
        this.judgements.set(subject, seals);
        break;
      }
      case 'study.finished':
        this.#end(subject, { state: 'finished', endedAt: at, endedBy: actor });
        break;
      case 'study.cancelled':
        this.#end(subject, { state: 'cancelled', endedAt: at, endedBy: actor });
    }
  }

  #end(id: string, end: Omit<StudyFact, 'planned'>): void {
    const fact = this.studies.get(id);
    if (fact !== undefined) this.studies.set(id, { ...fact, ...end });
  }
}
