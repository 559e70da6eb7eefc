import { FewgoodError } from 'fewgood';

/** The records of a Gauge R&R study are not those of a complete one. */
export class StudyDataError extends FewgoodError {
  static {
    this.prototype.name = 'StudyDataError';
  }
  readonly code = 'STUDY_DATA';

  /**
   * @param found - What is wrong with the study.
   * @param expected - What it should be.
   */
  constructor(found: string, expected: string) {
    super(
      `Cannot analyse the study: ${found}: expected ${expected}`,
      'Let each appraiser judge each part once in each trial, as the plan says.',
      { facts: { found, expected } },
    );
  }
}
