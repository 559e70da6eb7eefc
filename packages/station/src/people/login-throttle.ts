import { TooManyAttemptsError } from '../errors.ts';

/** Attempts that cost nothing: fingers slip. */
const FREE_OF_NAME = 5;
/** Many people may share an address, behind a proxy. */
const FREE_OF_ADDRESS = 20;
/** The wait after the first attempt that is not free doubles with each, up to this, seconds. */
const LONGEST_WAIT = 300;
/** After so long without an attempt it is forgotten, milliseconds. */
const FORGOTTEN = 15 * 60_000;
/** Names and addresses that are remembered at most; the oldest go. */
const MOST = 10_000;

interface Attempts {
  count: number;
  last: number;
}

/**
 * Slows down whoever guesses: for each name, known or not, and for each address. What is counted is the
 * attempt, before its password was looked at, so that many at once are no way around it.
 */
export class LoginThrottle {
  readonly #attempts = new Map<string, Attempts>();
  readonly #clock: () => number;

  /** @param clock - Milliseconds since 1970. */
  constructor(clock: () => number) {
    this.#clock = clock;
  }

  /** @throws {@link TooManyAttemptsError} if it has to wait. */
  begin(name: string, address: string): void {
    const now = this.#clock();
    const keys = keysOf(name, address);
    const wait = Math.max(...keys.map(({ key, free }) => this.#waitOf(key, free, now)));
    if (wait > 0) throw new TooManyAttemptsError(Math.ceil(wait / 1000));
    for (const { key } of keys) {
      const count = (this.#attempts.get(key)?.count ?? 0) + 1;
      // Deleted first, so that the map is in the order of the last attempts.
      this.#attempts.delete(key);
      this.#attempts.set(key, { count, last: now });
    }
    for (const oldest of this.#attempts.keys()) {
      if (this.#attempts.size <= MOST) break;
      this.#attempts.delete(oldest);
    }
  }

  /** The password was right: the name is free again, and the address has one attempt less. */
  succeed(name: string, address: string): void {
    const [ofName, ofAddress] = keysOf(name, address);
    this.#attempts.delete(ofName.key);
    const attempts = this.#attempts.get(ofAddress.key);
    if (attempts !== undefined) attempts.count = Math.max(0, attempts.count - 1);
  }

  #waitOf(key: string, free: number, now: number): number {
    const attempts = this.#attempts.get(key);
    if (attempts === undefined || now - attempts.last > FORGOTTEN) {
      this.#attempts.delete(key);
      return 0;
    }
    if (attempts.count < free) return 0;
    const seconds = Math.min(2 ** (attempts.count - free), LONGEST_WAIT);
    return attempts.last + seconds * 1000 - now;
  }
}

function keysOf(name: string, address: string) {
  return [
    { key: `name ${name}`, free: FREE_OF_NAME },
    { key: `address ${address}`, free: FREE_OF_ADDRESS },
  ] as const;
}
