import type { Namespace, UAObject, UAVariable } from 'node-opcua';
import type { OpcUaLibrary } from './library.ts';
import type { BoardAnswer, BoardState, TriggerBoard } from './trigger-board.ts';

type Value = boolean | number | string;

/** A variable of the folder `Trigger`. */
interface Shown {
  readonly type: 'Boolean' | 'UInt32' | 'Double' | 'String';
  readonly what: string;
  readonly of: (state: BoardState) => Value;
  /** Whether it speaks of a verdict, so that it has a bad status while the station cannot judge. */
  readonly isJudged?: true;
}

const flag = (what: string, of: (state: BoardState) => boolean): Shown => {
  return { type: 'Boolean', what, of };
};
const count = (what: string, of: (state: BoardState) => number): Shown => {
  return { type: 'UInt32', what, of };
};
const text = (what: string, of: (state: BoardState) => string): Shown => {
  return { type: 'String', what, of };
};
const judged = (shown: Shown): Shown => ({ ...shown, isJudged: true });
const answerOf = ({ shown }: BoardState): BoardAnswer['answer'] | undefined => shown?.answer;
const isGood = (state: BoardState): boolean => answerOf(state)?.good === true;

/** What clients read, by browse name. */
const VARIABLES: Readonly<Record<string, Shown>> = {
  Good: judged(flag('pass, in time', isGood)),
  GoodSequence: judged(
    count('Sequence of the trigger that is good, 0 of any other: one value says both', (state) =>
      isGood(state) ? state.sequence : 0,
    ),
  ),
  Fail: judged(flag('', (state) => answerOf(state)?.verdict === 'fail')),
  CannotJudge: judged(flag('', (state) => answerOf(state)?.verdict === 'cannot judge')),
  Verdict: judged(
    text('pass, fail, cannot judge; empty where there is none', (state) => {
      return answerOf(state)?.verdict ?? '';
    }),
  ),
  Ratio: {
    type: 'Double',
    what: 'score / threshold; NaN where there is none, with which no comparison is true',
    of: (state) => answerOf(state)?.ratio ?? Number.NaN,
    isJudged: true,
  },
  Reason: text(
    'why there is no verdict: busy, no-picture, deadline, refused, failed',
    (state) => answerOf(state)?.reason ?? '',
  ),
  Fault: text('the reason in words', (state) => answerOf(state)?.fault?.message ?? ''),
  Ms: count('milliseconds from the trigger to the answer', (state) => answerOf(state)?.ms ?? 0),
  InspectionId: text('', (state) => answerOf(state)?.id ?? ''),
  InspectionSeq: count('', (state) => answerOf(state)?.seq ?? 0),
  Correlation: text('of the trigger that is answered', (state) => {
    return answerOf(state)?.correlation ?? '';
  }),
  Sequence: count('of the trigger that is under way or was last, from 1 on', ({ sequence }) => {
    return sequence;
  }),
  Busy: flag('a trigger has no answer yet', ({ phase }) => phase === 'busy'),
  Done: flag('there is an answer', ({ phase }) => phase === 'done'),
  PartName: text('part of the next trigger that names no other', ({ part }) => part ?? ''),
  Refused: count('triggers that came while another one was under way', ({ refused }) => refused),
  Alarm: flag('no pictures, or the station is not ready: a person must see to it', (state) => {
    return state.isAlarm;
  }),
  Online: flag('a picture that is taken now would be judged', ({ isOnline }) => isOnline),
  Heartbeat: count('counts up with each beat', ({ heartbeat }) => heartbeat),
};

/** Adds the variables of a board to a folder, and keeps them as it is. */
export function addTriggerNodes(
  { DataType, StatusCodes }: OpcUaLibrary,
  namespace: Namespace,
  folder: UAObject,
  board: TriggerBoard,
): void {
  const nodes = Object.entries(VARIABLES).map(([browseName, shown]) => ({
    shown,
    node: namespace.addVariable({
      componentOf: folder,
      browseName,
      nodeId: `s=Trigger.${browseName}`,
      dataType: shown.type,
      description: shown.what,
      accessLevel: 'CurrentRead',
      userAccessLevel: 'CurrentRead',
      minimumSamplingInterval: 0,
    }),
  }));
  const last = new Map<UAVariable, Value | undefined>();
  board.onChange((state) => {
    // One time for all that changed together.
    const at = new Date();
    for (const { node, shown } of nodes) {
      const isBad = shown.isJudged === true && state.isAlarm;
      const value = isBad ? undefined : shown.of(state);
      if (last.has(node) && Object.is(last.get(node), value)) continue;
      last.set(node, value);
      const dataType = DataType[shown.type];
      const status = isBad ? StatusCodes.BadDeviceFailure : StatusCodes.Good;
      node.setValueFromSource({ dataType, value: value ?? NOTHING[shown.type] }, status, at);
    }
  });
}

/** Beside a bad status, for clients that do not look at it. */
const NOTHING = { Boolean: false, UInt32: 0, Double: Number.NaN, String: '' } as const;
