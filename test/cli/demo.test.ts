import { readdir, readFile, writeFile } from 'node:fs/promises';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { ExitCode } from '../../src/cli/command.ts';
import { PACKAGED_MODEL } from '../../src/node/runtime/model-lookup.ts';
import { loadPart } from '../../src/node/inspection/part-store.ts';
import { defectKinds } from '../../src/synthetic/index.ts';
import { smallModel } from '../helpers/small-part.ts';
import { run, type Run, useFolder } from './harness.ts';

const folder = useFolder();
beforeAll(() => writeFile(folder('small.onnx'), smallModel()));
afterEach(() => vi.unstubAllEnvs());

function demo(out: string, ...options: string[]): Promise<Run> {
  const argv = ['demo', '--out', folder(out), '--size', '64', '--model', folder('small.onnx')];
  return run([...argv, ...options]);
}

describe('fewgood demo', () => {
  it('draws parts, learns one, inspects a mixed tray and names the report', async () => {
    const { code, out, log } = await demo('one', '--part', 'gear', '--shots', '2');
    expect(code).toBe(ExitCode.ok);
    expect(log).toContain('drawing 2 good gear parts');
    expect(await readdir(folder('one', 'good'))).toEqual([
      'gear-000-good.png',
      'gear-001-good.png',
    ]);
    const tray = await readdir(folder('one', 'tray'));
    expect(tray).toHaveLength(defectKinds.length + 9);
    for (const defect of defectKinds) expect(tray.join()).toContain(`-${defect}.png`);
    expect(out.slice(0, -1)).toHaveLength(tray.length);
    expect(out.at(-1)).toBe(`report: ${folder('one', 'report.html')}`);
    expect((await loadPart(folder('one', 'gear.part'))).support).toHaveLength(2);
    const html = await readFile(folder('one', 'report.html'), 'utf8');
    for (const name of tray) expect(html).toContain(name);
  });

  it('opens the report, or says that it cannot after it has written it', async () => {
    vi.stubEnv('PATH', folder('nothing'));
    const { code, out, log } = await demo('opened', '--shots', '1', '--open');
    expect([code, out.at(-1)]).toEqual([ExitCode.fault, `report: ${folder('opened/report.html')}`]);
    expect(log).toContain(`Cannot open ${folder('opened/report.html')}: `);
  });

  it.each<[string, string[], RegExp]>([
    ['an unknown part', ['--part', 'spoon'], /spoon/],
    ['no shots', ['--shots', '0'], /--shots "0": expected a whole number of at least 1/],
    ['a tiny size', ['--size', '8'], /--size "8": expected a whole number of at least 32/],
    ['a name behind it', ['washer'], /Cannot use "washer"/],
  ])('refuses %s, and draws nothing', async (_, options, message) => {
    const { code, log } = await demo('refused', ...options);
    expect(log).toMatch(message);
    expect(code).toBe(ExitCode.usage);
    await expect(readdir(folder('refused'))).rejects.toThrow('ENOENT');
  });

  it('stops when it is interrupted, with a report of what was judged', async () => {
    const stop = new AbortController();
    const argv = ['demo', '--out', folder('two'), '--size', '48', '--shots', '2'];
    const { code, log } = await run([...argv, '--model', folder('small.onnx')], {
      signal: stop.signal,
      onLine: () => stop.abort(),
    });
    expect([code, log]).toEqual([130, expect.stringContaining('after 1 of 18 pictures')]);
    const names = ['bracket.part', 'good', 'report.html', 'tray'];
    expect((await readdir(folder('two'))).toSorted()).toEqual(names);
    const html = await readFile(folder('two', 'report.html'), 'utf8');
    expect(html.match(/<article/g)).toHaveLength(1);
    expect(html).toMatch(/<\/html>\s*$/);
  });
});

describe('fewgood demo as a new user runs it', () => {
  // Every angle of four pictures takes a minute on a machine that others use as well.
  it(
    'passes all good parts and fails all defects, with the packaged model',
    { timeout: 300_000 },
    async () => {
      const { code, out } = await run([
        'demo',
        '--out',
        folder('packaged'),
        '--model',
        PACKAGED_MODEL,
      ]);
      expect(code).toBe(ExitCode.ok);
      const verdicts = out.slice(0, -1);
      expect(verdicts.filter((line) => /^pass\b.*-good\.png/.test(line))).toHaveLength(9);
      expect(verdicts.filter((line) => line.startsWith('fail'))).toHaveLength(defectKinds.length);
      expect(verdicts).toHaveLength(9 + defectKinds.length);
    },
  );
});
