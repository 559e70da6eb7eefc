import type { Station } from '@fewgood/station';
import type { OutgoingMessage } from './message.ts';

/** What connectors work with. */
export interface ConnectorHost {
  readonly station: Station;
  /** Told what somebody should know. */
  readonly log: (line: string) => void;
  /** Ends them in order. */
  readonly signal: AbortSignal;
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
  /**
   * Begins, where that takes more than telling.
   *
   * @param link - Told how the other side is, where that shows without telling as well.
   * @throws {@link ConnectorError} if it cannot, which no waiting mends.
   */
  readonly start?: (host: ConnectorHost, link: Link) => Promise<void>;
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
