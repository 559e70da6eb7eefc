import type { TriggerAnswer } from '@fewgood/station/api';

/** What a controller sees of a station at one moment. */
export interface Outputs {
  readonly phase: 'idle' | 'busy' | 'done';
  /** Of the trigger of this phase; there is one in the phase `done` alone. */
  readonly answer: AnsweredTrigger | undefined;
  /** Something is wrong that a person must see to. */
  readonly isAlarm: boolean;
  /** A picture that is taken now would be judged. */
  readonly isOnline: boolean;
  readonly heartbeat: number;
  /** Triggers that were refused, since another one was under way. */
  readonly refused: number;
}

/** An answer with what the controller asked for. */
export interface AnsweredTrigger {
  readonly answer: TriggerAnswer;
  /** The controller's number of the trigger. */
  readonly number: number;
  /** The controller's number of the part. */
  readonly part: number;
}

/** Number of this table of registers: one that has another meaning anywhere has another number. */
const TABLE = 1;
/** Largest word. */
const MOST = 0xffff;
/** Bits and words that are read as 0, so that controllers may read in blocks of their own. */
const ROOM = 16;

const VERDICTS = { none: 0, pass: 1, fail: 2, 'cannot judge': 3 } as const;
const REASONS = {
  none: 0,
  busy: 1,
  'no-picture': 2,
  deadline: 3,
  refused: 4,
  failed: 5,
} as const;

/** What is shown while there is no answer. */
const NONE = {
  answer: { good: false, verdict: null, reason: null, seq: null, ratio: null, ms: 0 },
  number: 0,
  part: 0,
} as const;

/** The discrete inputs. */
export function inputBits({ phase, answer, isAlarm, isOnline }: Outputs): boolean[] {
  const { good, verdict } = (answer ?? NONE).answer;
  const isFail = verdict === 'fail';
  const isUnjudged = verdict === 'cannot judge';
  const bits = [phase === 'busy', phase === 'done', good, isFail, isUnjudged, isAlarm, isOnline];
  return fill(bits, false);
}

/** The input registers; numbers of 32 bits have their high word first. */
export function inputWords(outputs: Outputs): number[] {
  const { heartbeat, refused } = outputs;
  const { answer, number, part } = outputs.answer ?? NONE;
  const { verdict, reason, ratio, ms } = answer;
  const seq = answer.seq ?? 0;
  const status = inputBits(outputs).reduce((word, bit, i) => (bit ? word | (1 << i) : word), 0);
  const verdictCode = VERDICTS[verdict ?? 'none'];
  const reasonCode = REASONS[reason ?? 'none'];
  const thousandths = Math.min(Math.round(1000 * Math.max(ratio ?? 0, 0)), MOST);
  const [high, low] = [Math.floor(seq / 2 ** 16) & MOST, seq & MOST];
  const heart = [status, heartbeat & MOST];
  const judged = [number, verdictCode, reasonCode, high, low, thousandths, Math.min(ms, MOST)];
  return fill([...heart, ...judged, part, refused & MOST, TABLE], 0);
}

function fill<T>(values: readonly T[], rest: T): T[] {
  return Array.from({ length: ROOM }, (_, i) => values[i] ?? rest);
}
