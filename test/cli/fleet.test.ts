import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ExitCode } from '../../src/cli/command.ts';
import { FleetSample, noFleetServers } from '../helpers/fleet-sample.ts';
import { run } from './harness.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

describe('fewgood fleet, asked wrongly', () => {
  it.each([
    ['worker', ['now'], 'Cannot use "now"'],
    ['worker', [], 'no database is named'],
    ['submit', ['tray/'], 'no part is named'],
    ['submit', ['--part', 'washer'], 'no pictures are named'],
    ['submit', ['tray/', '--part', 'washer', '--json'], 'expected --wait beside it'],
    ['rollout', ['washer'], 'part or part file is not named'],
    ['rollback', [], 'no part is named'],
    ['status', ['--database', 'mysql://x'], 'an address such as postgresql://'],
  ])('refuses %s %j', async (task, argv, message) => {
    const { code, log } = await run(['fleet', task, ...argv]);
    expect([code, log]).toEqual([ExitCode.usage, expect.stringContaining(message)]);
  });

  it('says which server does not answer, without its password', async () => {
    const database = 'postgresql://anna:secret@127.0.0.1:1/fleet';
    const { code, log } = await run(['fleet', 'status', '--database', database]);
    expect([code, log]).toEqual([
      ExitCode.fault,
      expect.stringContaining('Cannot reach PostgreSQL at 127.0.0.1:1/fleet'),
    ]);
    expect(log).not.toContain('secret');
  });
});

const isAbsent = noFleetServers !== '';

describe.skipIf(isAbsent)(`fewgood fleet${noFleetServers}`, () => {
  let sample: FleetSample;
  beforeAll(async () => {
    if (isAbsent) return;
    sample = await FleetSample.create();
    vi.stubEnv('FEWGOOD_NATS', sample.place.nats);
    vi.stubEnv('FEWGOOD_DATABASE', sample.place.database);
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    if (!isAbsent) await sample.remove();
  });

  it('is set up, gets a part, judges as inspect does, and tells how it is', async () => {
    const folder = await sample.draw('tray', 3);
    const part = sample.path('washer.part');
    expect((await run(['fleet', 'setup', '--ack-wait', '3'])).code).toBe(ExitCode.ok);
    const rolled = await run(['fleet', 'rollout', 'ring', part, '--reason', 'first']);
    expect([rolled.code, rolled.out[0]]).toEqual([
      ExitCode.ok,
      expect.stringMatching(/^ring is judged by [0-9a-f]{12} \(washer\.part\).*: first$/),
    ]);
    const stop = new AbortController();
    const working = run(['fleet', 'worker', '--name', 'pc7', '--cache', sample.path('cache')], {
      signal: stop.signal,
    });
    const words = ['fleet', 'submit', folder, '--part', 'ring', '--request', 'shift-7', '--wait'];
    const judged = await run(words);
    const alone = await run(['inspect', part, folder]);
    expect([judged.code, judged.out]).toEqual([alone.code, alone.out]);
    expect(judged.log).toContain('3 pictures accepted');
    const status = await run(['fleet', 'status', '--request', 'shift-7']);
    expect(status.code).toBe(ExitCode.ok);
    expect(status.out).toContainEqual(expect.stringMatching(/^worker pc7: /));
    expect(status.out).toContainEqual(
      expect.stringMatching(/^request shift-7: ring .*1 fail,.*2 pass$/),
    );
    stop.abort();
    const { code, out } = await working;
    expect([code, out]).toEqual([ExitCode.ok, ['The worker pc7 takes jobs', '3 pictures judged']]);
  });

  it('lists part versions, and verifies', async () => {
    const parts = await run(['fleet', 'parts', 'ring', '--json']);
    expect(JSON.parse(parts.out[0] ?? '')).toMatchObject({ versions: [{ part: 'ring' }] });
    const verified = await run(['fleet', 'verify']);
    expect([verified.code, verified.out.at(-1)]).toEqual([ExitCode.ok, 'nothing was changed']);
    const rolled = await run(['fleet', 'rollback', 'ring']);
    expect([rolled.code, rolled.log]).toEqual([
      ExitCode.fault,
      expect.stringContaining('no other version judged before'),
    ]);
  });
});
