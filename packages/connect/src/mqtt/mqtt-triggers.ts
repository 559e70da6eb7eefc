import type { TriggerAnswer } from '@fewgood/station/api';
import type { IPublishPacket } from 'mqtt';
import { messageOf } from '../errors.ts';
import type { ConnectorHost } from '../connector.ts';
import { fireTrigger, UNANSWERED } from '../trigger/fire-trigger.ts';
import { publishedAnswer } from './messages.ts';
import type { MqttSession } from './session.ts';
import type { MqttSettings } from './settings.ts';
import { type Topics, topicsOf } from './topics.ts';
import { readOrder, type TriggerOrder } from './trigger-order.ts';

/** Answers that are remembered, at most. */
const MEMORY = 1000;

/** Takes a picture for each message to the topic of a trigger, and publishes the one answer. */
export class MqttTriggers {
  readonly #settings: Pick<MqttSettings, 'name' | 'triggers' | 'answerSeconds'>;
  readonly #station: string;
  readonly #topics: Topics;
  /** Answers, those to come too, by what their orders are known by, the oldest first. */
  readonly #answers = new Map<string, { readonly since: number; answer: Promise<TriggerAnswer> }>();
  readonly #work = new Set<Promise<void>>();

  constructor(settings: MqttSettings, station: string) {
    this.#settings = settings;
    this.#station = station;
    this.#topics = topicsOf(station, settings.base);
  }

  /** Begins a session: it is asked for pictures from now on, not by what a broker has kept. */
  async listen(session: MqttSession, host: ConnectorHost): Promise<void> {
    for (const trigger of this.#settings.triggers) {
      const take = (packet: IPublishPacket): void => {
        const work = this.#take(readOrder(packet, trigger, this.#topics), trigger, {
          session,
          host,
        });
        this.#work.add(work);
        void work.finally(() => this.#work.delete(work));
      };
      await session.subscribe(this.#topics.trigger(trigger), take, 'without kept');
    }
  }

  /** Waits until all is answered. */
  async settled(): Promise<void> {
    await Promise.all(this.#work);
  }

  async #take(
    order: TriggerOrder,
    trigger: string,
    { session, host }: { readonly session: MqttSession; readonly host: ConnectorHost },
  ): Promise<void> {
    const { name, answerSeconds } = this.#settings;
    const before = this.#remembered(order.key);
    const answer = before ?? this.#fire(order, trigger, host);
    if (before === undefined && order.key !== undefined) this.#remember(order.key, answer);
    const told = { station: this.#station, again: before !== undefined, answer: await answer };
    try {
      await session.publish(publishedAnswer(told, order, answerSeconds));
    } catch (error) {
      // Whoever has no answer takes the part for not good, or asks again by the same correlation.
      const fault = messageOf(error);
      host.log(`${name}: the answer of the trigger ${trigger} is not told: ${fault}`);
    }
  }

  async #fire(
    { part, correlation, fault }: TriggerOrder,
    trigger: string,
    host: ConnectorHost,
  ): Promise<TriggerAnswer> {
    const { name: connector } = this.#settings;
    if (fault === undefined) return fireTrigger(host, { connector, trigger, part, correlation });
    host.log(`${connector}: trigger ${trigger}: ${fault.message}`);
    return { ...UNANSWERED, trigger, correlation: correlation ?? null, fault };
  }

  #remembered(key: string | undefined): Promise<TriggerAnswer> | undefined {
    const oldest = performance.now() - 1000 * this.#settings.answerSeconds;
    for (const [known, { since }] of this.#answers) {
      if (since >= oldest) break;
      this.#answers.delete(known);
    }
    return key === undefined ? undefined : this.#answers.get(key)?.answer;
  }

  #remember(key: string, answer: Promise<TriggerAnswer>): void {
    this.#answers.set(key, { since: performance.now(), answer });
    const [oldest] = this.#answers.keys();
    if (this.#answers.size > MEMORY && oldest !== undefined) this.#answers.delete(oldest);
  }
}
