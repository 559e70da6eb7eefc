import { CancelledError, type FaultRecord, type InspectionRecord, recordSchema } from 'fewgood';
import { pause } from '../again.ts';
import { FleetNotFoundError } from '../errors.ts';
import type { Fleet } from '../fleet.ts';
import { patiently } from '../patiently.ts';
import type { ItemOutcome } from '../rows/request-list.ts';

/** Seconds between two looks whether there is more. */
const LOOK = 0.3;
/** Items that are read at once. */
const AT_ONCE = 200;

/** What became of a picture of a request. */
export type ItemResult =
  | { readonly name: string; readonly record: InspectionRecord | FaultRecord }
  /** Nobody could judge it, for no reason of the picture's. */
  | { readonly name: string; readonly dead: string };

/** Whose verdicts are waited for. */
export interface VerdictWait {
  readonly request: string;
  readonly signal: AbortSignal;
  /** Told how many of them are known, in order. */
  readonly onProgress: (done: number, total: number) => void;
}

/**
 * What became of the pictures of a request, in their order, each as soon as it is known.
 *
 * @throws {@link FleetNotFoundError} if there is no such request.
 * @throws {@link CancelledError} if it is stopped; the request goes on.
 */
export async function* verdictsOf(
  fleet: Fleet,
  { request, signal, onProgress }: VerdictWait,
): AsyncGenerator<ItemResult> {
  for (let done = 0; ;) {
    const outcomes = await patiently(
      async () => fleet.requests.outcomes(request, done, AT_ONCE),
      signal,
    );
    let isOpen = false;
    for (const outcome of outcomes) {
      const { name, record, dead } = outcome;
      isOpen = record === null && dead === null;
      if (isOpen) break;
      done++;
      if (record === null) yield { name, dead: dead ?? '' };
      else yield { name, record: recordOf(outcome, record) };
    }
    const [counts] = await patiently(async () => fleet.requests.counts(1, request), signal);
    if (counts === undefined) {
      throw new FleetNotFoundError('the request', request, 'Look at the list of requests.');
    }
    const { pass, fail, cannotJudge, error, dead, waiting, unsubmitted } = counts;
    const known = pass + fail + cannotJudge + error + dead;
    const total = known + waiting + unsubmitted;
    onProgress(known, total);
    if (done >= total) return;
    if (signal.aborted) throw new CancelledError('wait for verdicts', `${done} of ${total}`);
    if (isOpen) await pause(LOOK, signal);
  }
}

/** The record under the name of the item, of which another one may have the same content. */
function recordOf({ name, modified }: ItemOutcome, text: string): InspectionRecord | FaultRecord {
  const record = recordSchema.parse(JSON.parse(text));
  return { ...record, path: name, file: record.file && { ...record.file, modified } };
}
