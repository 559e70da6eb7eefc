import { readFileSync } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { ExitCode } from '../../src/cli/command.ts';
import { drawParts, smallOptions, smallWeights, writePictures } from '../helpers/small-part.ts';
import { serveWeights, sha256Of, type WeightsServer } from '../helpers/weights-server.ts';
import { run, useFolder } from './harness.ts';

const content = new Uint8Array(readFileSync(smallWeights));
const sha256 = sha256Of(content);

const folder = useFolder();
let server: WeightsServer;
let good: string[] = [];
beforeAll(async () => {
  server = await serveWeights(content);
  good = await writePictures(folder('good'), drawParts());
});
beforeEach(() => vi.stubEnv('FEWGOOD_MODELS', folder('models')));
afterEach(() => vi.unstubAllEnvs());
afterAll(() => server.close());

const NAME = 'resnet18-imagenet';
const mirror = (): string[] => ['--from', server.url(), '--sha256', sha256, '--size', '64'];

describe('fewgood model pull', () => {
  it('downloads weights, and all commands find the model by its name', async () => {
    const { code, out, log } = await run(['model', 'pull', NAME, ...mirror()]);
    expect([code, log]).toEqual([
      ExitCode.ok,
      'ResNet-18: BSD-3-Clause (torchvision); trained on ImageNet, https://github.com/pytorch/vision/blob/main/LICENSE',
    ]);
    expect(out).toEqual(
      expect.arrayContaining([
        `model       ${folder('models', `${NAME}.onnx`)}`,
        `weights     ${server.url()}, ${content.length} bytes`,
        `            SHA-256 ${sha256}: the one that --sha256 states`,
        `use it as   --model ${NAME}`,
      ]),
    );
    expect(await readdir(folder('models'))).toEqual([`${NAME}.onnx`]);

    const part = folder('small.part');
    const learned = await run(['enroll', part, ...good, ...smallOptions, '--model', NAME]);
    expect(learned.code).toBe(ExitCode.ok);
    // The part finds it by its hash.
    const judged = await run(['inspect', part, ...good]);
    expect(judged.code).toBe(ExitCode.ok);
    const info = await run(['model', 'info', NAME, '--json']);
    expect(JSON.parse(info.out.join())).toMatchObject({ name: 'ResNet-18' });
  });

  it('pulls once, and again when told to', async () => {
    const requests = server.seen.length;
    const again = await run(['model', 'pull', NAME, ...mirror(), '--json']);
    expect([again.code, again.log]).toEqual([
      ExitCode.ok,
      `${NAME} is here already; --force pulls it again`,
    ]);
    expect(JSON.parse(again.out.join())).not.toHaveProperty('weights');
    expect(server.seen.length).toBe(requests);
    const forced = await run(['model', 'pull', NAME, ...mirror(), '--json', '--force']);
    expect(JSON.parse(forced.out.join())).toMatchObject({
      name: NAME,
      path: folder('models', `${NAME}.onnx`),
      licenceUrl: 'https://github.com/pytorch/vision/blob/main/LICENSE',
      weights: { source: server.url(), size: content.length, sha256, check: 'request' },
      model: { preprocessing: { size: 64 } },
    });
    expect(server.seen.length).toBe(requests + 1);
  });

  it('writes where it is told to, and over nothing', async () => {
    const words = ['model', 'pull', NAME, '--from', new URL(smallWeights).pathname];
    const out = folder('half.onnx');
    const half = [...words, '--sha256', sha256, '--storage', 'float16', '--out', out];
    const { code, out: lines } = await run(half);
    expect([code, lines.at(-1)]).toEqual([ExitCode.ok, `use it as   --model ${out}`]);
    const again = await run(half);
    expect([again.code, again.log]).toEqual([
      ExitCode.usage,
      expect.stringContaining('half.onnx: it exists: expected a new file'),
    ]);
  });
});

describe('fewgood model pull, refusing', () => {
  it('says which file it expected where the hash is another', async () => {
    const words = ['model', 'pull', NAME, '--force', '--from', server.url()];
    const { code, log } = await run(words);
    expect(code).toBe(ExitCode.fault);
    expect(log).toMatch(/DOWNLOAD_FAILED: .*its SHA-256 is .*: expected f37072fd/);
    expect(log).toContain('Options: --from, --sha256');
    expect(await readdir(folder('models'))).toEqual([`${NAME}.onnx`]);
  });

  it('shows the licence and stops until it is accepted', async () => {
    const stopped = await run(['model', 'pull', 'dinov3-small']);
    expect(stopped.code).toBe(ExitCode.usage);
    expect(stopped.log).toContain('DINOv3 License, https://github.com/facebookresearch/dinov3');
    expect(stopped.log).toContain('expected --accept-licence');
    await writeFile(folder('other.npz'), content);
    const words = ['model', 'pull', 'dinov3-small', '--from', folder('other.npz')];
    const accepted = await run([...words, '--accept-licence']);
    expect(accepted.log).not.toContain('expected --accept-licence');
    expect(accepted.code).toBe(ExitCode.fault);
  });

  it.each([
    [[], 'no name given: expected one of dinov2-small'],
    [['resnet18'], 'it is in the package'],
    [['unheard-of'], 'Cannot pull unheard-of: expected one of'],
    [['convnext-tiny', '--sha256', '12'], 'expected 64 hexadecimal digits'],
  ])('refuses %j', async (words, fault) => {
    const { code, log } = await run(['model', 'pull', ...words]);
    expect([code, log]).toEqual([ExitCode.usage, expect.stringContaining(fault)]);
  });

  it('lists what there is', async () => {
    const { code, out } = await run(['model', 'pull', '--list']);
    expect(code).toBe(ExitCode.ok);
    const states = out.map((line) => /^(\S+) .*?(here|available|unsupported)/.exec(line)?.slice(1));
    expect(states).toContainEqual([NAME, 'here']);
    expect(states).toContainEqual(['convnext-tiny', 'available']);
    const extra = await run(['model', 'pull', '--list', 'extra']);
    expect([extra.code, extra.log]).toEqual([
      ExitCode.usage,
      expect.stringContaining('expected no name beside --list'),
    ]);
    const { out: json } = await run(['model', 'pull', '--list', '--json']);
    const [first] = JSON.parse(json.join());
    expect(first).toMatchObject({ name: 'dinov2-small', licence: 'Apache-2.0' });
  });
});
