import type { RgbImage } from '../image/rgb-image.ts';
import type { Part } from '../inspection/part.ts';
import type { EncodeImage } from '../page/picture.ts';

/** What is shown of an inspected picture, at the report's size. */
export interface Views {
  /** As inspected. */
  readonly plain: RgbImage;
  /** Tinted where it is anomalous. */
  readonly tinted: RgbImage;
  /** The anomaly map. */
  readonly painted: RgbImage;
}

/** What showing an inspected picture needs besides it. */
export interface EntryContext {
  /** The part that it was inspected against. */
  readonly part: Part;
  /** The picture, its overlay and its map. */
  readonly views: Views;
  /** Writes pictures. */
  readonly encode: EncodeImage;
}
