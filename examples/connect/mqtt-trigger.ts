/**
 * Triggers a station by MQTT 5, and lets a part pass by `good` alone: no answer in time, or one to another trigger, is
 * not good.
 *
 * Run: npx tsx examples/connect/mqtt-trigger.ts [URL] [BASE] [TRIGGER] [PART]
 */
import { randomUUID } from 'node:crypto';
import { connect } from 'mqtt';

const [url = 'mqtt://127.0.0.1:1883', base = 'fewgood/line 3', trigger = 'cell', part] =
  process.argv.slice(2);
/** Milliseconds: longer than the deadline of the trigger, which answers by itself. */
const PATIENCE = 5000;

/** Whether the part may pass, and why not. */
interface Answer {
  readonly good: boolean;
  readonly why: string;
}

async function inspect(): Promise<Answer> {
  // Of this trigger alone: a correlation that came before would be answered from memory.
  const correlation = randomUUID();
  const responseTopic = `answers/${correlation}`;
  const client = connect(url, {
    protocolVersion: 5,
    username: process.env['MQTT_USER'] ?? '',
    password: process.env['MQTT_PASSWORD'] ?? '',
  });
  const answer = new Promise<Answer>((resolve) => {
    const later = (why: string): void => resolve({ good: false, why });
    setTimeout(() => later(`no answer in ${PATIENCE / 1000} s`), PATIENCE).unref();
    client.on('error', (error) => later(error.message));
    client.on('message', (_topic, body, { properties }) => {
      if (properties?.correlationData?.toString() !== correlation) return;
      const { good, verdict, ratio, fault, ms } = JSON.parse(body.toString());
      const why =
        verdict === null ? fault?.message : `${verdict}, ${ratio.toFixed(3)} × the threshold`;
      resolve({ good: good === true, why: `${why}, ${ms} ms` });
    });
    client.on('connect', () => {
      client.subscribe(responseTopic, { qos: 1 }, (error) => {
        if (error) return later(error.message);
        const properties = {
          responseTopic,
          correlationData: Buffer.from(correlation),
          // A trigger that comes late would take a picture of another part.
          messageExpiryInterval: 1,
        };
        const order = JSON.stringify(part === undefined ? {} : { part });
        client.publish(`${base}/triggers/${trigger}`, order, { qos: 1, properties });
      });
    });
  });
  try {
    return await answer;
  } finally {
    client.end(true);
  }
}

const { good, why } = await inspect();
console.log(`${good ? 'good' : 'not good'}: ${why}`);
