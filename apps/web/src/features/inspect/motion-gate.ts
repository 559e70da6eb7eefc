/** How much a frame must differ from the one before to be moving, mean difference of lightness of 255. */
const MOVING = 6;
/** How little, to be still. */
const STILL = 2.5;
/** How many still frames one after another make a part that has come to rest. */
const REST = 4;

/** Tells when what a camera sees has moved and come to rest: once for each part that is laid down. */
export class MotionGate {
  #before: Uint8Array | null = null;
  #hasMoved = false;
  #still = 0;

  /**
   * Takes the next frame.
   *
   * @param frame - Lightness, shape [H · W]; of the same size each time.
   * @returns Whether a part has just come to rest.
   */
  next(frame: Uint8Array): boolean {
    const before = this.#before;
    this.#before = frame;
    if (before === null || before.length !== frame.length) return false;
    const change = difference(before, frame);
    if (change > MOVING) this.#hasMoved = true;
    this.#still = change < STILL ? this.#still + 1 : 0;
    if (!this.#hasMoved || this.#still < REST) return false;
    this.#hasMoved = false;
    return true;
  }
}

function difference(a: Uint8Array, b: Uint8Array): number {
  let sum = 0;
  for (const [index, value] of a.entries()) sum += Math.abs(value - (b[index] ?? 0));
  return sum / a.length;
}
