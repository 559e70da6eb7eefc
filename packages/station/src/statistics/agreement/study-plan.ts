import { ArgumentRangeError, seededRandom } from 'fewgood';
import { exactInterval } from '../shares/exact-interval.ts';
import { StudyDataError } from '../../errors.ts';
import type { StudyPart } from './study.ts';
import { type PlanWarning, planWarnings } from './plan-warnings.ts';

/** What a study is planned from. */
export interface StudyDesign {
  /** The parts. */
  readonly parts: readonly StudyPart[];
  /** Names of the appraisers. */
  readonly appraisers: readonly string[];
  /** How often each judges each part; 3 as a rule. */
  readonly trials: number;
  /** Of the order: the same seed gives the same plan. */
  readonly seed: number;
}

/** One part to be shown to one appraiser. */
export interface Presentation {
  /** Number that the appraiser sees, from 1, through the whole of his study. */
  readonly number: number;
  /** Which time the part is shown to him, from 1; not for his eyes. */
  readonly trial: number;
  /** Name of the part; not for his eyes. */
  readonly part: string;
}

/** A plan of a study. */
export interface StudyPlan extends StudyDesign {
  /** What each appraiser is shown, in this order. */
  readonly sessions: readonly {
    /** Name of the appraiser. */
    readonly appraiser: string;
    /** All parts in random order, then all again, and so on. */
    readonly presentations: readonly Presentation[];
  }[];
  /** What the study can show at best, if all parts are judged rightly: ends of intervals of 95 %. */
  readonly best: {
    /** Effectiveness is at least this. */
    readonly effectiveness: number;
    /** Miss rate is at most this; 1 without bad parts. */
    readonly missRate: number;
    /** False alarm rate is at most this; 1 without good parts. */
    readonly falseAlarmRate: number;
  };
  /** What is doubtful about the plan. */
  readonly warnings: readonly PlanWarning[];
}

/**
 * Plans a blind study. Every appraiser is shown all parts in an order of his own, before any comes again;
 * no part is the last of one trial and the first of the next, where he would know it again.
 *
 * @throws {@link ArgumentRangeError} if `trials` or `seed` is not an integer in range.
 * @throws {@link StudyDataError} if there is no part or no appraiser, or two of one name.
 */
export function planStudy(design: StudyDesign): StudyPlan {
  const { parts, appraisers, trials, seed } = design;
  if (!(Number.isInteger(trials) && trials >= 1 && trials <= 100)) {
    throw new ArgumentRangeError('trials', trials, 'an integer from 1 to 100');
  }
  if (!Number.isInteger(seed)) throw new ArgumentRangeError('seed', seed, 'an integer');
  assertNames(
    'parts',
    parts.map(({ name }) => name),
  );
  assertNames('appraisers', appraisers);
  const bad = parts.filter(({ reference }) => reference === 'bad').length;
  return {
    ...design,
    sessions: appraisers.map((appraiser) => ({
      appraiser,
      presentations: order(design, appraiser),
    })),
    best: {
      effectiveness: exactInterval(parts.length, parts.length).low,
      missRate: exactInterval(0, bad).high,
      falseAlarmRate: exactInterval(0, parts.length - bad).high,
    },
    warnings: planWarnings(design),
  };
}

function order({ parts, trials, seed }: StudyDesign, appraiser: string): Presentation[] {
  const random = seededRandom(seed).fork(`appraiser ${appraiser}`);
  const shown: number[] = [];
  for (let trial = 0; trial < trials; trial++) {
    const next = random.sample(parts.length, parts.length);
    const [first] = next;
    if (parts.length > 1 && first !== undefined && first === shown.at(-1)) {
      next.push(...next.splice(0, 1)); // the part just seen comes last
    }
    shown.push(...next);
  }
  return shown.map((part, i) => ({
    number: i + 1,
    trial: Math.floor(i / parts.length) + 1,
    part: parts[part]?.name ?? '',
  }));
}

function assertNames(what: string, names: readonly string[]): void {
  const distinct = new Set(names).size;
  if (names.length > 0 && distinct === names.length) return;
  throw new StudyDataError(`${names.length} ${what} with ${distinct} names`, 'a name for each');
}
