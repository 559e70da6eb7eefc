import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readConfig } from './read-config.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fewgood-config-'));
});
afterAll(async () => rm(folder, { recursive: true }));

const secret = { env: 'SECRET' };
const hook = { kind: 'webhook', name: 'mes', url: 'https://mes.example/in', secret };
const drop = { kind: 'folder', name: 'drop', folder: 'out' };
const mqtt = { kind: 'mqtt', name: 'plant', url: 'mqtts://broker.example' };
const plc = { kind: 'modbus', name: 'plc', trigger: 'cell' };
const opc = { kind: 'opcua', name: 'opc', trigger: 'cell' };
const cell = { kind: 'folder', name: 'cell', folder: 'in' };
const camera = { kind: 'camera', name: 'camera', input: '/dev/video0' };

async function read(content: unknown, environment: Readonly<Record<string, string>> = {}) {
  const file = join(folder, 'connect.json');
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
  return readConfig(file, environment);
}
const one = (connector: object) => ({ station: 'line 3', connectors: [connector] });
const triggered = (connector: object) => ({ ...one(connector), triggers: [cell] });

it('reads what is there, with secrets of the environment', async () => {
  const SECRET = `whsec_${Buffer.alloc(24, 1).toString('base64')}`;
  const plan = await read({ station: 'line 3', connectors: [hook, drop, mqtt] }, { SECRET });
  expect(plan.connectors.map(({ name, kind }) => [name, kind])).toEqual([
    ['mes', 'webhook'],
    ['drop', 'folder'],
    ['plant', 'mqtt'],
  ]);
  expect(plan.connectors[0]?.outlet?.settings).toMatchObject({ from: 'now', attempts: 10 });
});

it('reads triggers, with addresses of the environment, and latencies by what they are of', async () => {
  const CAMERA = 'rtsp://me:secret@camera/stream';
  const network = { ...camera, name: 'network', input: { env: 'CAMERA' }, deadlineSeconds: 5 };
  const plan = await read(
    { station: 'line 3', connectors: [plc], triggers: [cell, camera, network] },
    { CAMERA },
  );
  expect(plan.triggers).toEqual([
    {
      name: 'cell',
      deadlineSeconds: 2,
      source: { kind: 'folder', folder: 'in', settleSeconds: 0.2 },
    },
    {
      name: 'camera',
      deadlineSeconds: 2,
      source: { kind: 'camera', input: '/dev/video0', rate: 10, latencySeconds: 0.2 },
    },
    {
      name: 'network',
      deadlineSeconds: 5,
      source: { kind: 'camera', input: CAMERA, rate: 10, latencySeconds: 0.5 },
    },
  ]);
});

it.each<[string, unknown, string]>([
  ['no JSON', '{', 'expected JSON'],
  [
    'nothing to connect',
    { station: 'a', connectors: [] },
    'expected connectors, triggers, or both',
  ],
  ['an unknown kind', one({ ...drop, kind: 'pigeon' }), 'connectors[0].kind: Invalid'],
  ['an unknown setting', one({ ...drop, colour: 1 }), 'connectors[0]: Unrecognized key: "colour"'],
  [
    'a secret in the file',
    one({ ...hook, secret: 'abc' }),
    'connectors[0].secret: expected { "env"',
  ],
  ['a password in the address', one({ ...hook, url: 'http://a:b@c/' }), 'without a password'],
  ['another protocol', one({ ...hook, url: 'ftp://mes/' }), 'connectors[0].url: Invalid URL'],
  ['one name for two', { station: 'a', connectors: [drop, drop] }, 'a name of its own for each'],
  [
    'a header of ours',
    one({ ...hook, headers: { 'webhook-id': secret } }),
    'connectors[0].headers: expected names of headers that the connector',
  ],
  ['no such trigger', one(plc), 'connectors[0].trigger: expected one of triggers: '],
  [
    'no such trigger at a broker',
    { ...one({ ...mqtt, triggers: ['cell', 'tray'] }), triggers: [cell] },
    'connectors[0].triggers[1]: expected one of triggers: cell',
  ],
  [
    'a trigger twice',
    { ...one({ ...mqtt, triggers: ['cell', 'cell'] }), triggers: [cell] },
    'connectors[0].triggers: expected each once',
  ],
  [
    'triggers of Sparkplug',
    { ...one({ ...mqtt, triggers: ['cell'], sparkplug: { group: 'a' } }), triggers: [cell] },
    'expected no base, expirySeconds or triggers',
  ],
  [
    'a part without a number',
    one({ ...plc, parts: { bolt: 'bolt' } }),
    'connectors[0].parts.bolt: Invalid key in record',
  ],
  ['a range that is none', one({ ...plc, allow: ['10.0.0.0/33'] }), 'expected an address, or one'],
  [
    'one name for two triggers',
    { station: 'a', triggers: [cell, cell] },
    'triggers: expected a name',
  ],
  [
    'the password of a camera',
    { station: 'a', triggers: [{ ...camera, input: 'rtsp://me:x@camera/' }] },
    'name the environment variable',
  ],
  [
    'a camera that is not there',
    { station: 'a', triggers: [{ ...camera, input: { env: 'CAMERA' } }] },
    'the environment variable CAMERA is not set',
  ],
  ['a secret that is not there', one(hook), 'the environment variable SECRET is not set'],
  ['a broker without a host', one({ ...mqtt, url: 'mqtt:broker' }), 'url: expected a host'],
  ['a broker by HTTP', one({ ...mqtt, url: 'http://broker' }), 'connectors[0].url: Invalid URL'],
  ['wildcards of topics', one({ ...mqtt, base: 'plant/#' }), 'base: expected levels of a topic'],
  ['a password in the file', one({ ...mqtt, password: 'abc' }), 'expected { "env": "NAME" } or {'],
  [
    'certificates for a broker that does not encrypt',
    one({ ...mqtt, url: 'mqtt://broker', ca: secret }),
    'expected mqtts:// or wss:// with ca',
  ],
  [
    'two kinds of topics',
    one({ ...mqtt, base: 'plant', sparkplug: { group: 'hall 2' } }),
    'expected no base, expirySeconds or triggers with',
  ],
  [
    'OPC UA for other machines without a user',
    triggered({ ...opc, host: '0.0.0.0' }),
    'users: expected users, or anonymous as true, as other machines reach 0.0.0.0',
  ],
  [
    'OPC UA that lets nobody in',
    triggered({ ...opc, anonymous: false }),
    'users: expected users where anonymous is false',
  ],
  [
    'a user whose password is not there',
    triggered({ ...opc, users: { plc: secret } }),
    'the environment variable SECRET is not set: expected the password of plc',
  ],
  ['a key of no certificate', one({ ...mqtt, key: secret }), 'certificate and key together'],
  ['a password of nobody', one({ ...mqtt, password: secret }), 'expected user with password'],
  [
    'a file of a secret that is not there',
    one({ ...mqtt, user: { file: 'none.txt' } }),
    'expected a file with its user name',
  ],
])('refuses %s', async (_, content, message) => {
  await expect(read(content)).rejects.toMatchObject({
    code: 'CONNECT_CONFIG',
    message: expect.stringContaining(message),
  });
});

it('refuses a secret that is none, and a file that is not there', async () => {
  await expect(read(one(hook), { SECRET: `whsec_${btoa('short')}` })).rejects.toThrow(
    'expected whsec_ and 24 to 64 bytes in base64',
  );
  await expect(read(one({ ...mqtt, ca: secret }), { SECRET: 'no PEM' })).rejects.toThrow(
    'Cannot use the certificates of plant',
  );
  await expect(readConfig(join(folder, 'none.json'), {})).rejects.toThrow('ENOENT');
});
