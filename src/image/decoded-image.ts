import type { RgbImage } from './rgb-image.ts';

/** Kinds of what may be doubtful about a picture that was read all the same. */
export const WARNING_CODES = ['sloppy-jpeg', 'sample-ignored', 'sample-bits'] as const;

/** What is doubtful about a picture that was read all the same. */
export interface PictureWarning {
  /** Stable identifier. */
  readonly code: (typeof WARNING_CODES)[number];
  /** What is doubtful. */
  readonly message: string;
  /** What to do about it. */
  readonly remedy: string;
}

/** A picture as a file gave it. */
export interface DecodedImage extends RgbImage {
  /** What is doubtful about it; not there if nothing is. */
  readonly warnings?: readonly PictureWarning[];
}
