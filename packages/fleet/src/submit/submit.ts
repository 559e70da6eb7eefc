import { stat } from 'node:fs/promises';
import { CancelledError, type FewgoodError, ImageError } from 'fewgood';
import { type PictureInput, readPictureContent } from 'fewgood/node';
import { FleetConflictError } from '../errors.ts';
import { type Fleet, now, thisActor } from '../fleet.ts';
import { assertName } from '../names.ts';
import { patiently } from '../patiently.ts';
import { jobId, type JobSubject, writeJob } from '../queue/job.ts';
import type { KnownItem } from '../rows/request-list.ts';
import type { ItemRow, RequestRow } from '../rows/tables.ts';

/** Pictures that are sent at once. */
const AT_ONCE = 8;

/** Pictures that are to be judged. */
export interface Submission {
  /** Name of the part; the version that is active judges. */
  readonly part: string;
  /** What the whole is called; one that was cut off goes on by it. */
  readonly request: string;
  readonly pictures: readonly PictureInput[];
  readonly signal: AbortSignal;
  readonly onProgress: (done: number) => void;
}

/** A picture that was not accepted. */
export interface Refused {
  readonly name: string;
  readonly error: FewgoodError;
}

/** What a submission came to. */
export interface SubmissionSummary {
  readonly request: RequestRow;
  /** Pictures that were accepted now. */
  readonly accepted: number;
  /** That had been accepted before. */
  readonly before: number;
  readonly refused: readonly Refused[];
}

/**
 * Sends pictures to be judged. One that is accepted is judged, whatever becomes of whom: its file is in the store, its
 * job in the queue, and both are noted in the database. Of a request that is there already, what is missing is sent, and
 * what nobody could judge is tried again.
 *
 * @throws {@link ArgumentRangeError} if the request's name is none.
 * @throws {@link FleetNotFoundError} if there is no such part.
 * @throws {@link FleetConflictError} if the request is one of another part.
 * @throws {@link CancelledError} if it is stopped.
 */
export async function submit(fleet: Fleet, submission: Submission): Promise<SubmissionSummary> {
  const { part, request: name, pictures, signal, onProgress } = submission;
  assertName('request', name);
  const { sha256 } = await patiently(async () => fleet.rollouts.active(part));
  const request = await patiently(async () =>
    fleet.requests.open({ name, part, sha256, at: now(), actor: thisActor() }),
  );
  const known = await patiently(async () => fleet.requests.known(name));
  const sender = new Sender(fleet, request, known);
  let done = 0;
  const numbered = pictures.entries();
  const send = async (): Promise<void> => {
    for (const [place, picture] of numbered) {
      if (signal.aborted) {
        throw new CancelledError('submit the pictures', `${done} of ${pictures.length} pictures`);
      }
      await sender.send(picture, place);
      onProgress(++done);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, send));
  const { accepted, before, refused } = sender;
  return { request, accepted, before, refused };
}

/** Sends the pictures of one request. */
class Sender {
  accepted = 0;
  before = 0;
  readonly refused: Refused[] = [];
  readonly #fleet: Fleet;
  readonly #request: RequestRow;
  readonly #known: ReadonlyMap<string, KnownItem>;

  constructor(fleet: Fleet, request: RequestRow, known: ReadonlyMap<string, KnownItem>) {
    this.#fleet = fleet;
    this.#request = request;
    this.#known = known;
  }

  /** Sends one, unless it was accepted before. */
  async send({ path, error }: PictureInput, place: number): Promise<void> {
    const refuse = (fault: FewgoodError): unknown =>
      this.refused.push({ name: path, error: fault });
    if (error !== undefined) {
      refuse(error);
      return;
    }
    const known = this.#known.get(path);
    const isDone = known !== undefined && (await this.#isDone(known));
    if (isDone && (await isUnchanged(known))) {
      this.before++;
      return;
    }
    try {
      const { bytes, file } = await readPictureContent(path, path);
      const picture = { name: path, ...file };
      if (known !== undefined && known.picture !== picture.sha256) throw this.#changed(path);
      // Written again as it was.
      if (isDone) this.before++;
      else await this.#accept({ place, known, picture }, bytes);
    } catch (fault) {
      if (!isOfPicture(fault)) throw fault;
      refuse(fault);
    }
  }

  async #accept(
    sent: { readonly place: number; readonly known: KnownItem | undefined } & Pick<
      JobSubject,
      'picture'
    >,
    bytes: Uint8Array,
  ): Promise<void> {
    const { place, known, picture } = sent;
    const { requests, pictures, queue } = this.#fleet;
    const { name: request, part: name, sha256 } = this.#request;
    const subject = { request, part: { name, sha256 }, picture };
    const item: ItemRow = {
      request,
      name: picture.name,
      place,
      job: jobId(subject),
      picture: picture.sha256,
      bytes: picture.bytes,
      modified: picture.modified,
      queuedAt: null,
      // What was buried is another attempt, which the queue does not take for the one before.
      attempt: (known?.attempt ?? 0) + (known?.dead === null || known === undefined ? 0 : 1),
    };
    await patiently(async () => requests.add(item));
    await patiently(async () => pictures.put(item.job, bytes));
    await patiently(async () => queue.add(writeJob(subject), item.attempt));
    await patiently(async () => requests.accept(item, now()));
    this.accepted++;
  }

  /** Whether it is judged or will be: a queue that lost its disk is filled again. */
  async #isDone({ verdict, dead, queuedAt, job }: KnownItem): Promise<boolean> {
    if (verdict !== null) return true;
    if (dead !== null || queuedAt === null) return false;
    return patiently(async () => this.#fleet.queue.has(job));
  }

  #changed(path: string): FleetConflictError {
    return new FleetConflictError(
      `submit ${path} again`,
      `it is another picture than the one of ${this.#request.name}: expected the same`,
      'Give the request another name.',
      { request: this.#request.name, picture: path },
    );
  }
}

/** Whether the file is as it was, by what the system says of it. */
async function isUnchanged({ name, bytes, modified }: KnownItem): Promise<boolean> {
  try {
    const { size, mtimeMs } = await stat(name, { bigint: true });
    return Number(size) === bytes && new Date(Number(mtimeMs)).toISOString() === modified;
  } catch {
    return false;
  }
}

/** Whether an error is of one picture, so that the others may be sent all the same. */
function isOfPicture(error: unknown): error is FewgoodError {
  return error instanceof ImageError || error instanceof FleetConflictError;
}
