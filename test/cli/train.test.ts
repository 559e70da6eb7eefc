import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { ExitCode } from '../../src/cli/command.ts';
import { ended, run, start, useFolder } from './harness.ts';

const folder = useFolder();

/** A small training that starts from random weights. */
function words(out: string, ...options: string[]): string[] {
  const small = ['--size', '32', '--batch', '2', '--epochs', '2', '--transformer', 'none'];
  const common = ['--start', 'none', '--threads', '1', '--out', folder(out)];
  return ['train', 'synthetic:2x4@5', ...small, ...common, ...options];
}

/** Digests of what a training leaves: a difference of megabytes is not worth printing. */
const filesOf = (name: string) =>
  Promise.all(
    ['checkpoint.safetensors', 'log.jsonl', 'loss.svg', 'model.onnx'].map(async (file) => {
      const bytes = await readFile(folder(name, file));
      return `${file} ${createHash('sha256').update(bytes).digest('hex')}`;
    }),
  );

describe('fewgood train', () => {
  it('leaves settings, log, curve and checkpoint', async () => {
    const { code, log, out } = await run(words('a'));
    expect(code).toBe(ExitCode.ok);
    expect(log).toContain('8 pictures of 2 categories, 32 × 32');
    expect(log).toContain('8 steps of 2 pairs (2 epochs of 4)');
    expect(log).toMatch(/epoch 2 {2}step 8\/8 {2}loss -?[\d.]+ {2}spread [\d.]+/);
    expect(out).toContain(`model: ${folder('a')}/model.onnx`);
    const info = await run(['model', 'info', folder('a', 'model.onnx')]);
    expect(info.out.join('\n')).toMatch(/layer3 \(256 channels\)|layer3/);
    const head = JSON.parse(await readFile(folder('a', 'run.json'), 'utf8'));
    expect(head).toMatchObject({
      settings: { size: 32, loss: 'symmetric' },
      sources: ['synthetic:2x4@5'],
      categories: [
        { name: 'procedural:5', pictures: 4 },
        { name: 'procedural:6', pictures: 4 },
      ],
    });
    const lines = (await readFile(folder('a', 'log.jsonl'), 'utf8')).trim().split('\n');
    expect(lines).toHaveLength(8);
    expect(await readFile(folder('a', 'loss.svg'), 'utf8')).toContain('Loss of 8 steps');
  });

  it('killed or interrupted and gone on with, ends with the same bytes', async () => {
    const killed = start(words('b', '--checkpoint-minutes', '0'));
    killed.stderr?.on('data', (text: Buffer) => {
      if (text.includes('epoch 1')) killed.kill('SIGKILL');
    });
    expect((await ended(killed)).code).toBeNull();
    const interrupted = start(['train', '--resume', '--threads', '1', '--out', folder('b')]);
    setTimeout(() => interrupted.kill('SIGINT'), 2500);
    const { code } = await ended(interrupted);
    expect([ExitCode.ok, ExitCode.interrupted]).toContain(code);
    const last = await run(['train', '--resume', '--threads', '1', '--out', folder('b')]);
    expect(last.code).toBe(ExitCode.ok);
    expect(await filesOf('b')).toEqual(await filesOf('a'));
  });
});

describe('fewgood train, told what to do,', () => {
  it('takes settings of a file, and options over them', async () => {
    const config = folder('settings.json');
    await writeFile(config, '{"loss": "one-sided", "rates": {"heads": 0.5}, "batch": 4}');
    const { code, log } = await run(words('c', '--config', config, '--dry-run'));
    expect(code).toBe(ExitCode.ok);
    expect(log).toContain('8 steps of 2 pairs');
    expect(log).toMatch(/memory: about \d+ MiB\ntime: about 0:\d\d /);
    await writeFile(config, '{"los": "one-sided"}');
    const refused = await run(words('c', '--config', config, '--dry-run'));
    expect(refused.code).toBe(ExitCode.usage);
    expect(refused.log).toContain('"los"');
  });

  it.each([
    ['no data', ['train', '--out', 'x'], 'no data given'],
    ['no folder', ['train', 'parts'], 'no --out given'],
    [
      'a rendered source that is none',
      ['train', 'synthetic:x', '--out', 'x', '--start', 'none'],
      'synthetic:x',
    ],
    ['nothing to go on with', ['train', '--resume', '--out', 'nowhere'], 'it holds no training'],
    ['a missing start', ['train', 'synthetic:2x4', '--start', 'no.npz', '--out', 'x'], 'no.npz'],
  ])('refuses %s', async (_, argv, message) => {
    const { code, log } = await run(argv);
    expect(code).not.toBe(ExitCode.ok);
    expect(log).toContain(message);
  });

  it('does not train into a folder that holds a training, nor go on with other pictures', async () => {
    const again = await run(words('a'));
    expect(again.code).toBe(ExitCode.usage);
    expect(again.log).toContain('--resume');
    const file = folder('a', 'run.json');
    const head = await readFile(file, 'utf8');
    await writeFile(file, head.replace('2x4@5', '2x4@6'));
    const other = await run(['train', '--resume', '--out', folder('a')]);
    await writeFile(file, head);
    expect(other.code).toBe(ExitCode.fault);
    expect(other.log).toContain('other pictures');
  });
});
