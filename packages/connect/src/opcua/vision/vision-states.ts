import type { UAObject, UAStateMachineEx, VariantOptions } from 'node-opcua';
import type { BoardState } from '../trigger-board.ts';
import type { VisionFrame } from './vision-frame.ts';

type MainState = 'Preoperational' | 'Operational' | 'Error' | 'Halted';
/** In the order in which they are gone through. */
const AUTOMATIC = ['Initialized', 'Ready', 'SingleExecution'] as const;
type AutomaticState = (typeof AUTOMATIC)[number];

/** Both state machines of OPC 40100-1, as the station is. */
export class VisionStates {
  readonly #frame: VisionFrame;
  readonly #system: UAObject;
  readonly #main: UAStateMachineEx;
  readonly #automatic: UAStateMachineEx;
  #mainState: MainState = 'Preoperational';
  #automaticState: AutomaticState | undefined;

  constructor(frame: VisionFrame, system: UAObject) {
    this.#frame = frame;
    this.#system = system;
    this.#main = this.#machine('VisionStateMachine');
    this.#automatic = this.#machine('VisionStateMachine', 'AutomaticModeStateMachine');
    this.#main.setState(this.#mainState);
    this.#automatic.setState(null);
  }

  /** Undefined while the station is not operational. */
  get automatic(): AutomaticState | undefined {
    return this.#automaticState;
  }

  get main(): MainState {
    return this.#mainState;
  }

  /** Goes to where the board is, by the transitions that there are. */
  follow(state: BoardState): void {
    const main = mainOf(state);
    const isBack = this.#mainState === 'Halted' && main !== 'Halted';
    if (isBack && main !== 'Preoperational') this.#goTo('Preoperational', state);
    this.#goTo(main, state);
    if (main === 'Operational') this.#walkTo(automaticOf(state), state);
  }

  /** Begins anew, as after a start. */
  reset(state: BoardState): void {
    this.#goTo('Preoperational', state);
  }

  #goTo(main: MainState, { job }: BoardState): void {
    if (main === this.#mainState) return;
    const before = this.#mainState;
    if (this.#automaticState !== undefined) {
      this.#automaticState = undefined;
      this.#automatic.setState(null);
    }
    this.#mainState = main;
    this.#main.setState(main);
    const frame = this.#frame;
    const jobId = frame.variant('JobIdDataType', { id: job });
    if (main === 'Error')
      frame.raise(this.#system, 'ErrorEventType', 'there are no verdicts', { jobId });
    if (before === 'Error' && main === 'Operational') {
      frame.raise(this.#system, 'ErrorResolvedEventType', 'there are verdicts again', { jobId });
    }
  }

  /** One state after another, as each transition has its event. */
  #walkTo(wanted: AutomaticState, { job }: BoardState): void {
    const to = AUTOMATIC.indexOf(wanted);
    for (;;) {
      const before = this.#automaticState;
      const at = before === undefined ? -1 : AUTOMATIC.indexOf(before);
      if (at === to) return;
      const next = AUTOMATIC[at < to ? at + 1 : at - 1];
      if (next === undefined) return;
      this.#automaticState = next;
      this.#automatic.setState(next);
      const jobId = this.#frame.variant('JobIdDataType', { id: job });
      if (next === 'SingleExecution') {
        this.#frame.raise(this.#system, 'JobStartedEventType', 'a picture is taken', { jobId });
      }
      if (before === 'SingleExecution') {
        this.#frame.raise(this.#system, 'ReadyEventType', 'the next picture may be taken', {
          jobId,
        });
      }
    }
  }

  #machine(...names: readonly string[]): UAStateMachineEx {
    const { ua } = this.#frame.methods;
    const machine = ua.promoteToStateMachine(this.#frame.object(this.#system, ...names));
    const value = machine.nodeId;
    const sourceNode = { dataType: ua.DataType.NodeId, value };
    // The library tells of transitions by the general type, at the machine, where nobody listens.
    machine.raiseEvent = (_type, data) => {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the library gives no events within
      const told = { ...data, sourceNode } as Record<string, VariantOptions>;
      this.#frame.raise(this.#system, 'StateChangedEventType', 'the state is another', told);
    };
    return machine;
  }
}

function mainOf({ isHalted, isAlarm, heartbeat }: BoardState): MainState {
  if (isHalted) return 'Halted';
  if (heartbeat === 0) return 'Preoperational';
  return isAlarm ? 'Error' : 'Operational';
}

function automaticOf({ phase, part }: BoardState): AutomaticState {
  if (phase === 'busy') return 'SingleExecution';
  return part === undefined ? 'Initialized' : 'Ready';
}
