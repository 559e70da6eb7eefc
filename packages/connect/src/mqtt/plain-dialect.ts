import type { Surroundings } from '../config/common-settings.ts';
import type { Teller } from '../connector.ts';
import type { OutgoingMessage } from '../message.ts';
import type { Dialect } from './dialect.ts';
import { publishedVerdict, retained, type StateMessage } from './messages.ts';
import type { MqttSession, Publication } from './session.ts';
import type { MqttSettings } from './settings.ts';
import { Tally } from './tally.ts';
import { type Topics, topicsOf } from './topics.ts';

/** JSON at topics of the station's own; whether it is connected, its last verdict and its counters are retained. */
export class PlainDialect implements Dialect {
  readonly #settings: Pick<MqttSettings, 'expirySeconds'>;
  readonly #surroundings: Surroundings;
  readonly #topics: Topics;
  readonly #tally: Tally = new Tally();
  /** The last verdict that was published. */
  #last: Publication | undefined;

  constructor(settings: MqttSettings, surroundings: Surroundings) {
    this.#settings = settings;
    this.#surroundings = surroundings;
    this.#topics = topicsOf(surroundings.station, settings.base);
  }

  will(): Publication {
    return this.#state({ online: false, reason: 'lost' });
  }

  farewell(): Publication {
    return this.#state({ online: false, reason: 'ended' });
  }

  /** At last it says that the station is there: whoever reads that finds the rest. */
  async announce(session: MqttSession, station: Teller): Promise<void> {
    const { address } = this.#surroundings;
    const { version, startedAt } = await station.info();
    this.#tally.since = startedAt;
    if (this.#last !== undefined) await session.publish(this.#last);
    await session.publish(this.#counters());
    const more = { since: station.now(), version, ...(address !== undefined && { address }) };
    await session.publish(this.#state({ online: true, ...more }));
  }

  /** The verdict comes first: whoever sees it counted can have it. */
  async tell(outgoing: OutgoingMessage, session: MqttSession, signal: AbortSignal): Promise<void> {
    const { now, last } = publishedVerdict(outgoing, this.#topics, this.#settings.expirySeconds);
    await session.publish(now, signal);
    this.#tally.count(outgoing.message);
    this.#last = last;
    await session.publish(last, signal);
    await session.publish(this.#counters(), signal);
  }

  #counters(): Publication {
    const { station } = this.#surroundings;
    const { since, counters } = this.#tally;
    const frame = { type: 'counters', format: 1, station, since };
    return retained(this.#topics.counters, { ...frame, ...counters });
  }

  #state(of: Omit<StateMessage, 'type' | 'format' | 'station'>): Publication {
    const { station } = this.#surroundings;
    return retained(this.#topics.state, { type: 'state', format: 1, station, ...of });
  }
}
