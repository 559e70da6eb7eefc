import type { DecodeOptions } from '../image/image-decoder.ts';
import type { PassedOver } from '../image/walk-pictures.ts';
import type { FileStamp } from './file-look.ts';

/** What a person should know of a watch. */
export type WatchEvent =
  /** The folder cannot be read, for the reason told; its return is awaited. */
  | { readonly kind: 'away'; readonly fault: string }
  /** It can be read again. */
  | { readonly kind: 'back' }
  /** A picture was overwritten, or deleted, before it could be judged. */
  | { readonly kind: 'lost'; readonly path: string; readonly fate: 'replaced' | 'deleted' }
  /** A picture that was judged was touched, or written again as it was; it is not judged again. */
  | { readonly kind: 'unchanged'; readonly path: string }
  /** There are folders within, which are not watched; told once. */
  | { readonly kind: 'subfolders'; readonly names: readonly string[] }
  /** A folder within cannot be read. */
  | { readonly kind: 'unreadable'; readonly path: string; readonly fault: string };

/** How a folder is watched. */
export interface WatchOptions extends DecodeOptions {
  /** Ends the watch. */
  readonly signal?: AbortSignal;
  /**
   * How long a file must stay unchanged before it counts as complete; 1000 by default. Writers of
   * pictures pause for less between two pieces, and the formats tell of most that pause for longer.
   */
  readonly settleMilliseconds?: number;
  /** Pause between two looks at the folder; half of `settleMilliseconds` by default, from 50 to 500. */
  readonly pollMilliseconds?: number;
  /** Whether files that are there at the start count; true by default. */
  readonly includeExisting?: boolean;
  /** Whether folders within are watched too; false by default. */
  readonly recursive?: boolean;
  /** Patterns of what is left out, as `expandPictures` takes them. */
  readonly ignore?: readonly string[];
  /** Told of all that is not taken for a picture, each once. */
  readonly onPassOver?: (passed: PassedOver) => void;
  /** Whether a file was judged before this watch, by what the system says of it; none by default. */
  readonly isJudged?: ((path: string, stamp: FileStamp) => boolean) | undefined;
  /** Told of what nobody would see otherwise. */
  readonly onEvent?: (event: WatchEvent) => void;
}
