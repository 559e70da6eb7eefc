import { spawn } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { commands } from '../../src/cli/commands.ts';
import { ended, nodeArguments, ROOT } from './harness.ts';

/** Runs at the end of the program: tells the modules of CommonJS and the native libraries that it holds. */
const TELL = `
  import { createRequire } from 'node:module';
  process.on('exit', () => {
    const { cache } = createRequire(${JSON.stringify(import.meta.url)});
    const files = [...Object.keys(cache), ...process.report.getReport().sharedObjects];
    process.stderr.write('loaded ' + JSON.stringify(files));
  });`;

/** Packages with native libraries that a run of the program has loaded. */
async function loadedBy(...words: string[]): Promise<string[]> {
  const preload = ['--import', `data:text/javascript,${encodeURIComponent(TELL)}`];
  const argv = [...preload, ...nodeArguments('src/cli/main.ts', words)];
  const child = spawn(process.execPath, argv, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
  const { log } = await ended(child);
  const [, list] = log.split('loaded ');
  const files: unknown = JSON.parse(list ?? '');
  return ['onnxruntime', 'sharp', 'vips'].filter((name) => String(files).includes(name));
}

describe('the program', () => {
  it('loads ONNX Runtime and sharp to inspect', async () => {
    expect(await loadedBy('inspect', 'no.part', 'package.json')).toEqual([
      'onnxruntime',
      'sharp',
      'vips',
    ]);
  });

  it.each([
    '--help',
    '--version',
    'part',
    'frob',
    'inspect --frob',
    ...commands.map(({ name }) => `${name} --help`),
  ])('loads neither for `%s`', async (words) => {
    expect(await loadedBy(...words.split(' '))).toEqual([]);
  });
});
