import type { Teller } from '../connector.ts';
import type { OutgoingMessage } from '../message.ts';
import type { MqttSession, Publication } from './session.ts';

/** How a station speaks at a broker: which topics there are, and what is published to them when. */
export interface Dialect {
  /** Asked for before each connection: what the broker publishes of a station that is lost. */
  will(): Publication;
  /** Begins a session, with a broker that may have forgotten all. */
  announce(session: MqttSession, station: Teller): Promise<void>;
  /** Tells a verdict; it is done when the broker has it, and all that goes with it. */
  tell(outgoing: OutgoingMessage, session: MqttSession, signal: AbortSignal): Promise<void>;
  /** What is said last. */
  farewell(): Publication;
}
