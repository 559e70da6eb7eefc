/** The example of a subscriber, as a user would start it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { nodeArguments, ROOT } from '../../../../test/cli/harness.ts';
import { ConnectedSample, quickly } from '../../../../test/helpers/connected-sample.ts';
import { Mosquitto, noMosquitto } from '../../../../test/helpers/mosquitto.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });
const patience = { timeout: 120_000 };
const why = noMosquitto === undefined ? '' : ` (${noMosquitto})`;

describe.skipIf(noMosquitto !== undefined)(`examples/connect/mqtt-subscriber.ts${why}`, () => {
  let line: ConnectedSample;
  let broker: Mosquitto;
  let child: ChildProcess;
  const lines: string[] = [];
  beforeAll(async () => {
    line = await ConnectedSample.create();
    broker = await Mosquitto.create();
  });
  afterAll(async () => {
    child.kill();
    await line.remove();
    await broker.remove();
  });

  function follow(): void {
    const file = join(line.sample.folder, 'taken-keys.txt');
    const words = [broker.url, 'fewgood/line 3', file];
    child = spawn(process.execPath, nodeArguments('examples/connect/mqtt-subscriber.ts', words), {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      lines.push(...text.trim().split('\n'));
    });
  }
  const told = async (...expected: readonly string[]): Promise<void> => {
    await expect.poll(() => lines, patience).toEqual(expected);
    lines.length = 0;
  };

  it('takes each verdict once, also those that came while it was away', async () => {
    follow();
    await told('fewgood/line 3 is followed');
    await line.connect([{ kind: 'mqtt', name: 'plant', url: broker.url, ...quickly }]);
    await told('line 3: online');
    await line.judge('good-1', 'bad-1');
    await told('washer good-1.png: good', 'washer bad-1.png: not good');
    const ended = once(child, 'close');
    child.kill('SIGKILL');
    await ended;
    // The first of these is told twice.
    const tell = vi.spyOn(line.sample.station.outbox, 'tell');
    tell.mockRejectedValueOnce(new Error('the database is away'));
    await line.judge('good-2', 'bad-2');
    await expect.poll(() => tell.mock.calls.length, patience).toBe(3);
    tell.mockRestore();
    follow();
    // What had waited comes as soon as it is there, the state once it subscribes.
    await expect.poll(() => lines.length, patience).toBe(4);
    const verdicts = ['washer good-2.png: good', 'washer bad-2.png: not good'];
    expect(lines.filter((text) => text.startsWith('washer'))).toEqual(verdicts);
    expect(lines.toSorted()).toEqual(
      ['fewgood/line 3 is followed', 'line 3: online', ...verdicts].toSorted(),
    );
    lines.length = 0;
    await line.disconnect();
    await told('line 3: ended');
  });
});
