/**
 * Every error that connectors throw on purpose.
 *
 * @module
 */
import { FewgoodError } from 'fewgood';

/** The configuration of the connectors cannot be used. */
export class ConnectConfigError extends FewgoodError {
  static {
    this.prototype.name = 'ConnectConfigError';
  }
  readonly code = 'CONNECT_CONFIG';

  /** @param faults - Each with where it is, and what is expected there. */
  constructor(file: string, faults: readonly string[], cause?: unknown) {
    super(
      `Cannot use the connectors of ${file}: ${faults.join('; ')}`,
      'Write it as docs/connect.md says.',
      { facts: { file, faults }, cause },
    );
  }
}

/** A connector cannot begin. */
export class ConnectorError extends FewgoodError {
  static {
    this.prototype.name = 'ConnectorError';
  }
  readonly code = 'CONNECTOR';

  constructor(task: string, fault: string, remedy: string, cause?: unknown) {
    super(`Cannot ${task}: ${fault}`, remedy, { cause });
  }
}

/**
 * What an attempt to tell a verdict says of the next one: the receiver is `away` and will take it later; it `failed` at
 * this one, which may be of both; it `refused` this one, and will again.
 */
export type DeliveryEnd = 'away' | 'failed' | 'refused';

/** The receiver of a connector did not take a verdict. */
export class DeliveryError extends FewgoodError {
  static {
    this.prototype.name = 'DeliveryError';
  }
  readonly code = 'DELIVERY';
  readonly end: DeliveryEnd;
  /** Seconds after which the receiver wants it again, if it says so. */
  readonly retryAfter: number | undefined;

  /** @param end - What the attempt says of the next one. */
  constructor(
    receiver: string,
    fault: string,
    { end, retryAfter, cause }: { end: DeliveryEnd; retryAfter?: number; cause?: unknown },
  ) {
    super(`Cannot tell ${receiver} a verdict: ${fault}`, REMEDIES[end], {
      facts: { receiver, end },
      cause,
    });
    this.end = end;
    this.retryAfter = retryAfter;
  }
}

const REMEDIES: Readonly<Record<DeliveryEnd, string>> = {
  away: 'Look after the receiver or the network; it is told once it answers.',
  failed: 'Look at the log of the receiver; then send the dead letters again.',
  refused:
    'Let the receiver take what docs/connect.md describes; then send the dead letters again.',
};

/** A broker did not do what it was asked for. */
export class BrokerError extends FewgoodError {
  static {
    this.prototype.name = 'BrokerError';
  }
  readonly code = 'BROKER';
  readonly fault: string;
  /** What that says of the next attempt. */
  readonly end: DeliveryEnd;

  /** @param broker - Its address. */
  constructor(
    broker: string,
    fault: string,
    { end = 'away', remedy, cause }: { end?: DeliveryEnd; remedy?: string; cause?: unknown } = {},
  ) {
    super(
      `Cannot use the broker ${broker}: ${fault}`,
      remedy ?? 'Look after the broker or the network; the station connects once it answers.',
      { facts: { broker, end }, cause },
    );
    this.fault = fault;
    this.end = end;
  }
}

/** What an error says. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
