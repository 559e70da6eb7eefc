/** Who may connect to a broker, and what is said to those who may not. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { noMosquitto } from '../../../../test/helpers/mosquitto.ts';
import { MqttLine, patience } from '../../../../test/helpers/mqtt-line.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });
const why = noMosquitto === undefined ? '' : ` (${noMosquitto})`;
const isWhole = { up: true, waiting: 0 };
const user = { name: 'line3', password: 'correct horse' };

const tls = (file: string): string =>
  fileURLToPath(new URL(`../../../../test/fixtures/tls/${file}`, import.meta.url));
const files = { ca: tls('localhost.crt'), cert: tls('station.crt'), key: tls('station.key') };
const encrypted = [
  `cafile ${files.ca}`,
  `certfile ${tls('broker.crt')}`,
  `keyfile ${tls('broker.key')}`,
  'require_certificate true',
];

describe.skipIf(noMosquitto !== undefined)(`access to a broker${why}`, () => {
  let plant: MqttLine;
  const state = async () => plant.state();
  beforeAll(async () => {
    plant = await MqttLine.create();
  });
  afterAll(async () => plant.line.remove());
  afterEach(async () => plant.end());

  it('has who knows the password; whoever does not is told so, and the station goes on', async () => {
    await plant.begin({ user });
    const credentials = { user: { env: 'NAME' }, password: { env: 'WORD' } };
    await plant.connect(credentials, { NAME: user.name, WORD: 'wrong' });
    const fault = expect.stringContaining('not authorized');
    await expect.poll(state, patience).toMatchObject({ up: false, fault });
    const [key] = await plant.line.judge(`${plant.name}-1`);
    await plant.line.disconnect();
    await plant.connect(credentials, { NAME: user.name, WORD: user.password });
    await expect.poll(state, patience).toMatchObject(isWhole);
    const { name: username, password } = user;
    expect(await plant.kept('last', { username, password })).toMatchObject({ key });
  });

  it('has a station with a certificate that the broker trusts, and which trusts that of the broker', async () => {
    await plant.begin({ lines: encrypted });
    const url = plant.broker.url.replace('mqtt:', 'mqtts:');
    const ca = { file: files.ca };
    const own = { certificate: { file: files.cert }, key: { file: files.key } };
    const faultOf = async (more: object): Promise<unknown> => {
      await plant.connect({ url, ...more });
      await expect.poll(async () => (await plant.state())?.fault, patience).not.toBe(null);
      const fault = (await plant.state())?.fault;
      await plant.line.disconnect();
      return fault;
    };
    expect(await faultOf(own)).toContain('its certificate is not trusted');
    expect(await faultOf({ ca })).toContain('expected the client certificate that it asks for');
    expect(await faultOf({ url: plant.broker.url })).toContain('(one that encrypts is mqtts://');
    await plant.connect({ url, ca, ...own });
    const [key] = await plant.line.judge(`${plant.name}-1`);
    await expect.poll(state, patience).toMatchObject(isWhole);
    const read = Object.entries(files).map(([option, path]) => [option, readFileSync(path)]);
    expect(await plant.kept('last', { url, ...Object.fromEntries(read) })).toMatchObject({ key });
  });
});
