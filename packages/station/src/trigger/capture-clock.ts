/** Seconds that the clock of a camera may lose in a second: ten times what quartz does, twice what a time server has clocks catch up by. */
const DRIFT = 0.001;
/** Seconds for which a camera is listened to before its clock is known: what it had kept ready comes first. */
const WARM = 1;

/**
 * Tells when pictures were taken that come through pipes and buffers of unknown length. A camera stamps each by its own
 * clock; the picture that came fastest shows how far that clock is from ours, and one that comes later than its stamp says
 * lay somewhere in between.
 */
export class CaptureClock {
  #began: number | undefined;
  #last = { stamp: -Infinity, arrival: -Infinity };
  /** Arrival less stamp of the fastest picture, seconds. */
  #offset = Infinity;

  /** Seconds by which the last picture came later than the fastest. */
  get lag(): number {
    return this.#last.arrival - this.#last.stamp - this.#offset;
  }

  /** Whether it has listened for long enough. */
  get isWarm(): boolean {
    return this.#began !== undefined && this.#last.arrival - this.#began >= WARM;
  }

  /**
   * When a picture was taken, as if the fastest took no time.
   *
   * @param stamp - Seconds, by the clock of the camera.
   * @param arrival - Seconds, by ours.
   * @returns Seconds by ours; -Infinity while its clock is not known.
   */
  takenAt(stamp: number, arrival: number): number {
    // Clocks do not go back, unless the camera began anew.
    if (this.#began === undefined || stamp < this.#last.stamp) {
      this.#began = arrival;
      this.#offset = Infinity;
    }
    const drift = DRIFT * (arrival - this.#last.arrival);
    const known = Number.isFinite(this.#offset) ? this.#offset + drift : Infinity;
    this.#offset = Math.min(known, arrival - stamp);
    this.#last = { stamp, arrival };
    return this.isWarm ? stamp + this.#offset : -Infinity;
  }
}
