/** A term as a report prints it. */
export interface TermWords {
  /** The term. */
  readonly name: string;
  /** What is counted, of what. */
  readonly meaning: string;
}
