/** What docs/connect.md promises of the first hour, with a station in a process of its own and its examples. */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { runScript, start } from '../../../../test/cli/harness.ts';
import { freePort } from '../../../../test/helpers/free-port.ts';
import { StationSample } from '../../../../test/helpers/station-sample.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });
const patience = { timeout: 120_000 };

const isAbsent = await promisify(execFile)('ffmpeg', ['-version']).then(
  () => false,
  () => true,
);
const why = isAbsent ? ' (left out: ffmpeg is not installed)' : '';

let sample: StationSample;
let config = '';
const ports = { station: 0, modbus: 0, opcua: 0 };
beforeAll(async () => {
  sample = await StationSample.create();
  await sample.addPart();
  await sample.station.close();
  ports.station = await freePort();
  ports.modbus = await freePort();
  ports.opcua = await freePort();
  const input = join(sample.folder, 'seen.png');
  await writeFile(input, sample.good);
  const triggers = [{ kind: 'camera', name: 'cell', input, part: 'washer', deadlineSeconds: 20 }];
  const connectors = [
    { kind: 'modbus', name: 'plc', trigger: 'cell', port: ports.modbus },
    { kind: 'opcua', name: 'opc', trigger: 'cell', port: ports.opcua },
  ];
  config = join(sample.folder, 'connect.json');
  await writeFile(config, JSON.stringify({ station: 'line 3', triggers, connectors }));
});
afterAll(async () => {
  await sample.open();
  await sample.remove();
});

const example = async (name: string, ...words: unknown[]): Promise<readonly string[]> => {
  const { out } = await runScript(`examples/connect/${name}.ts`, words.map(String));
  return out;
};

describe.skipIf(isAbsent)(`the first hour${why}`, () => {
  it('triggers a station by HTTP, Modbus and OPC UA, and lets nothing pass once it is killed', async () => {
    const url = `http://127.0.0.1:${ports.station}/`;
    const words = ['--no-login', '--port', ports.station, '--data', sample.data];
    const child = start(['station', ...words.map(String), '--connect', config]);
    const ended = once(child, 'close');
    try {
      let log = '';
      child.stderr?.setEncoding('utf8').on('data', (text: string) => (log += text));
      await expect.poll(() => log, patience).toContain('it gives pictures');
      expect(await example('http-trigger', 'cell', url)).toEqual([
        expect.stringMatching(/^good: pass, 0\.\d{3} × the threshold, \d+ ms$/),
      ]);
      expect(await example('http-trigger', 'other', url)).toEqual([
        expect.stringContaining('not good: Cannot find the trigger other'),
      ]);
      expect(await example('modbus-plc', ports.modbus, 2)).toEqual([
        expect.stringMatching(
          /^1: good \(verdict 1, 0\.\d{3} × the threshold\), inspection 2, \d+ ms$/,
        ),
        expect.stringMatching(/^2: good .*, inspection 3, /),
        '2 of 2 are good',
      ]);
      await expect.poll(() => log, patience).toContain('opc: OPC UA at opc.tcp://127.0.0.1');
      expect(await example('opcua-client', ports.opcua, 2)).toEqual([
        expect.stringMatching(/^1: good \(pass, 0\.\d{3} × the threshold\), inspection 4, \d+ ms$/),
        expect.stringMatching(/^2: good .*, inspection 5, /),
        '2 of 2 are good',
      ]);
    } finally {
      child.kill('SIGKILL');
      await ended;
    }
    expect(await example('http-trigger', 'cell', url)).toEqual([
      expect.stringMatching(/^not good: .*fetch failed/),
    ]);
  });
});
