import { parentPort, type TransferListItem } from 'node:worker_threads';
import { type Reply, toFaultReply } from '../../remote-error.ts';

/** How a thread answers. */
export interface AnswerRules<Request> {
  /** What is asked for; errors go to who asks. */
  readonly answer: (request: Request) => Promise<unknown>;
  /** Buffers of an answer that are of no more use here, and need not be copied. */
  readonly transfers?: (value: unknown) => readonly TransferListItem[];
}

/** Answers the requests of a `WorkerThread`, in their order. */
export function answerRequests<Request>(rules: AnswerRules<Request>): void {
  let before: Promise<void> = Promise.resolve();
  parentPort?.on('message', (request: Request) => {
    before = answerAfter(before, request, rules);
  });
}

async function answerAfter<Request>(
  before: Promise<void>,
  request: Request,
  { answer, transfers = () => [] }: AnswerRules<Request>,
): Promise<void> {
  await before;
  try {
    const value = await answer(request);
    send({ value }, transfers(value));
  } catch (error) {
    send(toFaultReply(error));
  }
}

function send(reply: Reply, buffers: readonly TransferListItem[] = []): void {
  parentPort?.postMessage(reply, [...buffers]);
}
