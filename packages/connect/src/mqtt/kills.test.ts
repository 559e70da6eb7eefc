import { setTimeout as sleep } from 'node:timers/promises';
import { seededRandom } from 'fewgood';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { KilledStation } from '../../../../test/helpers/killed-station.ts';
import { Mosquitto, noMosquitto } from '../../../../test/helpers/mosquitto.ts';
import { MqttReceiver } from '../../../../test/helpers/mqtt-receiver.ts';

vi.setConfig({ testTimeout: 600_000, hookTimeout: 300_000 });
const patience = { timeout: 120_000 };
const why = noMosquitto === undefined ? '' : ` (${noMosquitto})`;

/** Kills of the station; at the second one the broker is away as well. */
const KILLS = 4;

describe.skipIf(noMosquitto !== undefined)(`kills with MQTT${why}`, () => {
  let broker: Mosquitto;
  let station: KilledStation;
  let receiver: MqttReceiver;
  const state = (): unknown => receiver.latest('fewgood/line 3/state');
  beforeAll(async () => {
    broker = await Mosquitto.create();
    receiver = await MqttReceiver.open(broker.url, 'fewgood/#');
    station = await KilledStation.create({ kind: 'mqtt', name: 'plant', url: broker.url });
  });
  afterAll(async () => {
    await station.remove();
    await receiver.close();
    await broker.remove();
  });

  it('all verdicts are told in order, whenever station or broker go, and the broker says when the station is lost', async () => {
    const random = seededRandom(7);
    for (let kill = 0; kill <= KILLS; kill++) {
      station.start();
      for (let i = 0; i < 3; i++) await station.send(`kill-${kill}-${i}`);
      if (kill === 1) await broker.end();
      for (let i = 3; i < 6; i++) await station.send(`kill-${kill}-${i}`);
      const isWhole = (): boolean => new Set(receiver.keys).size === station.ids.length;
      if (kill < KILLS) await sleep(300 * random.uniform());
      else await vi.waitUntil(isWhole, patience);
      await station.kill();
      if (kill === 1) await broker.start();
    }
    expect([...new Set(receiver.keys)]).toEqual(station.ids);
    await expect.poll(state, patience).toMatchObject({ online: false, reason: 'lost' });
    station.start();
    await expect.poll(state, patience).toMatchObject({ online: true });
  });
});
