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
  /** Stable identifier of what is wrong; empty where nobody said. */
  readonly code: string;
  /** Figures of the message. */
  readonly facts: Readonly<Record<string, unknown>>;

  /**
   * @param message - What is wrong, in English.
   */
  constructor(
    kind: FaultKind,
    message: string,
    {
      remedy = '',
      retryAfter = null,
      code = '',
      facts = {},
    }: Partial<Pick<Fault, 'remedy' | 'retryAfter' | 'code' | 'facts'>> = {},
  ) {
    super(message);
    this.kind = kind;
    this.remedy = remedy;
    this.retryAfter = retryAfter;
    this.code = code;
    this.facts = facts;
  }
}

/** Whether regression pictures stand against a version that was to judge. */
export function isRegression(error: unknown): error is Fault {
  return error instanceof Fault && error.code === 'REGRESSION';
}
