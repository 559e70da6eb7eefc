import type { Surroundings } from '../config/common-settings.ts';
import type { Connector, ConnectorHost, Link, TellingHost } from '../connector.ts';
import { BrokerError, DeliveryError } from '../errors.ts';
import type { OutgoingMessage } from '../message.ts';
import { MqttConnection } from './connection.ts';
import { readCredentials } from './credentials.ts';
import type { Dialect } from './dialect.ts';
import { PlainDialect } from './plain-dialect.ts';
import type { MqttSettings } from './settings.ts';
import { SparkplugDialect } from './sparkplug/sparkplug-dialect.ts';
import { MqttTriggers } from './mqtt-triggers.ts';

/**
 * Publishes each verdict to a broker of MQTT 5, says there whether the station is connected, and answers triggers.
 *
 * @throws {@link ConnectorError} if a credential is not there, or is none.
 */
export function createMqtt(settings: MqttSettings, surroundings: Surroundings): Connector {
  const { name, kind } = settings;
  readCredentials(settings, surroundings.environment);
  const dialect =
    settings.sparkplug === undefined
      ? new PlainDialect(settings, surroundings)
      : new SparkplugDialect(settings.sparkplug, surroundings);
  const triggers = new MqttTriggers(settings, surroundings.station);
  const connection = connectionOf(settings, surroundings, dialect);
  const startTelling = async ({ station }: TellingHost, link: Link): Promise<void> => {
    connection.beginWith(async (session) => dialect.announce(session, station));
    connection.start(link);
  };
  const start = async (host: ConnectorHost, link: Link): Promise<void> => {
    // First, as whoever reads that the station is there may trigger.
    connection.beginWith(async (session) => triggers.listen(session, host));
    await startTelling(host, link);
  };
  const stop = async (): Promise<void> => {
    await triggers.settled();
    await connection.stop(dialect.farewell());
  };
  const deliver = async (outgoing: OutgoingMessage, signal: AbortSignal): Promise<void> => {
    try {
      await dialect.tell(outgoing, connection.session, signal);
    } catch (error) {
      if (!(error instanceof BrokerError)) throw error;
      const { fault, end } = error;
      throw new DeliveryError(name, fault, { end, cause: error });
    }
  };
  const place = new URL(settings.url).host;
  return { name, kind, place, start, startTelling, stop, outlet: { settings, deliver } };
}

function connectionOf(
  settings: MqttSettings,
  { station, environment }: Surroundings,
  dialect: Dialect,
): MqttConnection {
  const { name, url, timeoutSeconds, backOff, clientId, keepAliveSeconds: keepalive } = settings;
  const own = `fewgood-${station}-${name}`.replaceAll(/[^0-9A-Za-z-]/g, '-');
  const options = () => {
    const { topic, body: payload, retain = false, properties = {} } = dialect.will();
    const will = { topic, payload, qos: 1, retain, properties } as const;
    const credentials = readCredentials(settings, environment);
    return { ...credentials, clientId: clientId ?? own, keepalive, will };
  };
  return new MqttConnection({ url, timeoutSeconds, backOff, options });
}
