import type { LinkList, Outbox, Station } from '@fewgood/station';
import type { OutgoingMessage } from './message.ts';

/** Whose verdicts are told: a station's, or those of a run that has none. */
export interface Teller {
  readonly outbox: Pick<Outbox, 'open' | 'next' | 'tell' | 'bury' | 'failed'>;
  readonly links: Pick<LinkList, 'report'>;
  readonly events: Pick<Station['events'], 'listen'>;
  readonly info: () => Promise<{ readonly version: string; readonly startedAt: string }>;
  readonly now: () => string;
}

/** What connectors work with that tell. */
export interface TellingHost {
  readonly station: Teller;
  /** Told what somebody should know. */
  readonly log: (line: string) => void;
  /** Ends them in order. */
  readonly signal: AbortSignal;
}

/** What connectors work with. */
export interface ConnectorHost extends TellingHost {
  readonly station: Station;
}

/** How the other side of a connector is. */
export interface Link {
  /** Says what is wrong with it; undefined when it answers. */
  report(fault: string | undefined): void;
}

/** What a station is connected to. */
export interface Connector {
  /** What it is called in configuration, metrics and the API. */
  readonly name: string;
  readonly kind: string;
  /** Where its other side is, for people: nothing secret. */
  readonly place?: string;
  /**
   * Begins, where that takes more than telling.
   *
   * @param link - Told how the other side is, where that shows without telling as well.
   * @throws {@link ConnectorError} if it cannot, which no waiting mends.
   */
  readonly start?: (host: ConnectorHost, link: Link) => Promise<void>;
  /** The same where there is no station that could be asked for anything; one that has `start` alone needs a station. */
  readonly startTelling?: (host: TellingHost, link: Link) => Promise<void>;
  /** How verdicts are told. */
  readonly outlet?: Outlet;
  /** Ends, once nothing more is told. */
  readonly stop?: () => Promise<void>;
}

/** How a connector tells verdicts, one after another in their order. */
export interface Outlet {
  readonly settings: OutletSettings;
  /**
   * Tells one; it is done when the receiver has it for good.
   *
   * @throws {@link DeliveryError} if the receiver does not take it.
   */
  readonly deliver: (outgoing: OutgoingMessage, signal: AbortSignal) => Promise<void>;
}

/** What a configuration says of any outlet. */
export interface OutletSettings {
  readonly from: 'now' | 'start';
  readonly details: boolean;
  /** Attempts after which a verdict that a receiver fails at is given up. */
  readonly attempts: number;
  readonly backOff: { readonly firstSeconds: number; readonly mostSeconds: number };
}
