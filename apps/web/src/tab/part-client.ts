import { Fault } from '../ports/fault.ts';
import type {
  PartAnswers,
  PartCall,
  PartMessage,
  PartReply,
  PartRequests,
} from './part-messages.ts';

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** The worker that looks into part files and draws pictures. */
export class PartClient {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #count = 0;

  /** @param worker - Of the script `part-worker.ts`. */
  constructor(worker: Worker) {
    this.#worker = worker;
    worker.addEventListener('message', ({ data }: MessageEvent<PartReply>) => {
      const waiting = this.#waiting.get(data.id);
      this.#waiting.delete(data.id);
      if ('value' in data) waiting?.resolve(data.value);
      else {
        const { message, code, remedy, facts = {} } = data.fault;
        waiting?.reject(new Fault('refused', `${message}.`, { code, remedy, facts }));
      }
    });
    worker.addEventListener('error', ({ message }) => {
      for (const { reject } of this.#waiting.values()) reject(new Error(message));
      this.#waiting.clear();
    });
  }

  /** @throws {@link Fault} if the library refuses it. */
  async ask<C extends PartCall>(call: C, request: PartRequests[C]): Promise<PartAnswers[C]> {
    this.#count += 1;
    const message: PartMessage<C> = { id: this.#count, call, request };
    return new Promise<PartAnswers[C]>((resolve, reject) => {
      this.#waiting.set(message.id, {
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- each call is answered by its type
        resolve: (value) => resolve(value as PartAnswers[C]),
        reject,
      });
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- of a worker, which has none
      this.#worker.postMessage(message);
    });
  }
}
