import type { Facts } from '../errors.ts';
import type { DecodedImage } from '../image/decoded-image.ts';
import type { Inspection } from './inspection.ts';

/** The file of a picture, as it was read. */
export interface PictureFile {
  /** When it was last written, by its own time stamp: UTC, ISO 8601. */
  readonly modified: string;
  /** Its size. */
  readonly bytes: number;
  /** SHA-256 of its bytes, hexadecimal. */
  readonly sha256: string;
}

/** Which picture an entry is about. */
export interface EntryOrigin {
  /** File name or any label. */
  readonly name: string;
  /** When it was judged, UTC, ISO 8601; none where the platform gave no calendar. */
  readonly time?: string | undefined;
  /** Its file; none where it is from no file, or the file could not be read. */
  readonly file?: PictureFile | undefined;
  /** Whether its file had been judged before, and was overwritten since; false by default. */
  readonly replaced?: boolean | undefined;
}

/** A picture that was inspected. */
export interface InspectedEntry extends EntryOrigin {
  /** The picture, shape [H, W, 3], with what is doubtful about how it was read. */
  readonly image: DecodedImage;
  /** What was found. */
  readonly inspection: Inspection;
  /** Milliseconds that reading and decoding took; 0 where the platform gave no clock. */
  readonly decode: number;
}

/** What is wrong with a picture: a `FewgoodError`, or its fields. */
export interface PictureFault {
  /** Stable identifier. */
  readonly code: string;
  /** What was tried, found and expected. */
  readonly message: string;
  /** What to do about it. */
  readonly remedy: string;
  /** What the message tells, as data. */
  readonly facts: Facts;
}

/** A picture that could not be read or inspected. */
export interface FaultyEntry extends EntryOrigin {
  /** What is wrong with it. */
  readonly error: PictureFault;
}

/** What a run of inspection makes of one picture. */
export type InspectionEntry = InspectedEntry | FaultyEntry;

/** How it went with a picture: a verdict, or an error. */
export type Outcome = 'fail' | 'unjudged' | 'error' | 'pass';

/** Most pressing first. */
export const OUTCOMES: readonly Outcome[] = ['fail', 'unjudged', 'error', 'pass'];

/** The outcome of an entry. */
export function outcomeOf(entry: InspectionEntry): Outcome {
  if ('error' in entry) return 'error';
  const { verdict } = entry.inspection;
  return verdict === 'cannot judge' ? 'unjudged' : verdict;
}
