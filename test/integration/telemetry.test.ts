import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { ended, nodeArguments, type Run, useFolder } from '../cli/harness.ts';
import { writeCategory } from '../helpers/small-dataset.ts';
import { smallModel } from '../helpers/small-part.ts';

const folder = useFolder();
beforeAll(async () => {
  await writeCategory(folder('parts/washer'), { kind: 'washer' });
  await writeFile(folder('small.onnx'), smallModel());
});

const model = (): string => folder('small.onnx');
const LIBRARY = 'test/helpers/telemetry/library.ts';

/** Runs node with an empty home and temporary folder; what it left there. */
async function leftBy(
  words: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): Promise<Run<number | null> & { readonly left: readonly string[] }> {
  const place = await mkdtemp(folder('fresh-'));
  const [HOME, TMPDIR] = [`${place}/home`, `${place}/temporary`];
  await Promise.all([mkdir(HOME), mkdir(TMPDIR)]);
  const result = await ended(startFresh(words, { HOME, TMPDIR, ...environment }));
  return { ...result, left: await readdir(place, { recursive: true }) };
}

/** A process with nothing of our environment but the path; tsx's cache would lie in TMPDIR. */
function startFresh(
  [program, ...words]: readonly string[],
  environment: NodeJS.ProcessEnv,
): ChildProcess {
  return spawn(program ?? '', words, {
    env: { PATH: process.env['PATH'], TSX_DISABLE_CACHE: '1', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

const node = (file: string, ...argv: string[]): string[] => [
  process.execPath,
  ...nodeArguments(file, argv),
];

describe('the telemetry of ONNX Runtime', () => {
  const small = ['--size', '48', '--shots', '2'];
  it.each<[string, () => string[]]>([
    [
      'fewgood demo',
      () => node('src/cli/main.ts', 'demo', '--out', folder('demo'), '--model', model(), ...small),
    ],
    [
      'fewgood evaluate with two threads',
      () => {
        const where = [folder('parts'), '--out', folder('run'), '--backbone', model()];
        const what = ['--method', 'padim', '--shots', '1', '--seeds', '2', '--workers', '2'];
        return node('src/cli/main.ts', 'evaluate', ...where, ...what);
      },
    ],
    ['the library', () => node(LIBRARY, model())],
  ])('%s leaves nothing in the home and the temporary folder', async (_, words) => {
    const { code, left, log } = await leftBy(words());
    expect([code, log]).toEqual([0, expect.not.stringContaining('Error')]);
    expect(left.toSorted()).toEqual(['home', 'temporary']);
  });

  it('is left to a user who sets its variable', async () => {
    const { code, left } = await leftBy(node(LIBRARY, model()), { ORT_DISABLE_TELEMETRY: '0' });
    expect(code).toBe(0);
    expect(left.join()).toMatch(/deviceid/);
  });

  it('is refused where it cannot be switched off: in a thread that loads it alone', async () => {
    const { log, left } = await leftBy(node('test/helpers/telemetry/thread-alone.ts', model()));
    expect(log).toContain('TELEMETRY_ON');
    expect(left.toSorted()).toEqual(['home', 'temporary']);
  });

  // It looks its vendor up 9 seconds after it was loaded.
  it.skipIf(spawnSync('strace', ['-f', 'true']).status !== 0)(
    'opens no socket to anywhere in 12 seconds (needs strace)',
    async () => {
      const trace = folder('trace');
      const tracer = ['strace', '-f', '-qq', '-e', 'trace=socket,connect,openat', '-o', trace];
      const { code } = await leftBy([...tracer, ...node(LIBRARY, model(), '12000')]);
      const calls = await readFile(trace, 'utf8');
      expect(code).toBe(0);
      expect(calls).toContain('libonnxruntime.so');
      expect(calls.match(/.*(AF_INET|resolv\.conf).*/g)).toBeNull();
    },
  );
});
