import type { Line } from '../api/line.ts';
import { NotFoundError, UnavailableError } from '../errors.ts';

/** Whoever knows the lines of a fleet. */
export interface LineSource {
  /**
   * @param from - Verdicts from then on are counted, UTC, ISO 8601.
   * @returns Undefined where the fleet does not answer.
   */
  readonly list: (from: string) => Promise<readonly Line[] | undefined>;
}

/** The lines of the fleet that the station is one of, if it is. */
export class LineBoard {
  #source: LineSource | undefined;

  /** The station is one of a fleet from now on. @returns What ends that. */
  join(source: LineSource): () => void {
    this.#source = source;
    return () => {
      if (this.#source === source) this.#source = undefined;
    };
  }

  /**
   * All lines, by name.
   *
   * @throws {@link NotFoundError} if the station is in no fleet.
   * @throws {@link UnavailableError} if the fleet does not answer.
   */
  async list(from: string): Promise<readonly Line[]> {
    if (this.#source === undefined) throw new NotFoundError('the fleet', 'of this station');
    const lines = await this.#source.list(from);
    if (lines !== undefined) return lines;
    const remedy = 'Look at the connection to the fleet; the station goes on without it.';
    throw new UnavailableError('list the lines', 'the fleet does not answer', remedy, 5);
  }
}
