import type { Frame } from './frame.ts';
import type { RgbImage } from './rgb-image.ts';

/** How a picture lies in the model's square, as far as its light needs it. */
export type SquareFrame = Pick<Frame, 'picture' | 'size' | 'window' | 'content' | 'looked'>;

/** A picture in the model's square, shape [S, S, 3], and how it lies there. */
export interface FramedSquare {
  /** The picture. */
  readonly square: RgbImage;
  /** How it lies. */
  readonly frame: SquareFrame;
}

/** A picture in the model's square while its light is measured and changed. */
export interface LitSquare {
  /** Levels, 0 to 255 before they are changed, shape [S, S, 3]; changed in place and rounded only at the end. */
  readonly levels: Float32Array;
  /** How the picture lies. */
  readonly frame: SquareFrame;
}

/** The levels of a square, for changes. */
export function litSquare({ square, frame }: FramedSquare): LitSquare {
  return { levels: new Float32Array(square.data), frame };
}

/**
 * Visits the pixels of a square that show what is looked at, row by row.
 *
 * @param visit - Takes the number of the pixel in the square, and its column and row in the content.
 */
export function forEachShown(
  { size, content, looked }: SquareFrame,
  visit: (pixel: number, x: number, y: number) => void,
): void {
  for (let y = 0; y < content.height; y++) {
    const row = (content.y + y) * size + content.x;
    for (let x = 0; x < content.width; x++) {
      if (looked === null || looked[row + x] !== 0) visit(row + x, x, y);
    }
  }
}

/**
 * The changed levels as a picture, rounded and clamped. What does not show the picture stays as it was.
 *
 * @param square - The picture before, shape [S, S, 3].
 * @returns Shape [S, S, 3].
 */
export function roundedSquare({ levels, frame }: LitSquare, square: RgbImage): RgbImage {
  const { width, height } = square;
  const data = square.data.slice();
  forEachShown(frame, (pixel) => {
    for (let at = 3 * pixel; at < 3 * pixel + 3; at++) {
      data[at] = Math.round(Math.min(Math.max(levels[at], 0), 255));
    }
  });
  return { data, width, height };
}
