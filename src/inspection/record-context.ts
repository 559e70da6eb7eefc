import { viewsOf } from './part-models.ts';
import type { InspectedEntry } from './entry.ts';
import type { Part } from './part.ts';

/** A file by its content. */
export interface NamedHash {
  /** What it is called. */
  readonly name: string;
  /** SHA-256, hexadecimal. */
  readonly sha256: string;
}

/** What judged a picture. */
export interface JudgedBy {
  /** The part file. */
  readonly part: NamedHash;
  /** The model files of the part. */
  readonly models: readonly NamedHash[];
  /** Version of fewgood. */
  readonly version: string;
}

/** Where pictures about an inspected picture were written. */
export interface PictureOutputs {
  /** Path of its overlay. */
  readonly overlay?: string;
  /** Path of its anomaly map. */
  readonly map?: string;
}

/** What a record says besides its entry. */
export interface RecordContext {
  /** What judges the pictures; unknown by default. */
  readonly judgedBy?: JudgedBy | undefined;
  /** Where pictures about an entry were written; nowhere by default. */
  readonly outputsOf?: ((entry: InspectedEntry) => PictureOutputs) | undefined;
}

/**
 * What judges pictures.
 *
 * @param file - Name and hash of the part file.
 * @param version - Of fewgood.
 */
export function judgedBy(part: Part, file: NamedHash, version: string): JudgedBy {
  const models = viewsOf(part).map(({ model: { name, sha256 } }) => ({ name, sha256 }));
  return { part: file, models, version };
}
