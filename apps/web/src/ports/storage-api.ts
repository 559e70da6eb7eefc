/** The room that a browser gives the page. */
export interface StorageRoom {
  /** Bytes. */
  readonly used: number;
  /** Bytes; null where the browser does not say. */
  readonly quota: number | null;
  /** Whether the browser keeps what is stored when the disk runs full. */
  readonly isPersistent: boolean;
}

/** What a browser keeps for the page, where parts and pictures lie in it. */
export interface StorageApi {
  readonly room: () => Promise<StorageRoom>;
  /** Asks the browser to keep what is stored; whether it does. */
  readonly persist: () => Promise<boolean>;
}
