/**
 * A clock that begins in the past and catches up, never backwards: a shift of hours passes in a minute, and
 * all that the station writes down meanwhile has the times of that shift.
 */
export class DemoClock {
  readonly #present: () => number;
  #behind: number;

  /**
   * @param behind - How far in the past it begins, milliseconds.
   * @param present - What time it is, milliseconds.
   */
  constructor(behind: number, present: () => number = Date.now) {
    this.#present = present;
    this.#behind = behind;
  }

  /** What time it is by this clock; it goes on at the pace of the present. */
  readonly now = (): Date => new Date(this.#present() - this.#behind);

  /** Goes forward until it is so far in the past, milliseconds; it stays where it is if it is farther already. */
  catchUp(behind: number): void {
    this.#behind = Math.min(this.#behind, Math.max(0, behind));
  }
}
