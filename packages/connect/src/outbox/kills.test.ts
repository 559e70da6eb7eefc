import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { inspectionSchema } from '@fewgood/station/api';
import { seededRandom } from 'fewgood';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { start } from '../../../../test/cli/harness.ts';
import { freePort } from '../../../../test/helpers/free-port.ts';
import { StationSample } from '../../../../test/helpers/station-sample.ts';
import { WebhookReceiver } from '../../../../test/helpers/webhook-receiver.ts';

vi.setConfig({ testTimeout: 600_000, hookTimeout: 300_000 });

const KILLS = 4;

let sample: StationSample;
let receiver: WebhookReceiver;
let [config, port] = ['', 0];
beforeAll(async () => {
  sample = await StationSample.create();
  await sample.addPart();
  await sample.station.close();
  receiver = await WebhookReceiver.open();
  const hook = {
    kind: 'webhook',
    name: 'mes',
    url: `http://127.0.0.1:${receiver.port}/`,
    secret: { env: 'OUTBOX_SECRET' },
    from: 'start',
    backOff: { firstSeconds: 0.02, mostSeconds: 0.1 },
  };
  config = join(sample.folder, 'connect.json');
  await writeFile(config, JSON.stringify({ station: 'line 3', connectors: [hook] }));
  vi.stubEnv('OUTBOX_SECRET', receiver.secret);
  port = await freePort();
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await sample.open();
  await sample.remove();
  await receiver.close();
});

it('tells all verdicts in order, whenever the station is killed', async () => {
  const random = seededRandom(7);
  // A receiver that is away now and then, so that much waits when a kill comes.
  receiver.answer = () => ({ status: random.uniform() < 0.3 ? 503 : 204 });
  const ids: string[] = [];
  for (let kill = 0; kill <= KILLS; kill++) {
    const child = start(
      ['station', '--no-login', '--port', String(port), '--data', sample.data, '--connect', config],
      ['ignore', 'ignore', 'ignore'],
    );
    try {
      for (let i = 0; i < 6; i++) ids.push(await sendUntilTaken(`kill-${kill}-${i}`));
      const isWhole = (): boolean => new Set(receiver.taken).size === ids.length;
      if (kill < KILLS) await sleep(300 * random.uniform());
      else await vi.waitUntil(isWhole, { timeout: 120_000 });
    } finally {
      await end(child);
    }
  }
  // Twice is allowed, and known by the key; what comes first is in order, and nothing is missing.
  expect([...new Set(receiver.taken)]).toEqual(ids);
});

/** Sends a picture until the station that starts has taken it; the id of its inspection. */
async function sendUntilTaken(key: string): Promise<string> {
  const url = `http://127.0.0.1:${port}/api/inspections?part=${sample.part}`;
  for (;;) {
    try {
      const headers = { 'idempotency-key': key };
      const answer = await fetch(url, { method: 'POST', headers, body: new Blob([sample.good]) });
      if (answer.ok) return inspectionSchema.parse(await answer.json()).id;
    } catch {
      // It does not listen yet.
    }
    await sleep(50);
  }
}

async function end(child: ChildProcess): Promise<void> {
  const ended = once(child, 'close');
  child.kill('SIGKILL');
  await ended;
}
