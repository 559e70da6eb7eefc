import type { Link, TellingHost } from '../connector.ts';

/** Tells how the other side of a connector is: the station always, the log when that changes. */
export class LinkReport implements Link {
  /** Called when the other side answers, and did not before. */
  onUp: () => void = () => undefined;
  readonly #name: string;
  readonly #host: TellingHost;
  #isUp: boolean | undefined;

  constructor(name: string, host: TellingHost) {
    this.#name = name;
    this.#host = host;
  }

  report(fault: string | undefined): void {
    const { station, log } = this.#host;
    const isUp = fault === undefined;
    station.links.report({ role: 'connector', name: this.#name }, fault);
    if (isUp === this.#isUp) return;
    if (!isUp) log(`${this.#name}: ${fault}`);
    else if (this.#isUp === false) log(`${this.#name}: it answers again`);
    this.#isUp = isUp;
    if (isUp) this.onUp();
  }
}
