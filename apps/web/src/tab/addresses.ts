/** Addresses of pictures that lie in the storage of the page: each is read once, and shown as often as needed. */
export class Addresses {
  readonly #made = new Map<string, Promise<string | null>>();

  /** The address of a picture; null if it is no longer there. */
  async of(key: string, read: () => Promise<Blob>): Promise<string | null> {
    const made = this.#made.get(key) ?? addressOf(read);
    this.#made.set(key, made);
    return made;
  }
}

async function addressOf(read: () => Promise<Blob>): Promise<string | null> {
  try {
    return URL.createObjectURL(await read());
  } catch {
    // Another tab removed it, or it is damaged: the page says that there is no picture.
    return null;
  }
}
