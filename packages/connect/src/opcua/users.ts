import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Environment } from '../config/common-settings.ts';
import { readSecretText } from '../config/secret-text.ts';
import type { OpcUaSettings } from './settings.ts';

/** Milliseconds that a wrong password waits for its answer, so that nobody tries many. */
const PENALTY = 500;

/** Who may come in by a password. */
export class OpcUaUsers {
  readonly #hashes: ReadonlyMap<string, Buffer>;
  /** What a password of nobody is compared with, so that time does not tell who is there. */
  readonly #nobody = randomBytes(32);

  /** @throws {@link ConnectorError} if a password is not where it is said to be. */
  constructor({ name, users }: Pick<OpcUaSettings, 'name' | 'users'>, environment: Environment) {
    this.#hashes = new Map(
      Object.entries(users).map(([user, secret]) => {
        const what = `the password of ${user}`;
        return [user, hashOf(readSecretText(secret, { connector: name, what, environment }))];
      }),
    );
  }

  async accepts(user: string, password: string): Promise<boolean> {
    const known = this.#hashes.get(user);
    const isSame = timingSafeEqual(hashOf(password), known ?? this.#nobody);
    if (isSame && known !== undefined) return true;
    await pause(PENALTY);
    return false;
  }
}

function hashOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
