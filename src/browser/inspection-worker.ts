import { BrowserError } from '../errors.ts';
import type { DecodedImage } from '../image/decoded-image.ts';
import { assertNotCancelled } from '../cancellation.ts';
import { calibratePart, type Candidate, scoreConfirmed } from '../inspection/calibrate-part.ts';
import { enroll } from '../inspection/enrolment.ts';
import { Inspector } from '../inspection/inspector.ts';
import { objectsOf } from '../inspection/object-enrolment.ts';
import { decodePart, encodePart } from '../inspection/part-file.ts';
import { type Reply, toFaultReply } from '../remote-error.ts';
import { type BrowserRuntime, browserRuntime } from './browser-runtime.ts';
import { frameImage } from './canvas-pixels.ts';
import type {
  ConfirmedContent,
  EngineFacts,
  JudgedPicture,
  PageMessage,
  PagePicture,
  WorkerCalibrated,
  WorkerCalibration,
  WorkerEnrolment,
  WorkerEvent,
  WorkerMessage,
  WorkerRequest,
  WorkerStart,
} from './inspection-messages.ts';
import { decodePicture, type DecodingOptions } from './picture-decoder.ts';

/** What is used of a worker's global scope. */
export interface WorkerScope {
  addEventListener(kind: 'message', listener: (event: MessageEvent<PageMessage>) => void): void;
  postMessage(message: WorkerMessage, transfer: Transferable[]): void;
}

/** What is used of an answer, and of no more use in the worker. */
interface Answer {
  readonly value: unknown;
  readonly transfer?: readonly Transferable[];
}

/**
 * Answers an {@link InspectionClient}: the whole script of a worker. Requests are answered one after another.
 *
 * @param scope - Of the worker.
 */
export function serveInspection(scope: WorkerScope = workerScope()): void {
  const server = new InspectionServer();
  const running = new Map<number, AbortController>();
  let before: Promise<void> = Promise.resolve();
  const answer = async (id: number, request: WorkerRequest): Promise<void> => {
    const controller = running.get(id) ?? new AbortController();
    const tell = (event: WorkerEvent): void => scope.postMessage({ id, event }, []);
    let reply: Reply;
    let transfer: readonly Transferable[] = [];
    try {
      ({ transfer = [], ...reply } = await server.answer(request, tell, controller.signal));
    } catch (error) {
      reply = toFaultReply(error);
    }
    running.delete(id);
    try {
      scope.postMessage({ id, reply }, [...transfer]);
    } catch (error) {
      // A bug that cannot be sent must not keep the page waiting.
      scope.postMessage({ id, reply: { bug: String('bug' in reply ? reply.bug : error) } }, []);
    }
  };
  scope.addEventListener('message', ({ data }) => {
    if ('cancel' in data) {
      running.get(data.cancel)?.abort();
      return;
    }
    const { id, request } = data;
    running.set(id, new AbortController());
    before = before.then(() => answer(id, request));
  });
}

/** What a worker holds. */
class InspectionServer {
  #runtime: BrowserRuntime | undefined;
  #models: Pick<WorkerStart, 'model' | 'companions'> | undefined;
  #inspector: Inspector | undefined;

  async answer(
    request: WorkerRequest,
    tell: (event: WorkerEvent) => void,
    signal: AbortSignal,
  ): Promise<Answer> {
    if (request.call === 'start') return { value: await this.#start(request.options) };
    if (request.call === 'inspect')
      return judgedAnswer(await this.#inspect(request.picture, request.options));
    if (request.call === 'open') {
      await this.#open(request.part, request.name);
      return { value: undefined };
    }
    if (request.call === 'calibrate') {
      return { value: await this.#calibrate(request.pictures, request.options, signal) };
    }
    const value = await this.#enrol(request.pictures, request.options, { tell, signal });
    return { value, transfer: [value.buffer] };
  }

  async #start({ model, companions = [], ...options }: WorkerStart): Promise<EngineFacts> {
    const runtime = await browserRuntime({ ...options, model });
    await this.#inspector?.release();
    this.#inspector = undefined;
    this.#runtime = runtime;
    this.#models = { model, companions };
    const { name, threads, trial } = runtime;
    return { runtime: name, threads, trial };
  }

  async #enrol(
    pictures: readonly PagePicture[],
    { maxPixels, lenient, ...options }: WorkerEnrolment,
    { tell, signal }: { tell: (event: WorkerEvent) => void; signal: AbortSignal },
  ): Promise<Uint8Array<ArrayBuffer>> {
    const { sampleBits } = options;
    const waiting = pictures.map((picture) => ({
      name: picture.name,
      read: () => readPicture(picture, { maxPixels, lenient, sampleBits }),
    }));
    const { runtime, ...models } = this.#started();
    const part = await enroll(waiting, {
      ...options,
      ...models,
      runtime,
      signal,
      onProgress: (progress) => tell({ progress }),
      onWarning: (warning) => tell({ warning }),
      onEstimate: (estimate) => tell({ estimate }),
    });
    return Uint8Array.from(encodePart(part, runtime.sha256));
  }

  async #open(bytes: Uint8Array, name: string): Promise<void> {
    const started = this.#started();
    const part = decodePart(bytes, name, started.runtime.sha256);
    const inspector = await Inspector.create(part, {
      ...started,
      name,
      clock: () => performance.now(),
    });
    await this.#inspector?.release();
    this.#inspector = inspector;
  }

  async #inspect(picture: PagePicture, options: DecodingOptions): Promise<JudgedPicture> {
    const inspector = this.#opened('judge a picture');
    const start = performance.now();
    const { sampleBits } = inspector.part;
    const image = await readPicture(picture, { sampleBits, ...options });
    const decode = performance.now() - start;
    return { inspection: await inspector.inspect(image), image, decode };
  }

  async #calibrate(
    pictures: readonly ConfirmedContent[],
    { maxPixels, lenient, ...options }: WorkerCalibration,
    signal: AbortSignal,
  ): Promise<WorkerCalibrated> {
    const inspector = this.#opened('calibrate the part');
    const { sampleBits } = inspector.part;
    const candidates: Candidate[] = [];
    let read = 0;
    for (const picture of pictures) {
      const { name, date = null, origin = null } = picture;
      const image = await readPicture(picture, { maxPixels, lenient, sampleBits });
      // Of a part that several lie in a picture of, each object counts.
      for (const one of objectsOf({ name, image }, inspector.part.layout)) {
        candidates.push(await scoreConfirmed(inspector, one, { date, origin }));
      }
      read++;
      const done = `${read} of ${pictures.length} pictures`;
      // Messages were read while the engine ran.
      assertNotCancelled(signal, 'calibrate the part', done);
    }
    const { part, taken, repeated, held, change } = calibratePart(
      inspector.part,
      candidates,
      options,
    );
    const { sha256 } = this.#started().runtime;
    return {
      part: taken.length === 0 ? null : encodePart(part, sha256),
      taken: taken.map(({ name }) => name),
      repeated: repeated.map(({ picture: { name }, of, is }) => ({ name, of: of.name, is })),
      held: held.map(({ picture: { name }, objections }) => ({ name, objections })),
      change,
    };
  }

  #opened(task: string): Inspector {
    if (this.#inspector !== undefined) return this.#inspector;
    throw tooEarly(task, 'no part is open', 'Open a part.');
  }

  #started(): { readonly runtime: BrowserRuntime } & Pick<WorkerStart, 'model' | 'companions'> {
    if (this.#runtime && this.#models) return { runtime: this.#runtime, ...this.#models };
    throw tooEarly('compute', 'the worker was not started', 'Start it with a model.');
  }
}

/** Pixels of what a page sent; frames are closed, of which cameras have few. */
async function readPicture(
  { name, content }: PagePicture,
  options: DecodingOptions,
): Promise<DecodedImage> {
  if (content instanceof Blob) return decodePicture(content, name, options);
  if ('data' in content) return content;
  try {
    return frameImage(content);
  } finally {
    content.close();
  }
}

/** Pixels and maps go to the page, and are not copied. */
function judgedAnswer(value: JudgedPicture): Answer {
  const { map } = value.inspection;
  const arrays = [value.image.data, map.data, ...(map.missing === null ? [] : [map.missing])];
  const buffers = arrays.flatMap(({ buffer }) => (buffer instanceof ArrayBuffer ? buffer : []));
  return { value, transfer: [...new Set(buffers)] };
}

function tooEarly(task: string, fault: string, remedy: string): BrowserError {
  return new BrowserError(task, fault, remedy);
}

function workerScope(): WorkerScope {
  // A worker's scope; the types of pages, which this project shares, know none.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return globalThis as unknown as WorkerScope;
}
