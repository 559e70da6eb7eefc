import { createHash } from 'node:crypto';
import { FewgoodError, type ModelInfo, readModelInfo, type Sha256 } from 'fewgood';
import { findModel } from 'fewgood/node';
import type { Centre } from '../centre/centre.ts';
import { readObject } from '../centre/read-object.ts';

const sha256: Sha256 = (bytes) => createHash('sha256').update(bytes).digest();

/** The SHA-256 of a file, hexadecimal; shape [size]. */
export function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Part files and models of the fleet, by their hashes. */
export class PartFiles {
  readonly #centre: Centre;

  constructor(centre: Centre) {
    this.#centre = centre;
  }

  /** Keeps a part file, shape [size]; its hash. */
  async putPart(bytes: Uint8Array): Promise<string> {
    const hash = hashOf(bytes);
    await this.#put(`part-${hash}`, bytes);
    return hash;
  }

  /** Keeps a model file, shape [size], under the hash that it says it has. */
  async putModel({ sha256: hash }: Pick<ModelInfo, 'sha256'>, bytes: Uint8Array): Promise<void> {
    await this.#put(`model-${hash}`, bytes);
  }

  /** Shape [size]; undefined where there is none. */
  async readPart(hash: string): Promise<Uint8Array | undefined> {
    return readObject(this.#centre.files, `part-${hash}`);
  }

  /** Shape [size]; undefined where there is none. */
  async readModel(hash: string): Promise<Uint8Array | undefined> {
    return readObject(this.#centre.files, `model-${hash}`);
  }

  async #put(name: string, bytes: Uint8Array): Promise<void> {
    const { files } = this.#centre;
    const there = await files.info(name);
    if (there !== null && !there.deleted && there.size === bytes.length) return;
    await files.putBlob({ name }, bytes);
  }
}

/** A model as this machine has it, shape [size]: packaged, pulled, or that of FEWGOOD_MODEL; undefined where it has none. */
export async function localModel(model: ModelInfo): Promise<Uint8Array | undefined> {
  try {
    const { bytes } = await findModel(undefined, model);
    return isModel(bytes, model) ? bytes : undefined;
  } catch (error) {
    if (error instanceof FewgoodError) return undefined;
    throw error;
  }
}

/** Whether a file, shape [size], is a model, whole. */
export function isModel(bytes: Uint8Array, { sha256: hash }: Pick<ModelInfo, 'sha256'>): boolean {
  try {
    return readModelInfo(bytes, undefined, sha256).sha256 === hash;
  } catch (error) {
    if (error instanceof FewgoodError) return false;
    throw error;
  }
}
