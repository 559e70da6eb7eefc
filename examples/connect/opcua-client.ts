/**
 * What a controller does by OPC UA: looks at the heartbeat, calls `Trigger`, and lets a part pass by `Good` of its own call
 * alone. Whatever is missing, late or of another trigger is not good.
 *
 * Run: npx tsx examples/connect/opcua-client.ts [PORT] [TRIGGERS]
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import {
  AttributeIds,
  DataType,
  OPCUACertificateManager,
  OPCUAClient,
  setWarningLogger,
} from 'node-opcua';

const [port = 4840, triggers = 1] = process.argv.slice(2).map(Number);
/** Milliseconds between two looks; without a beat, and without an answer, for so long the part is not good. */
const [CYCLE, BEAT, PATIENCE] = [100, 2000, 5000];

// On Node 20 it warns of a cipher that nobody uses here.
setWarningLogger(() => undefined);
// A controller keeps its certificate, which the station comes to trust; on the same machine there is need of none.
const folder = await mkdtemp(join(tmpdir(), 'opcua-client-'));
const client = OPCUAClient.create({
  applicationName: 'controller',
  clientCertificateManager: new OPCUACertificateManager({ rootFolder: folder }),
  connectionStrategy: { maxRetry: 1 },
  endpointMustExist: false,
});
await client.connect(`opc.tcp://127.0.0.1:${port}`);
const session = await client.createSession();

async function read(name: string): Promise<unknown> {
  const nodeId = `ns=1;s=Trigger.${name}`;
  const { value } = await session.read({ nodeId, attributeId: AttributeIds.Value });
  return value.value;
}

/** Whether the station lives: its heart beats, and it can judge. */
async function isOnline(): Promise<boolean> {
  const before = await read('Heartbeat');
  const end = performance.now() + BEAT;
  while ((await read('Heartbeat')) === before) {
    if (performance.now() > end) throw new Error('the station has no heartbeat');
    await pause(CYCLE);
  }
  return (await read('Online')) === true;
}

/** Triggers once; whether the part may pass. */
async function inspect(correlation: string): Promise<boolean> {
  const call = session.call({
    objectId: 'ns=1;s=Trigger',
    methodId: 'ns=1;s=Trigger.Trigger',
    inputArguments: [
      { dataType: DataType.String, value: correlation },
      { dataType: DataType.String, value: '' },
    ],
  });
  const result = await Promise.race([call, pause(PATIENCE, undefined, { ref: false })]);
  if (result === undefined || !result.statusCode.isGood()) {
    console.log(`${correlation}: not good (${result?.statusCode.name ?? 'no answer'})`);
    return false;
  }
  const [good, verdict, ratio, reason, , seq, ms, told] =
    result.outputArguments?.map(({ value }) => value) ?? [];
  const why =
    reason === '' ? `${verdict}, ${Number(ratio).toFixed(3)} × the threshold` : `reason ${reason}`;
  const isPass = good === true && told === correlation;
  console.log(
    `${correlation}: ${isPass ? 'good' : 'not good'} (${why}), inspection ${seq}, ${ms} ms`,
  );
  return isPass;
}

for (const start = performance.now(); !(await isOnline()); await pause(CYCLE)) {
  if (performance.now() - start > PATIENCE) throw new Error('the station is not online');
}
let good = 0;
for (let i = 1; i <= triggers; i++) if (await inspect(String(i))) good++;
console.log(`${good} of ${triggers} are good`);
await session.close();
await client.disconnect();
await rm(folder, { recursive: true });
