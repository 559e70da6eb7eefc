import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { verdictMessageSchema } from '../../packages/connect/src/message.ts';
import { ExitCode } from '../../src/cli/command.ts';
import { seededRandom } from '../../src/random.ts';
import { WebhookReceiver } from '../helpers/webhook-receiver.ts';
import { ended, start } from './harness.ts';
import { useTray } from './tray.ts';
import { put, until, useWatch } from './watching.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 60_000 });

const all = useTray();
const { folder, tray, inspect } = all;
const { inbox, watch } = useWatch(all);

let receiver: WebhookReceiver;
beforeAll(async () => {
  receiver = await WebhookReceiver.open();
  vi.stubEnv('RUN_SECRET', receiver.secret);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await receiver.close();
});

const quickly = { backOff: { firstSeconds: 0.02, mostSeconds: 0.1 } };
const hook = () => ({
  kind: 'webhook',
  name: 'mes',
  url: `http://127.0.0.1:${receiver.port}/`,
  secret: { env: 'RUN_SECRET' },
  ...quickly,
});

/** Words that tell by a configuration, with files of that name. */
async function telling(name: string, ...connectors: object[]): Promise<string[]> {
  const config = folder(`${name}.json`);
  await writeFile(config, JSON.stringify({ station: 'line 3', connectors }));
  return ['--connect', config, '--state', folder(`${name}.state`)];
}

/** What came since the last look. */
function came() {
  return receiver.came
    .splice(0)
    .map(({ body, status }) => ({ ...verdictMessageSchema.parse(JSON.parse(body)), status }));
}

describe('fewgood inspect --connect', () => {
  it('tells each verdict to every connector, in order, and once', async () => {
    const drop = folder('drop');
    const words = await telling('once', hook(), { kind: 'folder', name: 'drop', folder: drop });
    const { code } = await inspect([...tray, ...words, '--overlays', folder('overlays')]);
    expect(code).toBe(ExitCode.anomalous);
    const messages = came();
    expect(messages.map(({ good }) => good)).toEqual([true, true, false]);
    expect(messages.map(({ inspection }) => inspection.name)).toEqual(tray);
    expect(messages[2]).toMatchObject({
      station: 'line 3',
      partName: 'washer',
      inspection: { seq: 3, verdict: 'fail', state: 'judged', type: 'image/png', version: null },
      links: {
        inspection: pathToFileURL(tray[2] ?? '').href,
        overlay: expect.stringContaining(pathToFileURL(folder('overlays')).href),
      },
    });
    const files = (await readdir(drop)).toSorted();
    const dropped = await Promise.all(
      files.map(async (name) => readFile(join(drop, name), 'utf8')),
    );
    const keys = messages.map(({ key }) => key);
    expect(dropped.map((text) => verdictMessageSchema.parse(JSON.parse(text)).key)).toEqual(keys);
    const again = await inspect([...tray, ...words]);
    expect([again.code, came(), await readdir(drop)]).toEqual([ExitCode.ok, [], files]);
  });

  it('tells that a picture cannot be read as not good', async () => {
    const damaged = folder('damaged.png');
    await copyFile(tray[0] ?? '', damaged);
    const bytes = await readFile(damaged);
    await writeFile(damaged, bytes.subarray(0, bytes.length / 2));
    const { code } = await inspect([damaged, ...(await telling('damaged', hook()))]);
    expect(code).toBe(ExitCode.fault);
    const [message] = came();
    expect(message).toMatchObject({ good: false, inspection: { state: 'failed', verdict: null } });
    expect(message?.inspection.fault?.code).toMatch(/PICTURE|IMAGE/);
  });
});

describe('fewgood inspect --connect, in the long run', () => {
  it('keeps what is not told for the next run, and says so', async () => {
    const words = await telling('away', hook());
    receiver.answer = () => ({ status: 503 });
    const { code, log } = await inspect([...tray, ...words, '--connect-wait', '0.3']);
    expect(code).toBe(ExitCode.fault);
    expect(log).toMatch(/mes: 3 verdicts not told yet \(.*503/);
    expect(log).toContain('away.state.outbox: start the command again');
    came();
    receiver.answer = () => ({ status: 400 });
    const refused = await inspect([...tray, ...words]);
    expect(refused.code).toBe(ExitCode.fault);
    expect(refused.log).toContain('mes: 3 verdicts not taken');
    came();
    receiver.answer = () => ({ status: 204 });
    const { code: last } = await inspect([...tray, ...words]);
    expect(last).toBe(ExitCode.ok);
    expect(came().map(({ inspection }) => inspection.name)).toEqual(tray);
  });

  it('tells what comes into a watched folder as it comes', async () => {
    const place = await inbox('told');
    const words = await telling('watch', hook());
    const { lines, stop } = watch(place, ['--settle', '0.1', ...words]);
    await put(join(place, '1.png'), await readFile(tray[0] ?? ''));
    await until(lines, 1);
    await expect.poll(() => receiver.came.length, { timeout: 60_000 }).toBe(1);
    await put(join(place, '2.png'), await readFile(tray[2] ?? ''));
    await until(lines, 2);
    expect((await stop()).code).toBe(ExitCode.anomalous);
    expect(came().map(({ good }) => good)).toEqual([true, false]);
  });
});

describe('fewgood inspect --connect refuses', () => {
  it('to tell without a place for what waits', async () => {
    const [, config = ''] = await telling('stateless', hook());
    const { code, log } = await inspect([...tray, '--connect', config]);
    expect([code, log]).toEqual([ExitCode.usage, expect.stringContaining('without --state')]);
  });

  it('what needs a station', async () => {
    const config = folder('station.json');
    const cell = { kind: 'folder', name: 'cell', folder: folder() };
    const modbus = { kind: 'modbus', name: 'plc', trigger: 'cell', port: 0 };
    const content = { station: 'line 3', triggers: [cell], connectors: [hook(), modbus] };
    await writeFile(config, JSON.stringify(content));
    const words = ['--connect', config, '--state', folder('station.state')];
    const { code, log } = await inspect([...tray, ...words]);
    expect(code).toBe(ExitCode.fault);
    expect(log).toContain('triggers: expected none without a station');
    expect(log).toContain('connectors[1]: modbus is answered by a station');
    expect(came()).toEqual([]);
  });

  it('an outbox that is another file', async () => {
    const words = await telling('other', hook());
    await writeFile(folder('other.state.outbox'), 'what somebody else keeps there'.repeat(100));
    const { code, log } = await inspect([...tray, ...words]);
    expect(code).toBe(ExitCode.fault);
    expect(log).toContain('Cannot open the outbox');
  });
});

it('tells all verdicts in order, whenever the run is killed', async () => {
  const [random, count, kills] = [seededRandom(5), 24, 5];
  const place = folder('killed');
  await mkdir(place);
  const bytes = await readFile(tray[0] ?? '');
  const names = Array.from({ length: count }, (_, i) =>
    join(place, `${String(i).padStart(2, '0')}.png`),
  );
  for (const name of names) await writeFile(name, bytes);
  const words = await telling('killed', { ...hook(), from: 'start' });
  const line = ['inspect', folder('washer.part'), '--model', folder('small.onnx'), place, ...words];
  // Away now and then, so that much waits when a kill comes.
  receiver.answer = () => ({ status: random.uniform() < 0.3 ? 503 : 204 });
  for (let kill = 0; kill < kills; kill++) {
    const child = start(line, ['ignore', 'ignore', 'ignore']);
    // Not before it judges: until then nothing can be lost.
    const before = receiver.came.length;
    await vi.waitUntil(() => receiver.came.length > before, { timeout: 60_000, interval: 5 });
    await sleep(100 * random.uniform());
    child.kill('SIGKILL');
    await ended(child);
  }
  const { code } = await ended(start(line));
  expect(code).toBe(ExitCode.ok);
  const taken = came().filter(({ status }) => status < 300);
  const told = new Map(taken.map(({ key, inspection }) => [key, inspection.name]));
  expect([...told.values()]).toEqual(names);
});
