/**
 * The port to SHA-256, by which part and model files are checked. The core has one that runs anywhere;
 * a platform injects its own, which is several times as fast (measured).
 *
 * @module
 */
import { sha256 } from '@noble/hashes/sha2.js';

/** SHA-256 of bytes of shape [length], itself of shape [32]. */
export type Sha256 = (bytes: Uint8Array) => Uint8Array;

/** In plain JavaScript, for platforms that inject none. */
export const portableSha256: Sha256 = (bytes) => sha256(bytes);
