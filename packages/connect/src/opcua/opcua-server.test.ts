import { once } from 'node:events';
import { readdir, rename } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { freePort } from '../../../../test/helpers/free-port.ts';
import { OpcUaLine } from '../../../../test/helpers/opcua-line.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });
const patience = { timeout: 120_000 };

let opc: OpcUaLine;
beforeAll(async () => {
  opc = await OpcUaLine.create();
});
afterAll(async () => opc.remove());
afterEach(async () => opc.end());

/** What lies between a client and the server. */
async function cableTo(target: number): Promise<{ port: number; cut: () => void }> {
  const ends: Socket[] = [];
  const cable = createServer((near) => {
    const far = connect(target, '127.0.0.1');
    for (const end of [near, far]) end.on('error', () => undefined);
    ends.push(near, far);
    near.pipe(far).pipe(near);
  });
  const own = await freePort();
  cable.listen(own, '127.0.0.1');
  await once(cable, 'listening');
  const cut = (): void => {
    cable.close();
    for (const end of ends) end.destroy();
  };
  return { port: own, cut };
}

describe('a server of OPC UA', () => {
  it('lets those in who know a password, over an endpoint that encrypts', async () => {
    const users = { plc: { env: 'OPC_PASSWORD' } };
    await opc.serve({ users, unencrypted: false, trustAll: true });
    const user = { name: 'plc', password: 'let me in' };
    const client = await opc.enter({ isEncrypted: true, user });
    expect(await client.see('Good')).toEqual({ Good: false });
    const wrong = { ...user, password: 'let me' };
    await expect(opc.enter({ isEncrypted: true, user: wrong })).rejects.toThrow(
      'BadUserAccessDenied',
    );
    const nobody = { ...user, name: 'nobody' };
    await expect(opc.enter({ isEncrypted: true, user: nobody })).rejects.toThrow(
      'BadUserAccessDenied',
    );
    await expect(opc.enter({ isEncrypted: true })).rejects.toBeInstanceOf(Error);
    await expect(opc.enter({ user })).rejects.toBeInstanceOf(Error);
  });

  it('lets no certificate in that nobody trusts, and says where it lies', async () => {
    const keys = opc.inFolder('strict-keys');
    await opc.serve({ folder: keys });
    await expect(opc.enter({ isEncrypted: true })).rejects.toBeInstanceOf(Error);
    await expect
      .poll(() => opc.line.log.join('\n'), patience)
      .toContain(`to ${keys}/pki/trusted/certs`);
    const [rejected, trusted] = [join(keys, 'pki', 'rejected'), join(keys, 'pki', 'trusted/certs')];
    const [file = ''] = await readdir(rejected);
    await rename(join(rejected, file), join(trusted, file));
    expect(await (await opc.enter({ isEncrypted: true })).see('Good')).toEqual({ Good: false });
  });

  it('lets so many in', async () => {
    const client = await opc.open({ clients: 2 });
    await opc.enter();
    await expect(opc.enter()).rejects.toThrow('BadTooManySessions');
    expect(await client.see('Good')).toEqual({ Good: false });
  });

  it('outlives a client that goes in the middle of a trigger', async () => {
    const client = await opc.open();
    const cable = await cableTo(opc.port);
    const gone = await opc.enter({}, cable.port);
    const call = gone.trigger('1').then(
      () => 'answered',
      () => 'gone',
    );
    await opc.until(client, 'Busy', true);
    cable.cut();
    expect(await call).toBe('gone');
    await opc.drop('1.png', opc.sample.good);
    await opc.until(client, 'Done', true);
    expect(await opc.inspect(client, '2', opc.sample.good)).toMatchObject({
      good: true,
      sequence: 2,
    });
  });
});

describe('a server of OPC UA that ends', () => {
  it('ends all sessions, in the middle of a trigger as well', async () => {
    const client = await opc.open();
    const call = client.trigger('1').then(
      ({ good }) => good,
      () => 'gone',
    );
    await opc.until(client, 'Busy', true);
    await opc.line.disconnect();
    expect([false, 'gone']).toContain(await call);
    await expect(client.see('Heartbeat')).rejects.toBeInstanceOf(Error);
  });

  it('says at the start that its port is taken', async () => {
    await opc.open();
    const taken = opc.port;
    await opc.line.disconnect();
    const other = createServer().listen(taken, '127.0.0.1');
    await once(other, 'listening');
    const cell = { kind: 'folder', name: 'cell', folder: opc.folder };
    const opcua = { kind: 'opcua', name: 'opc', trigger: 'cell', port: taken };
    await opc.line.connect([{ ...opcua, folder: opc.inFolder('keys') }], {}, [cell]);
    await expect(opc.line.disconnect()).rejects.toThrow('EADDRINUSE');
    other.close();
    await opc.open();
  });
});
