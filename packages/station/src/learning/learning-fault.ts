import { FewgoodError } from 'fewgood';
import type { Notice } from '../api/common.ts';
import { ThreadEndedError } from '../judging/thread.ts';

/** What to say of a part that could not be learned; undefined of a bug. */
export function learningFault(error: unknown): Notice | undefined {
  if (error instanceof FewgoodError) {
    const { code, message, remedy, facts } = error;
    return { code, message, remedy, facts: JSON.parse(JSON.stringify(facts)) };
  }
  if (!(error instanceof ThreadEndedError)) return undefined;
  return {
    code: 'JUDGE_ENDED',
    message: `Cannot learn the part: ${error.message}`,
    remedy: 'Try again; the log of the station tells more.',
    facts: {},
  };
}
