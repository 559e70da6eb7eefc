/** A picture that was taken after it was asked for. */
export interface FreshPicture {
  readonly name: string;
  /** The file, shape [size]. */
  readonly bytes: Uint8Array;
}

/** What keeps pictures coming, and is told of them. */
export interface PictureTools {
  readonly log: (line: string) => void;
  /** Told why none come; undefined while they do. */
  readonly onFault: (fault: string | undefined) => void;
  /** Told of a picture that nobody had asked for. */
  readonly onUnasked: (name: string) => void;
  /** Ends it. */
  readonly signal: AbortSignal;
}

/** Where pictures come from that are taken when somebody asks. */
export interface FreshPictures {
  /** As people know it, without a password. */
  readonly name: string;
  /** Why it gives none now; undefined while it does. */
  readonly fault: string | undefined;
  /** Keeps it at work until the signal. */
  readonly run: (tools: PictureTools) => Promise<void>;
  /**
   * The first picture that was taken after this call, none that lay ready.
   *
   * @returns Undefined where none comes: it is away, or the signal ended the wait.
   */
  readonly next: (signal: AbortSignal) => Promise<FreshPicture | undefined>;
}

/** One who waits for a picture. */
export class PictureWait {
  /** When it was asked for, seconds of `performance.now()`. */
  readonly since: number = performance.now() / 1000;
  readonly picture: Promise<FreshPicture | undefined>;
  #resolve!: (picture: FreshPicture | undefined) => void;

  constructor(signal: AbortSignal) {
    this.picture = new Promise((resolve) => {
      this.#resolve = resolve;
    });
    if (signal.aborted) this.end(undefined);
    else signal.addEventListener('abort', () => this.end(undefined), { once: true });
  }

  end(picture: FreshPicture | undefined): void {
    this.#resolve(picture);
  }
}
