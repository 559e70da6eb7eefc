import type { Size } from '../image/rgb-image.ts';

/** An area of a picture. */
export interface Area {
  /** In square pixels or square millimetres. */
  readonly value: number;
  /** The side of the square. */
  readonly unit: 'px' | 'mm';
}

/** What is said of sizes. */
export interface SizingOptions {
  /** Pixels of the first good picture a millimetre; null if nobody said. */
  readonly pixelsPerMillimetre: number | null;
  /** What is smaller does not fail a picture by itself; null where any size does. */
  readonly minArea: Area | null;
}

/** What a part says of sizes. */
export interface Sizing extends SizingOptions {
  /** The picture whose pixels are meant; null in parts that do not know it, where it is each picture's own. */
  readonly picture: Size | null;
}

/** Width, height and area of a region. */
export interface Extent extends Size {
  /** Of its pixels, which may be fewer than those of its box. */
  readonly area: number;
}
