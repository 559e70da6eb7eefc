import { BrokerError, type DeliveryEnd } from '../errors.ts';

/** Reason codes of MQTT 5 (2.4) that say something of a message, which will be no other next time. */
const REFUSALS = new Map([
  [0x90, 'the topic is not valid'],
  [0x95, 'the message is too large'],
  [0x99, 'the message has another format than it says'],
]);
/** Reason codes that say something of who publishes, or of the moment. */
const AWAY = new Map([
  [0x87, 'not authorized to publish there'],
  [0x93, 'it has enough to do'],
  [0x96, 'too many messages'],
  [0x97, 'a quota is exceeded'],
]);
type FaultAndRemedy = readonly [fault: string, remedy: string];

const NO_MQTT_5: FaultAndRemedy = [
  'it does not know MQTT 5: expected a broker that does',
  'Take a broker of MQTT 5.',
];
const NOT_AUTHORIZED: FaultAndRemedy = [
  'it does not take the station (not authorized): expected a user and password that it knows, or a client certificate',
  'Set user and password, or what the broker asks for; or let the broker take them.',
];
/** Reason codes of a connection that is refused: no new attempt will help before somebody does something. */
const CONNECT_FAULTS: ReadonlyMap<number | undefined, FaultAndRemedy> = new Map<
  number | undefined,
  FaultAndRemedy
>([
  // As brokers of older versions say it.
  [0x01, NO_MQTT_5],
  [0x84, NO_MQTT_5],
  [0x85, ['it refuses the client id: expected one that it takes', 'Set another clientId.']],
  [0x86, NOT_AUTHORIZED],
  [0x87, NOT_AUTHORIZED],
  [0x8a, NOT_AUTHORIZED],
  [0x8c, NOT_AUTHORIZED],
]);
/** The reason code of a connection that ends since another one has the same client id. */
const TAKEN_OVER = 0x8e;

/** What is wrong with a message by the answer to it; a number is a reason code. */
export function publishFault(broker: string, error: Error, topic: string): BrokerError {
  const code = reasonOf(error);
  if (code === undefined) return new BrokerError(broker, error.message, { cause: error });
  const words = REFUSALS.get(code) ?? AWAY.get(code) ?? error.message;
  const end: DeliveryEnd = REFUSALS.has(code) ? 'refused' : AWAY.has(code) ? 'away' : 'failed';
  const fault = `it does not take what is published to ${topic} (${words})`;
  return new BrokerError(broker, fault, {
    end,
    remedy: 'Let the broker take what docs/connect.md describes.',
    cause: error,
  });
}

/** Why there is no connection. */
export function connectFault(broker: string, error: Error | undefined): BrokerError {
  if (error === undefined || codeOf(error) === 'ECONNRESET') {
    return new BrokerError(
      broker,
      'it closed the connection without an answer: expected a broker of MQTT 5 there (one that encrypts is mqtts:// or wss://)',
      { cause: error },
    );
  }
  const refusal = CONNECT_FAULTS.get(reasonOf(error));
  if (refusal !== undefined) {
    const [fault, remedy] = refusal;
    return new BrokerError(broker, fault, { remedy, cause: error });
  }
  return tlsFault(broker, error) ?? new BrokerError(broker, wordsOf(error), { cause: error });
}

/** Why the broker ended a connection. */
export function disconnectFault(broker: string, code: number | undefined): BrokerError {
  const refusal = REFUSALS.get(code ?? 0);
  if (refusal !== undefined) return new BrokerError(broker, refusal, { end: 'refused' });
  if (code !== TAKEN_OVER) {
    return new BrokerError(broker, `it ended the connection (reason ${code ?? 0})`);
  }
  return new BrokerError(
    broker,
    'another connection has the same client id: expected one of its own for each station',
    { remedy: 'Set another clientId in one of the two.' },
  );
}

/** What is wrong with the encryption; undefined if that is not it. */
function tlsFault(broker: string, error: Error): BrokerError | undefined {
  const code = codeOf(error);
  const told = `(${error.message})`;
  if (/^ERR_SSL_.*ALERT/.test(code)) {
    return new BrokerError(
      broker,
      `it does not take the TLS of the station ${told}: expected the client certificate that it asks for`,
      { remedy: 'Set certificate and key to those that the broker trusts.', cause: error },
    );
  }
  if (/CERT|^UNABLE_TO_|^INVALID_|^HOSTNAME_|^PATH_LENGTH/.test(code)) {
    return new BrokerError(
      broker,
      `its certificate is not trusted ${told}: expected one for this host name by an authority that is known`,
      { remedy: 'Set ca to the certificate of the authority, PEM.', cause: error },
    );
  }
  if (!/^ERR_SSL_|^EPROTO$/.test(code)) return undefined;
  return new BrokerError(
    broker,
    `it does not speak TLS as expected ${told}: expected a port that encrypts`,
    { remedy: 'Check protocol and port of url.', cause: error },
  );
}

function codeOf(error: Error): string {
  return 'code' in error ? String(error.code) : '';
}

function reasonOf(error: Error): number | undefined {
  return 'code' in error && typeof error.code === 'number' ? error.code : undefined;
}

/** A host of several addresses fails with an error each. */
function wordsOf(error: Error): string {
  if (!(error instanceof AggregateError)) return error.message;
  return error.errors.map((one) => (one instanceof Error ? one.message : String(one))).join('; ');
}
