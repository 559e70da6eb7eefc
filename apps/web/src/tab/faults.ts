import { FewgoodError } from 'fewgood';
import { Fault } from '../ports/fault.ts';
import type { Reason } from '../ports/inspection-api.ts';

/** An error of the library as the page tells it; others are faults of the page, and stay what they are. */
export function asFault(error: unknown): unknown {
  if (!(error instanceof FewgoodError)) return error;
  const { code, message, remedy, facts } = error;
  return new Fault('refused', `${message}.`, { code, remedy, facts: { ...facts } });
}

/** What is wrong, as data that can be kept. */
export function reasonOf(error: unknown): Reason {
  if (error instanceof FewgoodError || error instanceof Fault) {
    const { code, message, remedy, facts } = error;
    return { code, message, remedy, facts: plain(facts) };
  }
  return { code: 'BUG', message: String(error), remedy: '', facts: {} };
}

/** Does some work; errors of the library become those of the page. */
export async function told<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw asFault(error);
  }
}

/** As JSON has it. */
function plain(facts: unknown): Readonly<Record<string, unknown>> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- facts are an object
  return JSON.parse(JSON.stringify(facts)) as Readonly<Record<string, unknown>>;
}
