/**
 * Follows stations at an MQTT broker, as a gateway to a PLC or a SCADA system would: each verdict is taken once, also over
 * restarts of either side, and a station that is lost is an alarm.
 *
 * Run: npx tsx examples/connect/mqtt-subscriber.ts [URL] [BASE] [KEYS]
 */
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { connect } from 'mqtt';

const [url = 'mqtt://127.0.0.1:1883', base = 'fewgood/+', file = 'taken-keys.txt'] =
  process.argv.slice(2);
/** A real one forgets those that are too old to come again. */
const taken = new Set(existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []);

const client = connect(url, {
  protocolVersion: 5,
  // By this name the broker keeps, for a day, what comes while nobody follows.
  clientId: 'gateway-1',
  clean: false,
  properties: { sessionExpiryInterval: 86_400 },
  username: process.env['MQTT_USER'] ?? '',
  password: process.env['MQTT_PASSWORD'] ?? '',
});
client.on('error', (error) => console.error(error.message));
client.on('connect', () => {
  client.subscribe([`${base}/verdict/+`, `${base}/state`], { qos: 1 }, (error) => {
    console.log(error ? `the broker refuses: ${error.message}` : `${base} is followed`);
  });
});
// The broker is told that a message arrived after this: what was not taken for good, it sends again.
client.handleMessage = ({ payload }, done) => {
  take(JSON.parse(payload.toString()));
  done();
};

interface Message {
  readonly type: 'verdict' | 'state';
  readonly station: string;
  readonly online: boolean;
  readonly reason: string;
  readonly key: string;
  readonly partName: string;
  readonly good: boolean;
  readonly inspection: { readonly name: string };
}

function take({ type, station, ...message }: Message): void {
  if (type === 'state') {
    const { online, reason } = message;
    console.log(`${station}: ${online ? 'online' : reason === 'lost' ? 'ALARM, lost' : reason}`);
    return;
  }
  const { key, partName, good, inspection } = message;
  if (taken.has(key)) return;
  console.log(`${partName} ${inspection.name}: ${good ? 'good' : 'not good'}`);
  taken.add(key);
  appendFileSync(file, `${key}\n`);
}
