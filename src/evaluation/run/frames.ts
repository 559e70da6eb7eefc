import { ArgumentRangeError } from '../../errors.ts';
import { Frame } from '../../image/frame.ts';
import type { LookArea } from '../../image/look-area.ts';
import type { Size } from '../../image/rgb-image.ts';
import type { MapInput } from './contender.ts';

/** How pictures lie in the square; one frame a size of picture, since what is made of one is kept with it. */
export class Frames {
  readonly #input: Pick<MapInput, 'size' | 'fit'>;
  readonly #area: LookArea | undefined;
  readonly #frames = new Map<string, Frame>();

  /** @param area - What of pictures is looked at; undefined for all of them. */
  constructor(input: Pick<MapInput, 'size' | 'fit'>, area: LookArea | undefined) {
    this.#input = input;
    this.#area = area;
  }

  /**
   * The frame of a picture.
   *
   * @throws {@link ArgumentRangeError} if nothing in the square is looked at.
   */
  of({ width, height }: Size): Frame {
    const key = `${width}×${height}`;
    const { size, fit } = this.#input;
    const frame = this.#frames.get(key) ?? new Frame({ width, height }, size, fit, this.#area);
    this.#frames.set(key, frame);
    if (frame.looked?.includes(1) !== false) return frame;
    throw new ArgumentRangeError(
      'lookArea',
      `no pixel of ${size} × ${size} left`,
      'a part of the picture that is looked at',
    );
  }
}
