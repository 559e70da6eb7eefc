/** Kinds of faults that the page has words for. */
export type FaultKind =
  'unreachable' | 'busy' | 'signed-out' | 'forbidden' | 'missing' | 'refused' | 'broken';

/** Why something that the page asked for was not done. */
export class Fault extends Error {
  override readonly name = 'Fault';
  readonly kind: FaultKind;
  /** What to do, in English; empty where nobody said. */
  readonly remedy: string;
  /** After how many seconds to ask again, where that was said. */
  readonly retryAfter: number | null;

  /**
   * @param message - What is wrong, in English.
   */
  constructor(
    kind: FaultKind,
    message: string,
    { remedy = '', retryAfter = null }: { remedy?: string; retryAfter?: number | null } = {},
  ) {
    super(message);
    this.kind = kind;
    this.remedy = remedy;
    this.retryAfter = retryAfter;
  }
}
