import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { ExitCode } from '../../src/cli/command.ts';
import { recordSchema } from '../../src/inspection/inspection-record.ts';
import { savePart } from '../../src/node/inspection/part-store.ts';
import { type HostileFile, makeHostileFiles } from '../helpers/hostile-files.ts';
import { smallModel, smallPart } from '../helpers/small-part.ts';
import { run, type Run, useFolder } from './harness.ts';

const folder = useFolder();
let files: readonly HostileFile[];
let first: Run;
beforeAll(async () => {
  await mkdir(folder('tray'));
  files = await makeHostileFiles(folder('tray'));
  await writeFile(folder('small.onnx'), smallModel());
  await savePart(folder('washer.part'), await smallPart());
  first = await inspect('--report', folder('r.html'), '--overlays', folder('overlays'));
});

function inspect(...options: string[]): Promise<Run> {
  const argv = ['inspect', folder('washer.part'), folder('tray'), '--json', ...options];
  return run([...argv, '--model', folder('small.onnx')]);
}

describe('fewgood inspect, on a tray of hostile files', () => {
  it('names each of more than 40 files once, and judges the good ones', () => {
    const records = first.out.map((line) => recordSchema.parse(JSON.parse(line)));
    const outcomes = records.map((r) => `${r.path}: ${'error' in r ? 'error' : 'good'}`);
    expect(files.length).toBeGreaterThan(40);
    expect(outcomes.toSorted()).toEqual(files.map((f) => `${f.path}: ${f.expect}`).toSorted());
    expect(first.code).toBe(ExitCode.fault);
  });

  it('says what is wrong with each bad one, and what to do', () => {
    for (const line of first.out) {
      const record = recordSchema.parse(JSON.parse(line));
      if (!('error' in record)) continue;
      expect(record.error.code).toBe('IMAGE_UNREADABLE');
      expect(record.error.message).toMatch(/^Cannot read the picture [^\n]+$/);
      expect(record.error.remedy).toMatch(/^[A-Z][^\n]*\.$/);
    }
  });

  it('writes an overlay of each good one, and a whole report', async () => {
    const good = files.filter((file) => file.expect === 'good');
    const overlays = (await readdir(folder('overlays'))).filter((name) => name.endsWith('.png'));
    expect(overlays).toHaveLength(good.length);
    const html = await readFile(folder('r.html'), 'utf8');
    expect(html.match(/<article/g) ?? []).toHaveLength(files.length);
    expect(html.trimEnd()).toMatch(/<\/html>$/);
  });
});
