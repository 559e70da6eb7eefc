import type { Verdict } from 'fewgood';
import { StudyDataError } from '../../errors.ts';

/** What an appraiser says of a part, and what it is. */
export type Judgement = 'good' | 'bad';

/** A part of a study. */
export interface StudyPart {
  /** Its name, known to whoever leads the study and to no appraiser. */
  readonly name: string;
  /** What it is, as experts or a better gauge settled it before the study. */
  readonly reference: Judgement;
  /** Whether it lies close to the limit between good and bad. */
  readonly borderline?: boolean;
}

/** One verdict of one appraiser. */
export interface StudyRecord {
  /** Name of the part. */
  readonly part: string;
  /** Name of the appraiser: a person, or the station. */
  readonly appraiser: string;
  /** Which time, from 1. */
  readonly trial: number;
  /** What was said. */
  readonly judgement: Judgement;
}

/** A complete study: each appraiser judged each part as often. */
export interface AttributeStudy {
  /** The parts, P. */
  readonly parts: readonly StudyPart[];
  /** Names of the appraisers, A. */
  readonly appraisers: readonly string[];
  /** How often each judged each part, T. */
  readonly trials: number;
  /** 1 where the part was called good; shape [P, A, T]. */
  readonly judgements: Uint8Array;
}

/**
 * What a verdict of the station says in a study. `cannot judge` stops the part as a fail does: a good part
 * that cannot be judged is a false alarm, and a defect that cannot be judged is not missed.
 */
export function judgementOf(verdict: Verdict): Judgement {
  return verdict === 'pass' ? 'good' : 'bad';
}

/**
 * Puts the records of a study in order.
 *
 * @param records - Every appraiser's verdict on every part in every trial, once each, in any order.
 * @returns Judgements of shape [P, A, T].
 * @throws {@link StudyDataError} if a verdict is missing, there twice, or of an unknown part, appraiser or
 *   trial.
 */
export function collectStudy(
  design: Pick<AttributeStudy, 'parts' | 'appraisers' | 'trials'>,
  records: readonly StudyRecord[],
): AttributeStudy {
  const { parts, appraisers, trials } = design;
  assertDesign(design);
  const partNumber = new Map(parts.map(({ name }, i) => [name, i]));
  const appraiserNumber = new Map(appraisers.map((name, i) => [name, i]));
  const size = parts.length * appraisers.length * trials;
  const judgements = new Uint8Array(size); // [P, A, T]
  const isThere = new Uint8Array(size);
  for (const record of records) {
    const [p, a] = [partNumber.get(record.part), appraiserNumber.get(record.appraiser)];
    const isTrial = Number.isInteger(record.trial) && record.trial >= 1 && record.trial <= trials;
    if (p === undefined || a === undefined || !isTrial) {
      throw new StudyDataError(`${words(record)} is not planned`, 'verdicts of the plan alone');
    }
    const at = (p * appraisers.length + a) * trials + record.trial - 1;
    if (isThere[at] === 1) {
      throw new StudyDataError(`${words(record)} is there twice`, 'one verdict for each');
    }
    isThere[at] = 1;
    judgements[at] = record.judgement === 'good' ? 1 : 0;
  }
  const missing = size - isThere.reduce((sum, there) => sum + there, 0);
  if (missing > 0) {
    const expected = `${size} verdicts, one of each appraiser on each part in each trial`;
    throw new StudyDataError(`${missing} verdicts are missing`, expected);
  }
  return { parts, appraisers, trials, judgements };
}

function words({ part, appraiser, trial }: StudyRecord): string {
  return `the verdict of ${appraiser} on ${part} in trial ${trial}`;
}

function assertDesign({
  parts,
  appraisers,
  trials,
}: Pick<AttributeStudy, 'parts' | 'appraisers' | 'trials'>): void {
  const names = new Set(parts.map(({ name }) => name));
  if (parts.length === 0 || names.size < parts.length) {
    throw new StudyDataError(`${parts.length} parts with ${names.size} names`, 'a name for each');
  }
  const people = new Set(appraisers);
  if (appraisers.length === 0 || people.size < appraisers.length) {
    const found = `${appraisers.length} appraisers with ${people.size} names`;
    throw new StudyDataError(found, 'a name for each');
  }
  if (!(Number.isInteger(trials) && trials >= 1)) {
    throw new StudyDataError(`${trials} trials`, 'an integer from 1');
  }
}

/**
 * The judgements of one appraiser on one part.
 *
 * @returns 1 where it was called good; shape [T].
 */
export function trialsOf(study: AttributeStudy, part: number, appraiser: number): Uint8Array {
  const start = (part * study.appraisers.length + appraiser) * study.trials;
  return study.judgements.subarray(start, start + study.trials);
}
