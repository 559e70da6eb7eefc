import { randomUUID } from 'node:crypto';
import type { TriggerAnswer } from '@fewgood/station/api';
import { UNANSWERED } from '../trigger/fire-trigger.ts';
import { StandingAnswer } from '../trigger/standing-answer.ts';
import type { LineHealth, StationLine } from '../trigger/station-line.ts';

/** What a client asks for. */
export interface BoardCall {
  /** What the client knows its trigger by. */
  readonly correlation: string | undefined;
  /** Name of the part; that which was selected by default. */
  readonly part: string | undefined;
}

/** An answer, and the trigger that it is of. */
export interface BoardAnswer {
  readonly answer: TriggerAnswer;
  /** Counts triggers from 1 on; 0 where another one was under way. */
  readonly sequence: number;
  /** Names the trigger for ever. */
  readonly job: string;
  /** Name of the part that it was judged by. */
  readonly part: string | undefined;
}

/** A trigger that is under way. */
export interface StartedTrigger extends Pick<BoardAnswer, 'job' | 'sequence'> {
  readonly answered: Promise<BoardAnswer>;
}

/** What clients see at one moment. */
export interface BoardState extends LineHealth {
  readonly phase: 'idle' | 'busy' | 'done';
  /** There is one in the phase `done` alone. */
  readonly shown: BoardAnswer | undefined;
  /** Of the trigger that is under way, or was last. */
  readonly sequence: number;
  readonly job: string;
  /** Nothing is triggered, as somebody halted it. */
  readonly isHalted: boolean;
  readonly heartbeat: number;
  /** Triggers that were refused as another one was under way. */
  readonly refused: number;
  /** Name of the part of the next trigger that names no other. */
  readonly part: string | undefined;
}

interface BoardOptions {
  /** Name of the connector, by which a trigger goes that has no name of its own. */
  readonly name: string;
  /** Name of what takes the pictures. */
  readonly trigger: string;
  readonly line: Pick<StationLine, 'fire'>;
  /** Name of the part of the trigger's own. */
  readonly part: string | undefined;
  /** Milliseconds for which an answer stands. */
  readonly lifetime: number;
}

/** Largest number of 32 bits. */
const MOST = 0xffff_ffff;

/** Lets many clients trigger one after another, and shows the last answer. */
export class TriggerBoard {
  readonly #options: BoardOptions;
  readonly #standing: StandingAnswer<BoardAnswer>;
  readonly #listeners: ((state: BoardState) => void)[] = [];
  #health: LineHealth = { isAlarm: true, isOnline: false };
  #selected: string | undefined;
  #sequence = 0;
  #job = '';
  #isHalted = false;
  #heartbeat = 0;
  #refused = 0;

  constructor(options: BoardOptions) {
    this.#options = options;
    this.#standing = new StandingAnswer(options.lifetime, () => this.#tell());
  }

  get state(): BoardState {
    const { phase, answer } = this.#standing;
    return {
      phase,
      shown: answer,
      sequence: this.#sequence,
      job: this.#job,
      isHalted: this.#isHalted,
      heartbeat: this.#heartbeat,
      refused: this.#refused,
      part: this.#selected ?? this.#options.part,
      isAlarm: this.#health.isAlarm,
      isOnline: this.#health.isOnline && !this.#isHalted,
    };
  }

  /** @param listener - Told of the state, now and whenever it is another one. */
  onChange(listener: (state: BoardState) => void): void {
    this.#listeners.push(listener);
    listener(this.state);
  }

  /** The station lives, and this is how it is. */
  beat(health: LineHealth): void {
    this.#heartbeat = (this.#heartbeat + 1) % (MOST + 1);
    this.#health = health;
    this.#tell();
  }

  /** @param part - Name of the part of the next triggers; undefined is that of the trigger's own. */
  select(part: string | undefined): void {
    this.#selected = part;
    this.#tell();
  }

  /** @param isHalted - Whether triggers are refused from now on. */
  halt(isHalted: boolean): void {
    this.#isHalted = isHalted;
    this.#tell();
  }

  /** Takes a picture; there is an answer within the deadline. One that is refused as another is under way changes nothing that is shown. */
  async trigger(call: BoardCall): Promise<BoardAnswer> {
    const started = this.begin(call);
    if (started !== undefined) return started.answered;
    this.#refused++;
    this.#tell();
    const { correlation, part = this.state.part } = call;
    const answer = await this.#options.line.fire({ correlation, part });
    return { answer, sequence: 0, job: '', part };
  }

  /** @returns Undefined where another trigger is under way. */
  begin({ correlation, part = this.state.part }: BoardCall): StartedTrigger | undefined {
    if (this.#standing.phase === 'busy') return undefined;
    this.#sequence = (this.#sequence % MOST) + 1;
    this.#job = randomUUID();
    const [sequence, job] = [this.#sequence, this.#job];
    this.#standing.begin();
    this.#tell();
    const name = correlation ?? `${this.#options.name} ${sequence}`;
    const answered = this.#fire(name, part).then((answer) => {
      const shown = { answer, sequence, job, part };
      this.#standing.end(shown);
      this.#tell();
      return shown;
    });
    return { job, sequence, answered };
  }

  /** Nothing is shown any more. */
  close(): void {
    this.#standing.close();
    this.#health = { isAlarm: true, isOnline: false };
    this.#tell();
  }

  async #fire(correlation: string, part: string | undefined): Promise<TriggerAnswer> {
    const { trigger, line } = this.#options;
    if (this.#isHalted) return { ...HALTED, trigger, correlation };
    return line.fire({ correlation, part });
  }

  #tell(): void {
    const { state } = this;
    for (const listener of this.#listeners) listener(state);
  }
}

const HALTED = {
  ...UNANSWERED,
  fault: {
    code: 'TRIGGER_HALTED',
    message: 'Cannot take a picture: a client halted the station',
    remedy: 'Call Reset.',
    facts: {},
  },
} as const;
