/**
 * One run of inspection: pictures come from a source, an inspector judges them one after another,
 * and sinks take what was found, in that order.
 *
 * @module
 */
import type { CancelSignal } from '../cancellation.ts';
import { FewgoodError } from '../errors.ts';
import type { DecodedImage } from '../image/decoded-image.ts';
import { type InspectionEntry, type Outcome, outcomeOf } from './entry.ts';
import type { Inspector } from './inspector.ts';
import { type ReasonCode, REASON_CODES } from './reason.ts';

/** A picture that waits in a source for its turn. */
export interface WaitingPicture {
  /** File name or any label. */
  readonly name: string;
  /** Reads it, shape [H, W, 3]; fails with a {@link FewgoodError} if it cannot be read. */
  readonly read: () => Promise<DecodedImage>;
}

/**
 * Where pictures come from. A run asks for the next one when every sink has taken the last, so a
 * source that makes pictures as they are asked for never runs ahead. A source that waits for
 * pictures ends when the user asks to stop, as the run waits with it. Reading ahead would be a source
 * around another one, whose pictures begin to be read before their turn.
 */
export type PictureSource = Iterable<WaitingPicture> | AsyncIterable<WaitingPicture>;

/** Where what is made of the pictures goes. */
export interface Sink<T> {
  /** Takes what was made of one picture, in the order of the source. */
  readonly add: (item: T) => Promise<void> | void;
  /** Finishes: nothing more comes. */
  readonly close?: () => Promise<void> | void;
  /** Takes away what is not finished, instead of `close` or after a `close` that failed. */
  readonly discard?: () => Promise<void> | void;
}

/** Where the entries of a run of inspection go. */
export type InspectionSink = Sink<InspectionEntry>;

/** What every run over pictures needs. */
interface PictureRun<T> {
  /** Where the pictures come from. */
  readonly source: PictureSource;
  /** Where what is made of them goes; each picture goes to one after the other. */
  readonly sinks: readonly Sink<T>[];
  /** Ends the run before the next picture when it is aborted; the sinks finish what they have. */
  readonly signal?: CancelSignal;
  /** Told how many pictures every sink has taken; what it throws ends the run as an error. */
  readonly onProgress?: (done: number) => void;
}

/** What a run of inspection needs. */
export interface InspectionRun extends PictureRun<InspectionEntry> {
  /** Judges the pictures. */
  readonly inspector: Pick<Inspector, 'inspect'>;
  /** Milliseconds of any clock, for the time of reading; none by default. */
  readonly clock?: () => number;
}

/** A kind of reason, with the pictures that have it. */
export interface ReasonCount {
  /** Its identifier. */
  readonly code: ReasonCode;
  /** What to do about it, as the first of the pictures says. */
  readonly remedy: string;
  /** Pictures that have it. */
  readonly pictures: number;
  /** Those of them that fail; the others are not judged. */
  readonly failed: number;
}

/** What a run of inspection came to. */
export interface InspectionSummary {
  /** Pictures by outcome. */
  readonly counts: Readonly<Record<Outcome, number>>;
  /** Kinds of reasons that pictures have; one picture may have several. */
  readonly reasons: readonly ReasonCount[];
  /** Whether the signal ended it while pictures were left. */
  readonly isInterrupted: boolean;
}

/**
 * Judges every picture of a source and hands each entry to all sinks before the next picture is
 * asked for. A picture that cannot be read or judged becomes an entry with its error, and the rest
 * goes on. Any other error, also one of the source or of a sink, ends the run.
 */
export async function runInspection(run: InspectionRun): Promise<InspectionSummary> {
  const { inspector, clock = () => 0 } = run;
  const counts: Record<Outcome, number> = { fail: 0, unjudged: 0, error: 0, pass: 0 };
  const reasons = new Map<ReasonCode, ReasonCount>();
  const counter: InspectionSink = {
    add: (entry) => {
      const outcome = outcomeOf(entry);
      counts[outcome]++;
      if ('error' in entry) return;
      const { verdict } = entry.inspection;
      for (const { code, remedy } of entry.inspection.reasons) {
        const first = reasons.get(code) ?? { code, remedy, pictures: 0, failed: 0 };
        const failed = first.failed + (verdict === 'fail' ? 1 : 0);
        reasons.set(code, { ...first, pictures: first.pictures + 1, failed });
      }
    },
  };
  const isInterrupted = await forEachPicture({
    ...run,
    step: (picture) => judge(picture, inspector, clock),
    sinks: [...run.sinks, counter],
  });
  const inOrder = REASON_CODES.flatMap((code) => reasons.get(code) ?? []);
  return { counts, reasons: inOrder, isInterrupted };
}

/** The one place where an error of a picture becomes an entry; others are not about the picture. */
async function judge(
  { name, read }: WaitingPicture,
  inspector: Pick<Inspector, 'inspect'>,
  clock: () => number,
): Promise<InspectionEntry> {
  try {
    const start = clock();
    const image = await read();
    const decode = clock() - start;
    return { name, image, inspection: await inspector.inspect(image), decode };
  } catch (error) {
    if (error instanceof FewgoodError) return { name, error };
    throw error;
  }
}

/**
 * Takes one step with each picture of a source, and hands what it gives to all sinks before the next
 * picture is asked for. Each sink ends once: closed, or discarded if an error ended the run first.
 *
 * @returns Whether the signal ended it while pictures were left.
 */
export async function forEachPicture<T>(
  run: PictureRun<T> & { readonly step: (picture: WaitingPicture) => Promise<T> },
): Promise<boolean> {
  const { source, step, sinks, signal, onProgress } = run;
  const open = new Set(sinks);
  let isInterrupted = false;
  let done = 0;
  try {
    for await (const picture of source) {
      isInterrupted = signal?.aborted ?? false;
      if (isInterrupted) break;
      const item = await step(picture);
      for (const sink of sinks) await sink.add(item);
      onProgress?.(++done);
    }
    for (const sink of sinks) {
      await sink.close?.();
      open.delete(sink);
    }
    return isInterrupted;
  } finally {
    // What ended the run is told; that a sink cannot clean up after it is not.
    await Promise.allSettled([...open].map(async (sink) => sink.discard?.()));
  }
}
