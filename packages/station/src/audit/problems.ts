import type { AuditReport } from '../api/system.ts';

/** Problems that are told of at most: after so many, one knows. */
const MOST = 1000;

/** What does not fit the chain. */
export class Problems {
  readonly list: AuditReport['problems'] = [];

  add(subject: string, problem: string): void {
    if (this.list.length < MOST) this.list.push({ subject, problem });
  }
}
