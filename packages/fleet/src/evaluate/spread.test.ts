import { readFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { run, type Run } from '../../../../test/cli/harness.ts';
import { FleetSample, noFleetServers } from '../../../../test/helpers/fleet-sample.ts';
import { writeCategory } from '../../../../test/helpers/small-dataset.ts';
import { smallModel } from '../../../../test/helpers/small-part.ts';
import { decodeResult } from '../../../../src/evaluation/results/result-file.ts';
import { encodePng } from '../../../../src/node/image/image-encoder.ts';
import { figuresOf } from '../../../../src/evaluation/run/run-head.ts';

vi.setConfig({ testTimeout: 600_000, hookTimeout: 300_000 });

const isAbsent = noFleetServers !== '';

/** The line with the hash of the figures. */
const last = ({ out }: Run): string | undefined => out.at(-2);

describe.skipIf(isAbsent)(`fewgood fleet evaluate${noFleetServers}`, () => {
  let sample: FleetSample;
  beforeAll(async () => {
    if (isAbsent) return;
    sample = await FleetSample.create();
    vi.stubEnv('FEWGOOD_NATS', sample.place.nats);
    vi.stubEnv('FEWGOOD_DATABASE', sample.place.database);
    await writeFile(sample.path('small.onnx'), smallModel());
    // All but a strip at the left.
    const data = Uint8Array.from({ length: 64 * 64 * 3 }, (_, i) => (i % 192 < 24 ? 0 : 255));
    await writeFile(sample.path('mask.png'), await encodePng({ data, width: 64, height: 64 }));
    await writeCategory(sample.path('parts/washer'), { kind: 'washer' });
    await writeCategory(sample.path('parts/nut'), { kind: 'hex-nut' });
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    if (!isAbsent) await sample.remove();
  });

  /** Words of both commands. */
  const words = (out: string): string[] => {
    const options = '--method patchcore,padim --shots 1,2 --seeds 2 --mask'.split(' ');
    options.push(sample.path('mask.png'));
    const model = sample.path('small.onnx');
    return [sample.path('parts'), '--model', model, '--out', sample.path(out), ...options];
  };
  const figures = async (out: string): Promise<unknown> => {
    const file = sample.path(out, 'result.json');
    return figuresOf(decodeResult(await readFile(file, 'utf8'), file).cells);
  };

  it('gives the figures of one machine, bit for bit, by two workers', async () => {
    const alone = await run(['evaluate', ...words('alone'), '--workers', '1']);
    const workers = [await sample.work(), await sample.work()];
    const together = await run(['fleet', 'evaluate', ...words('together')]);
    for (const worker of workers) await worker.end();
    expect(workers.flatMap(({ log }) => log)).toEqual([]);
    expect([together.code, last(together)]).toEqual([0, last(alone)]);
    expect(last(alone)).toMatch(/^16 cells, figures [0-9a-f]{64}$/);
    expect(await figures('together')).toEqual(await figures('alone'));
    const example = 'examples/padim.washer.k2.s0.f32';
    const maps = await Promise.all(
      ['alone', 'together'].map(async (out) => readFile(sample.path(out, example))),
    );
    expect(maps[1]?.equals(maps[0] ?? Buffer.of())).toBe(true);
    expect((await sample.fleet.shares.state()).jobs).toBe(0);
  });
});
