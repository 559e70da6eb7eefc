import { setTimeout as sleep } from 'node:timers/promises';
import { seededRandom } from 'fewgood';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { KilledStation } from '../../../../test/helpers/killed-station.ts';
import { WebhookReceiver } from '../../../../test/helpers/webhook-receiver.ts';

vi.setConfig({ testTimeout: 600_000, hookTimeout: 300_000 });

const KILLS = 4;

let station: KilledStation;
let receiver: WebhookReceiver;
beforeAll(async () => {
  receiver = await WebhookReceiver.open();
  vi.stubEnv('OUTBOX_SECRET', receiver.secret);
  const url = `http://127.0.0.1:${receiver.port}/`;
  const secret = { env: 'OUTBOX_SECRET' };
  station = await KilledStation.create({ kind: 'webhook', name: 'mes', url, secret });
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await station.remove();
  await receiver.close();
});

it('tells all verdicts in order, whenever the station is killed', async () => {
  const random = seededRandom(7);
  // A receiver that is away now and then, so that much waits when a kill comes.
  receiver.answer = () => ({ status: random.uniform() < 0.3 ? 503 : 204 });
  for (let kill = 0; kill <= KILLS; kill++) {
    station.start();
    for (let i = 0; i < 6; i++) await station.send(`kill-${kill}-${i}`);
    const isWhole = (): boolean => new Set(receiver.taken).size === station.ids.length;
    if (kill < KILLS) await sleep(300 * random.uniform());
    else await vi.waitUntil(isWhole, { timeout: 120_000 });
    await station.kill();
  }
  // Twice is allowed, and known by the key; what comes first is in order, and nothing is missing.
  expect([...new Set(receiver.taken)]).toEqual(station.ids);
});
