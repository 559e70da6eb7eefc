/**
 * What a controller does: looks at the heartbeat, triggers, waits for the answer to its own trigger, and lets a part
 * pass by `good` alone. Whatever is missing, late or of another trigger is not good.
 *
 * Run: npx tsx examples/connect/modbus-plc.ts [PORT] [TRIGGERS]
 */
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { client } from 'jsmodbus';

const [port = 1502, triggers = 1] = process.argv.slice(2).map(Number);
/** Milliseconds between two looks; without a beat, and without an answer, for so long the part is not good. */
const [CYCLE, BEAT, PATIENCE] = [20, 2000, 5000];

const socket = connect(port, '127.0.0.1');
const station = new client.TCP(socket, 1, 1000);
await once(socket, 'connect');
let [beat, beatAt] = [-1, performance.now()];

/** The input registers as of docs/connect.md, at one moment. */
async function look() {
  const { response } = await station.readInputRegisters(0, 12);
  const [status = 0, heartbeat = 0, number, verdict, reason, high = 0, low = 0, ratio = 0, ms] =
    response.body.valuesAsArray;
  if (heartbeat !== beat) [beat, beatAt] = [heartbeat, performance.now()];
  if (performance.now() - beatAt > BEAT) throw new Error('the station has no heartbeat');
  const bit = (i: number): boolean => ((status >> i) & 1) === 1;
  const [done, good, alarm, online] = [bit(1), bit(2), bit(5), bit(6)];
  return {
    done,
    good,
    alarm,
    online,
    number,
    verdict,
    reason,
    seq: high * 65_536 + low,
    ratio,
    ms,
  };
}

/** Triggers once; whether the part may pass. */
async function inspect(number: number): Promise<boolean> {
  await station.writeSingleCoil(0, false);
  await station.writeMultipleRegisters(0, [0, number]);
  await station.writeSingleCoil(0, true);
  for (const start = performance.now(); performance.now() - start < PATIENCE; await pause(CYCLE)) {
    const { done, good, number: answered, verdict, reason, seq, ratio, ms } = await look();
    if (!done || answered !== number) continue;
    const why =
      reason === 0
        ? `verdict ${verdict}, ${(ratio / 1000).toFixed(3)} × the threshold`
        : `reason ${reason}`;
    console.log(`${number}: ${good ? 'good' : 'not good'} (${why}), inspection ${seq}, ${ms} ms`);
    return good;
  }
  console.log(`${number}: not good (no answer)`);
  return false;
}

for (const start = performance.now(); !(await look()).online; await pause(CYCLE)) {
  if (performance.now() - start > PATIENCE) throw new Error('the station is not online');
}
let good = 0;
for (let i = 1; i <= triggers; i++) if (await inspect(i)) good++;
console.log(`${good} of ${triggers} are good`);
await station.writeSingleCoil(0, false);
socket.end();
