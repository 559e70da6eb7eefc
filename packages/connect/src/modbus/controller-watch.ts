import type { Link } from '../connector.ts';

/** Milliseconds without a controller after which it is away: some connect anew for each question. */
const PATIENCE = 10_000;

/** Tells whether a controller is connected, from the first one on: before, nobody knows whether there is one. */
export class ControllerWatch {
  readonly #link: Link;
  readonly #patience: number;
  #timer: NodeJS.Timeout | undefined;

  constructor(link: Link, patience: number = PATIENCE) {
    this.#link = link;
    this.#patience = patience;
  }

  /** So many are connected now. */
  count(clients: number): void {
    clearTimeout(this.#timer);
    if (clients > 0) this.#link.report(undefined);
    else {
      const away = (): void => this.#link.report('no controller is connected');
      this.#timer = setTimeout(away, this.#patience);
    }
  }

  /** The station ends the connections itself. */
  close(): void {
    clearTimeout(this.#timer);
  }
}
