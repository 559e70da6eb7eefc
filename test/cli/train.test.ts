import type { ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { ExitCode } from '../../src/cli/command.ts';
import { ended, run, start, useFolder } from './harness.ts';

const folder = useFolder();

/** A small training that starts from random weights; of an option that is given twice, the last counts. */
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

  const drawn = Date.now() % 9;
  const [first, second] = [1 + Math.floor(drawn / 3), 4 + (drawn % 3)];

  it(`killed in epoch ${first + 1}, interrupted in epoch ${second + 1} and gone on with, ends with the same bytes`, async () => {
    const whole = start(long('whole'));
    expect((await ended(whole)).code).toBe(ExitCode.ok);
    const killed = start(long('b', '--checkpoint-minutes', '0'));
    stopAfter(killed, `epoch ${first} `, 'SIGKILL');
    expect((await ended(killed)).code).toBeNull();
    const interrupted = start(['train', '--resume', '--out', folder('b')]);
    stopAfter(interrupted, `epoch ${second} `, 'SIGINT');
    const { code, log } = await ended(interrupted);
    expect(code).toBe(ExitCode.interrupted);
    expect(log).toContain('go on with: fewgood train --resume');
    const last = await run(['train', '--resume', '--out', folder('b')]);
    expect(last.code).toBe(ExitCode.ok);
    expect(await filesOf('b')).toEqual(await filesOf('whole'));
  });
});

/** A training of 8 epochs with transformers and batch statistics: each step moves all there is. */
function long(out: string, ...options: string[]): string[] {
  const thesis = ['--preset', 'thesis', '--transformer', 'rotation_scale', '--lr', '0.01'];
  return words(out, ...thesis, '--epochs', '8', ...options);
}

/** Sends a signal once the program has written a text. */
function stopAfter(child: ChildProcess, text: string, signal: NodeJS.Signals): void {
  child.stderr?.on('data', (chunk: Buffer) => {
    if (chunk.includes(text)) child.kill(signal);
  });
}

describe('fewgood train, told what to do,', () => {
  it('takes settings of a file, and options over them', async () => {
    const config = folder('settings.json');
    const content = { loss: 'one-sided', rates: { heads: 0.5 }, batch: 8, microBatches: 2 };
    await writeFile(config, JSON.stringify(content));
    const options = ['--batch', '4', '--epochs', '1', '--config', config];
    const dry = await run(words('c', ...options, '--dry-run'));
    expect(dry.code).toBe(ExitCode.ok);
    expect(dry.log).toContain('2 steps of 4 pairs in 2 micro-batches');
    expect(dry.log).toMatch(/memory: about \d+ MiB\ntime: about 0:\d\d /);
    expect((await run(words('c', ...options))).code).toBe(ExitCode.ok);
    const { settings } = JSON.parse(await readFile(folder('c', 'run.json'), 'utf8'));
    const rates = { backbone: 1e-3, heads: 0.5 };
    expect(settings).toMatchObject({ loss: 'one-sided', rates, batch: 4, microBatches: 2 });
    await writeFile(config, '{"los": "one-sided"}');
    const refused = await run(words('e', '--config', config, '--dry-run'));
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
});

describe('fewgood train does not', () => {
  it('train into a folder that holds a training, nor go on with other pictures', async () => {
    const again = await run(words('a'));
    expect(again.code).toBe(ExitCode.usage);
    expect(again.log).toContain('--resume');
    const file = folder('a', 'run.json');
    const head = await readFile(file, 'utf8');
    await writeFile(file, head.replaceAll('2x4@5', '2x4@6'));
    const other = await run(['train', '--resume', '--out', folder('a')]);
    expect(other.code).toBe(ExitCode.fault);
    expect(other.log).toContain('other pictures');
    await writeFile(file, head.slice(0, -20));
    const cut = await run(['train', '--resume', '--out', folder('a')]);
    await writeFile(file, head);
    expect(cut.code).toBe(ExitCode.fault);
    expect(cut.log).toMatch(/run\.json is damaged/);
  });

  it.each([
    ['--lr', '0.1'],
    ['--preset', 'thesis'],
    ['--memory-limit', '4096'],
    ['--dry-run'],
    ['--start', 'none'],
  ])('go on with %s %s as if it had been so from the start', async (...changed) => {
    const { code, log } = await run(['train', '--resume', ...changed, '--out', folder('a')]);
    expect(code).toBe(ExitCode.usage);
    expect(log).toContain(`"${changed[0]}": a run keeps its pictures and settings`);
  });

  it('go on with a log that lacks a step', async () => {
    const file = folder('a', 'log.jsonl');
    const log = await readFile(file, 'utf8');
    await writeFile(file, log.slice(log.indexOf('\n') + 1));
    const refused = await run(['train', '--resume', '--out', folder('a')]);
    await writeFile(file, log);
    expect(refused.code).toBe(ExitCode.fault);
    expect(refused.log).toMatch(/log\.jsonl is damaged: expected a line for each of 8 steps/);
  });

  it('begin what does not fit into the memory it may have', async () => {
    const { code, log } = await run(words('d', '--memory-limit', '64'));
    expect(code).toBe(ExitCode.fault);
    expect(log).toMatch(
      /train on 8 pictures of 32 × 32: it needs \d+ MiB: expected at most 64 MiB/,
    );
    expect(existsSync(folder('d'))).toBe(false);
  });
});
