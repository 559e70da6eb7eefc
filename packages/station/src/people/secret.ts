import { createHash, randomBytes } from 'node:crypto';

/** Bytes of a secret: nobody guesses it, so that a plain hash of it is enough. */
const BYTES = 32;

/** A secret of a cookie, a link or a token: 43 characters of base64url. */
export function newSecret(): string {
  return randomBytes(BYTES).toString('base64url');
}

/** What is kept of a secret: SHA-256, hexadecimal. */
export function hashOfSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** A name as it is compared: no two people or machines differ by case or by kinds of letters alone. */
export function nameKeyOf(name: string): string {
  return name.normalize('NFKC').toLowerCase();
}
