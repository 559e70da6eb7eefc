import { useCallback, useRef, useState } from 'react';
import { useApi } from '../../app/api.tsx';
import { Fault } from '../../ports/fault.ts';
import type { InspectionSummary, NewInspection } from '../../ports/inspection-api.ts';
import { newKey } from './new-key.ts';

/** A picture on its way. */
type Outgoing = Omit<NewInspection, 'key'>;

/** A picture that was not taken in, and how to send it again under the same key. */
export interface FailedSubmission {
  readonly key: string;
  readonly name: string;
  readonly error: unknown;
  readonly retry: () => void;
}

/** Pictures on their way to be judged. */
export interface Submission {
  readonly send: (pictures: readonly Outgoing[]) => void;
  /** Pictures that were not taken in yet. */
  readonly waiting: number;
  /** Whether the station asked to wait. */
  readonly isBusy: boolean;
  readonly failed: readonly FailedSubmission[];
}

/** Attempts while the station is out of reach, before a person is asked. */
const ATTEMPTS = 5;

/**
 * Sends pictures one after another, each under a key of its own: while the station is busy or out of reach
 * they wait here, and none is judged twice.
 */
export function useSubmission(onTaken: (inspection: InspectionSummary) => void): Submission {
  const { inspections } = useApi();
  const [waiting, setWaiting] = useState(0);
  const [isBusy, setBusy] = useState(false);
  const [failed, setFailed] = useState<readonly FailedSubmission[]>([]);
  const line = useRef(Promise.resolve());
  const taken = useRef(onTaken);
  taken.current = onTaken;
  const enqueue = useCallback(
    (picture: NewInspection) => {
      setWaiting((count) => count + 1);
      setFailed((all) => all.filter(({ key }) => key !== picture.key));
      // oxlint-disable-next-line promise/always-return -- the end of a line has no value
      line.current = line.current.then(async () => {
        try {
          taken.current(await patiently(async () => inspections.submit(picture), setBusy));
        } catch (error) {
          const retry = () => {
            enqueue(picture);
          };
          const { key, name } = picture;
          setFailed((all) => [...all, { key, name, error, retry }]);
        } finally {
          setBusy(false);
          setWaiting((count) => count - 1);
        }
      });
    },
    [inspections],
  );
  const send = useCallback(
    (pictures: readonly Outgoing[]) => {
      for (const picture of pictures) enqueue({ ...picture, key: newKey() });
    },
    [enqueue],
  );
  return { send, waiting, isBusy, failed };
}

/** Tries again as long as the station asks to wait, and a few times while it is out of reach. */
async function patiently<T>(
  submit: () => Promise<T>,
  onBusy: (isBusy: boolean) => void,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await submit();
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      const isPassing =
        error.kind === 'busy' || (error.kind === 'unreachable' && attempt < ATTEMPTS);
      if (!isPassing) throw error;
      onBusy(true);
      await pause((error.retryAfter ?? Math.min(attempt, 5)) * 1000);
    }
  }
}

async function pause(milliseconds: number): Promise<void> {
  await new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}
