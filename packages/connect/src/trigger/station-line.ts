import type { TriggerAnswer } from '@fewgood/station/api';
import type { ConnectorHost } from '../connector.ts';
import { type FiredTrigger, fireTrigger } from './fire-trigger.ts';

/** What a controller is at. */
interface LineSettings {
  /** Name of the connector. */
  readonly name: string;
  /** Name of what takes the pictures. */
  readonly trigger: string;
  readonly heartbeatSeconds: number;
}

/** How a station is. */
export interface LineHealth {
  /** A picture that is taken now would be judged. */
  readonly isOnline: boolean;
  /** There are no pictures, or the station is not ready: a person must see to it. */
  readonly isAlarm: boolean;
}

/** Milliseconds after which a station that does not say whether it is ready is not. */
const READY_PATIENCE = 3000;

/** A station as controllers see it: something to trigger, with a heart. */
export class StationLine {
  readonly #settings: LineSettings;
  readonly #host: Pick<ConnectorHost, 'station' | 'log'>;
  #timer: NodeJS.Timeout | undefined;
  #isReady = false;
  #askedAt: number | undefined;

  constructor(settings: LineSettings, host: Pick<ConnectorHost, 'station' | 'log'>) {
    this.#settings = settings;
    this.#host = host;
  }

  /** @param onBeat - Told at each beat how the station is; the first comes at once. */
  start(onBeat: (health: LineHealth) => void): void {
    this.#beat(onBeat);
    this.#timer = setInterval(() => this.#beat(onBeat), 1000 * this.#settings.heartbeatSeconds);
  }

  close(): void {
    clearInterval(this.#timer);
  }

  /** Takes a picture and answers, whatever happens. */
  async fire(call: Pick<FiredTrigger, 'correlation' | 'part'>): Promise<TriggerAnswer> {
    const { name: connector, trigger } = this.#settings;
    return fireTrigger(this.#host, { connector, trigger, ...call });
  }

  #beat(onBeat: (health: LineHealth) => void): void {
    void this.#ask();
    const isUp = this.#host.station.triggers.isUp(this.#settings.trigger);
    onBeat({ isOnline: this.#isReady, isAlarm: !isUp || !this.#isReady });
  }

  /** A database that does not answer must not stop the heart, but says that the station is not ready. */
  async #ask(): Promise<void> {
    if (this.#askedAt !== undefined) {
      if (performance.now() - this.#askedAt > READY_PATIENCE) this.#isReady = false;
      return;
    }
    this.#askedAt = performance.now();
    this.#isReady = await this.#host.station.readiness().then(
      ({ ready }) => ready,
      () => false,
    );
    this.#askedAt = undefined;
  }
}
