/** Bytes that can be read from any place. */
export interface ByteSource {
  /** How many there are. */
  readonly size: number;
  /** Bytes from a place on, fewer at the end. */
  readonly read: (start: number, length: number) => Promise<Buffer>;
}
