import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import sharp from 'sharp';

/** Pixels of the longer side: enough for tiles on a screen with two pixels a point. */
const SIDE = 320;
const QUALITY = 75;

/**
 * Small pictures for lists, made when they are first asked for. A cache: what is taken away is made again, so that
 * nothing of it is evidence, waits for the disk, or is backed up.
 */
export class ThumbnailCache {
  readonly #folder: string;

  /** @param folder - It is made, and may be removed at any time. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * A small picture, WebP, shape [size]: no side longer than 320 pixels, upright as browsers show it.
   *
   * @param sha256 - Hash of the picture, of which the caller has the lock.
   * @param read - Gives the picture, as a kind that browsers show; called if there is no small one yet.
   */
  async get(
    sha256: string,
    read: () => Promise<Uint8Array<ArrayBuffer>>,
  ): Promise<Uint8Array<ArrayBuffer>> {
    const path = this.#pathOf(sha256);
    try {
      return new Uint8Array(await readFile(path));
    } catch {
      return this.#make(path, read);
    }
  }

  /** Takes one away; nothing happens where there is none. */
  async remove(sha256: string): Promise<void> {
    await rm(this.#pathOf(sha256), { force: true });
  }

  async #make(
    path: string,
    read: () => Promise<Uint8Array<ArrayBuffer>>,
  ): Promise<Uint8Array<ArrayBuffer>> {
    const small = await sharp(await read(), { failOn: 'none' })
      .autoOrient()
      .resize({ width: SIDE, height: SIDE, fit: 'inside', withoutEnlargement: true })
      .webp({ quality: QUALITY })
      .toBuffer();
    const bytes = new Uint8Array(small);
    // A full disk is no reason to show none.
    await keep(path, bytes).catch(() => undefined);
    return bytes;
  }

  #pathOf(sha256: string): string {
    return join(this.#folder, sha256.slice(0, 2), `${sha256}.webp`);
  }
}

/** Whole or not at all: another process, or the next start, finds no half of it. */
async function keep(path: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const pending = `${path}.${randomUUID()}`;
  await writeFile(pending, bytes);
  await rename(pending, path);
}
