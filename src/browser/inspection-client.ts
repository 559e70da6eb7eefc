import { BrowserError, CancelledError } from '../errors.ts';
import type { EnrolmentProgress } from '../inspection/enrolment-options.ts';
import type { EnrolmentWarning } from '../inspection/enrolment-warning.ts';
import type { MemoryEstimate } from '../inspection/memory-estimate.ts';
import { RemoteError, type Reply } from '../remote-error.ts';
import { wholeFiles, wholeLocation } from './engine-files.ts';
import type {
  ConfirmedContent,
  EngineFacts,
  JudgedPicture,
  PageMessage,
  PagePicture,
  PageContent,
  WorkerAnswers,
  WorkerCalibrated,
  WorkerCalibration,
  WorkerEnrolment,
  WorkerEvent,
  WorkerMessage,
  WorkerRequest,
  WorkerStart,
} from './inspection-messages.ts';
import { NewestFrame, type NewestFrameListeners } from './newest-frame.ts';
import type { DecodingOptions } from './picture-decoder.ts';

/** What a page is told of while a part is learned. */
export interface EnrolmentListeners {
  readonly onProgress?: (progress: EnrolmentProgress) => void;
  readonly onWarning?: (warning: EnrolmentWarning) => void;
  readonly onEstimate?: (estimate: MemoryEstimate) => void;
  /** Ends the work at its next step. */
  readonly signal?: AbortSignal;
}

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
  readonly onEvent: ((event: WorkerEvent) => void) | undefined;
}

/**
 * Learns and judges in a worker, so that the page never freezes. The worker's script is `serveInspection()`:
 *
 *     new InspectionClient(new Worker(new URL('worker.js', import.meta.url), { type: 'module' }))
 */
export class InspectionClient {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #count = 0;
  /** Why there is no worker any more. */
  #end: Error | undefined;

  /** @param worker - A module worker. */
  constructor(worker: Worker) {
    this.#worker = worker;
    worker.addEventListener('message', ({ data }: MessageEvent<WorkerMessage>) => this.#take(data));
    worker.addEventListener('error', ({ message }) => this.#finish(ended(message)));
    worker.addEventListener('messageerror', () => this.#finish(ended('a message was unreadable')));
  }

  /**
   * Starts the engine with a model; again for another model.
   *
   * @throws {@link BrowserError} if the browser cannot do it.
   * @throws {@link ModelError} if the file is no model.
   */
  start({ engine, gpuEngine, ...options }: WorkerStart): Promise<EngineFacts> {
    const whole = {
      ...options,
      engine: wholeLocation(engine),
      ...(gpuEngine && { gpuEngine: wholeFiles(gpuEngine) }),
    };
    return this.#ask({ call: 'start', options: whole });
  }

  /**
   * Learns a part from good pictures.
   *
   * @returns The part file, shape [size].
   * @throws {@link CancelledError} if the signal says so; and as `enroll` does.
   */
  async enrol(
    pictures: readonly PagePicture[],
    options: WorkerEnrolment & EnrolmentListeners = {},
  ): Promise<Uint8Array> {
    const { onProgress, onWarning, onEstimate, signal, ...plain } = options;
    const onEvent = (event: WorkerEvent): void => {
      if ('progress' in event) onProgress?.(event.progress);
      else if ('warning' in event) onWarning?.(event.warning);
      else onEstimate?.(event.estimate);
    };
    const request = { call: 'enrol', pictures, options: plain } as const;
    return this.#ask(request, { onEvent, ...(signal && { signal }) });
  }

  /**
   * Opens a part file for judging: it is checked by its hashes, and by its self-test.
   *
   * @param part - Shape [size].
   * @param name - Of the part, for messages.
   * @throws {@link PartError} if it is no part file, of another model, or scores differ here.
   */
  open(part: Uint8Array, name: string): Promise<undefined> {
    return this.#ask({ call: 'open', part, name });
  }

  /**
   * Judges a picture by the open part. A frame is given away: it must not be used any more.
   *
   * @throws {@link ImageError} if it cannot be read.
   * @throws {@link BrowserError} if no part is open.
   */
  inspect(picture: PagePicture, options: DecodingOptions = {}): Promise<JudgedPicture> {
    return this.#ask({ call: 'inspect', picture, options });
  }

  /**
   * Lets pictures of good parts join the calibration of the open part, by the checks of `calibratePart()`: near copies
   * do not count, and nothing is taken while something stands against a picture that nobody accepted. The
   * open part stays as it is; open the new one to judge by it.
   *
   * @throws {@link ImageError} if a picture cannot be read.
   * @throws {@link CancelledError} if the signal says so.
   * @throws {@link BrowserError} if no part is open.
   */
  calibrate(
    pictures: readonly ConfirmedContent[],
    { signal, ...options }: WorkerCalibration & Pick<EnrolmentListeners, 'signal'> = {},
  ): Promise<WorkerCalibrated> {
    return this.#ask({ call: 'calibrate', pictures, options }, { ...(signal && { signal }) });
  }

  /** Judges frames of a camera as fast as the machine does: the newest one, and drops those before it. */
  live(listeners: NewestFrameListeners<JudgedPicture>): NewestFrame<PagePicture, JudgedPicture> {
    return new NewestFrame(
      (picture) => this.inspect(picture),
      listeners,
      ({ content }) => {
        if ('close' in content) content.close();
      },
    );
  }

  /** Ends the worker; whoever waits for it is told. */
  terminate(): void {
    this.#worker.terminate();
    this.#finish(new CancelledError('compute', 'a part of it'));
  }

  #ask<T extends WorkerRequest>(
    request: T,
    {
      onEvent,
      signal,
    }: { readonly onEvent?: (event: WorkerEvent) => void; readonly signal?: AbortSignal } = {},
  ): Promise<WorkerAnswers[T['call']]> {
    const id = ++this.#count;
    return new Promise((resolve, reject) => {
      if (this.#end !== undefined || signal?.aborted === true) {
        reject(this.#end ?? new CancelledError(request.call, 'nothing'));
        return;
      }
      const stop = (): void => this.#send({ cancel: id });
      signal?.addEventListener('abort', stop);
      const ending = <V>(settleBy: (value: V) => void) => {
        return (value: V): void => {
          signal?.removeEventListener('abort', stop);
          settleBy(value);
        };
      };
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the worker answers each call with its type
      const answer = (value: unknown): void => resolve(value as WorkerAnswers[T['call']]);
      this.#waiting.set(id, { resolve: ending(answer), reject: ending(reject), onEvent });
      this.#send({ id, request }, transfersOf(request));
    });
  }

  #send(message: PageMessage, transfer: Transferable[] = []): void {
    this.#worker.postMessage(message, transfer);
  }

  #take(message: WorkerMessage): void {
    const waiting = this.#waiting.get(message.id);
    if (waiting === undefined) return;
    if ('event' in message) {
      waiting.onEvent?.(message.event);
      return;
    }
    this.#waiting.delete(message.id);
    settle(waiting, message.reply);
  }

  #finish(reason: Error): void {
    this.#end ??= reason;
    for (const { reject } of this.#waiting.values()) reject(this.#end);
    this.#waiting.clear();
  }
}

function settle({ resolve, reject }: Waiting, reply: Reply): void {
  if ('value' in reply) resolve(reply.value);
  else reject('fault' in reply ? new RemoteError(reply.fault) : reply.bug);
}

/** Frames, which are moved. */
function transfersOf(request: WorkerRequest): Transferable[] {
  if (request.call === 'inspect') return [request.picture.content].filter(isFrame);
  if (request.call === 'enrol' || request.call === 'calibrate')
    return request.pictures.map(({ content }) => content).filter(isFrame);
  return [];
}

function isFrame(content: PageContent): content is ImageBitmap | VideoFrame {
  return 'close' in content;
}

function ended(reason: string): BrowserError {
  return new BrowserError(
    'compute in a worker',
    `its script ended (${reason || 'it could not be loaded'}): expected it to go on`,
    'Reload the page; if it stays so, look into the console of the browser.',
  );
}
