import type { TriggerAnswer } from '@fewgood/station/api';
import { StandingAnswer } from '../trigger/standing-answer.ts';
import { ModbusException, type ModbusTables } from './functions.ts';
import { type AnsweredTrigger, inputBits, inputWords } from './outputs.ts';

/** What a handshake works with. */
interface HandshakeOptions {
  /** Takes a picture and answers, whatever happens. */
  readonly fire: (part: number, number: number) => Promise<TriggerAnswer>;
  /** The controller's numbers of parts; 0 is that of the trigger's own. */
  readonly parts: ReadonlySet<number>;
  /** Milliseconds for which an answer stands. */
  readonly lifetime: number;
}

/** Coils and holding registers that mean something. */
const [COILS, HOLDING] = [1, 2];
/** As many as can be read. */
const [COIL_ROOM, HOLDING_ROOM] = [16, 16];

/**
 * What controllers write and read. All of it changes at once between two requests, so that none sees half of an
 * answer; and `good` is never set but by an answer to the trigger that a controller wrote last.
 */
export class TriggerHandshake {
  readonly #options: HandshakeOptions;
  readonly #standing: StandingAnswer<AnsweredTrigger>;
  /** Who holds the coil. */
  #holder: object | undefined;
  #part = 0;
  #number = 0;
  #refused = 0;
  #heartbeat = 0;
  #health = { isAlarm: true, isOnline: false };

  constructor(options: HandshakeOptions) {
    this.#options = options;
    this.#standing = new StandingAnswer(options.lifetime);
  }

  get tables(): ModbusTables {
    const outputs = {
      phase: this.#standing.phase,
      answer: this.#standing.answer,
      heartbeat: this.#heartbeat,
      refused: this.#refused,
      ...this.#health,
    };
    const isHeld = this.#holder !== undefined;
    return {
      coils: Array.from({ length: COIL_ROOM }, (_, i) => i === 0 && isHeld),
      inputs: inputBits(outputs),
      holding: Array.from({ length: HOLDING_ROOM }, (_, i) => [this.#part, this.#number][i] ?? 0),
      registers: inputWords(outputs),
    };
  }

  /** The station lives, and this is how it is. */
  beat(health: { isAlarm: boolean; isOnline: boolean }): void {
    this.#heartbeat++;
    this.#health = health;
  }

  /** @param client - Who writes: its coil falls with its connection. */
  writeCoils(client: object, at: number, values: readonly boolean[]): ModbusException | undefined {
    if (at + values.length > COILS) return ModbusException.illegalAddress;
    if (values[0] !== true) this.#holder = undefined;
    else if (this.#holder === undefined) {
      // The coil stays as it is, so that whoever writes it again triggers once there is an answer.
      if (this.#standing.phase === 'busy') {
        this.#refused++;
        return ModbusException.busy;
      }
      this.#holder = client;
      void this.#trigger();
    }
    return undefined;
  }

  writeRegisters(at: number, values: readonly number[]): ModbusException | undefined {
    if (at + values.length > HOLDING) return ModbusException.illegalAddress;
    const next = [this.#part, this.#number];
    next.splice(at, values.length, ...values);
    const [part = 0, number = 0] = next;
    if (part !== 0 && !this.#options.parts.has(part)) return ModbusException.illegalValue;
    [this.#part, this.#number] = [part, number];
    return undefined;
  }

  /** A client has gone. */
  leave(client: object): void {
    if (this.#holder === client) this.#holder = undefined;
  }

  close(): void {
    this.#standing.close();
  }

  async #trigger(): Promise<void> {
    const [part, number] = [this.#part, this.#number];
    this.#standing.begin();
    const answer = await this.#options.fire(part, number);
    this.#standing.end({ answer, number, part });
  }
}
