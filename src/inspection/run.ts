/**
 * One run of inspection: pictures come from a source, an inspector judges them one after another,
 * and sinks take what was found, in that order.
 *
 * @module
 */
import type { CancelSignal } from '../cancellation.ts';
import { FewgoodError } from '../errors.ts';
import type { DecodedImage } from '../image/decoded-image.ts';
import {
  type EntryOrigin,
  type InspectionEntry,
  type Outcome,
  outcomeOf,
  type PictureFile,
} from './entry.ts';
import type { Inspector } from './inspector.ts';
import { type ReasonCode, REASON_CODES } from './reason.ts';
import { type Sink, type SinkListener, type SinkOutcome, SinkSet } from './sinks.ts';

/** A picture that waits in a source for its turn. */
export interface WaitingPicture {
  /** File name or any label. */
  readonly name: string;
  /** Reads it, shape [H, W, 3]; fails with a {@link FewgoodError} if it cannot be read. */
  readonly read: () => Promise<DecodedImage>;
  /** Its file, once it was read or while that failed; none by default. */
  readonly file?: () => PictureFile | undefined;
  /** Whether its file had been judged before, and was overwritten since; false by default. */
  readonly replaced?: boolean;
}

/**
 * Where pictures come from. A run asks for the next one when every sink has taken the last, so a
 * source that makes pictures as they are asked for never runs ahead. A source that waits for
 * pictures ends when the user asks to stop, as the run waits with it. Reading ahead would be a source
 * around another one, whose pictures begin to be read before their turn.
 */
export type PictureSource = Iterable<WaitingPicture> | AsyncIterable<WaitingPicture>;

/** Where the entries of a run of inspection go. */
export type InspectionSink = Sink<InspectionEntry>;

/** What every run over pictures needs. */
interface PictureRun<T> extends SinkListener {
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
  /** What time it is, UTC, ISO 8601, for the entries; none by default. */
  readonly now?: () => string;
}

/** A kind of reason, with the pictures that have it. */
export interface ReasonCount {
  /** Its identifier. */
  readonly code: ReasonCode;
  /** What to do about it, as the first of the pictures says. */
  readonly remedy: string;
  /** Pictures that have it. */
  readonly pictures: number;
  /** Those of them that fail. */
  readonly failed: number;
  /** Those of them that pass; the others are not judged. */
  readonly passed: number;
}

/** What a run of inspection came to. */
export interface InspectionSummary {
  /** Pictures by outcome. */
  readonly counts: Readonly<Record<Outcome, number>>;
  /** Kinds of reasons that pictures have; one picture may have several. */
  readonly reasons: readonly ReasonCount[];
  /** Whether the signal ended it while pictures were left. */
  readonly isInterrupted: boolean;
  /** Sinks that failed while the run went on. */
  readonly faults: readonly SinkOutcome[];
}

/**
 * Judges every picture of a source and hands each entry to all sinks before the next picture is
 * asked for. A picture that cannot be read or judged becomes an entry with its error, and the rest
 * goes on, and so it does after a sink that fails, if somebody is told. Any other error, also one of the
 * source, ends the run. Whatever ends it, the sinks finish what they hold.
 */
export async function runInspection(run: InspectionRun): Promise<InspectionSummary> {
  const counts: Record<Outcome, number> = { fail: 0, unjudged: 0, error: 0, pass: 0 };
  const reasons = new Map<ReasonCode, ReasonCount>();
  const count = (entry: InspectionEntry): InspectionEntry => {
    counts[outcomeOf(entry)]++;
    if ('error' in entry) return entry;
    const { verdict } = entry.inspection;
    for (const { code, remedy } of entry.inspection.reasons) {
      const first = reasons.get(code) ?? { code, remedy, pictures: 0, failed: 0, passed: 0 };
      const failed = first.failed + (verdict === 'fail' ? 1 : 0);
      const passed = first.passed + (verdict === 'pass' ? 1 : 0);
      reasons.set(code, { ...first, pictures: first.pictures + 1, failed, passed });
    }
    return entry;
  };
  const ending = await forEachPicture({
    ...run,
    step: async (picture) => count(await judge(picture, run)),
  });
  const inOrder = REASON_CODES.flatMap((code) => reasons.get(code) ?? []);
  return { counts, reasons: inOrder, ...ending };
}

/** The one place where an error of a picture becomes an entry; others are not about the picture. */
async function judge(
  { name, read, file, replaced }: WaitingPicture,
  { inspector, clock = () => 0, now }: Pick<InspectionRun, 'inspector' | 'clock' | 'now'>,
): Promise<InspectionEntry> {
  const origin = (): EntryOrigin => ({ name, time: now?.(), file: file?.(), replaced });
  try {
    const start = clock();
    const image = await read();
    const decode = clock() - start;
    const inspection = await inspector.inspect(image);
    return { ...origin(), image, inspection, decode };
  } catch (error) {
    if (error instanceof FewgoodError) return { ...origin(), error };
    throw error;
  }
}

/** How a run ended. */
type Ending = Pick<InspectionSummary, 'isInterrupted' | 'faults'>;

/**
 * Takes one step with each picture of a source, and hands what it gives to all sinks before the next
 * picture is asked for. Whatever ends the run, each sink is finished, or discarded if it cannot be.
 */
export async function forEachPicture<T>(
  run: PictureRun<T> & { readonly step: (picture: WaitingPicture) => Promise<T> },
): Promise<Ending> {
  const { source, step, signal, onProgress } = run;
  const sinks = new SinkSet(run.sinks, run);
  let isInterrupted = false;
  let done = 0;
  try {
    for await (const picture of source) {
      isInterrupted = signal?.aborted ?? false;
      if (isInterrupted) break;
      await sinks.add(await step(picture));
      onProgress?.(++done);
    }
  } catch (error) {
    // What ended the run is told, not what came of finishing after it.
    await sinks.close().catch(() => undefined);
    throw error;
  }
  await sinks.close();
  return { isInterrupted, faults: sinks.outcomes };
}
