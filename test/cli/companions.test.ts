/** A part of several models on the command line. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ExitCode } from '../../src/cli/command.ts';
import { recordSchema } from '../../src/inspection/inspection-record.ts';
import { loadPart } from '../../src/node/inspection/part-store.ts';
import {
  drawParts,
  otherModel,
  smallModel,
  smallOptions,
  striped,
  writePictures,
} from '../helpers/small-part.ts';
import { run, type Run, useFolder } from './harness.ts';

const folder = useFolder();
let [good, tray]: string[][] = [[], []];
let enrolled: Run;
beforeAll(async () => {
  await mkdir(folder('pulled'));
  vi.stubEnv('FEWGOOD_MODELS', folder('pulled'));
  await writeFile(folder('pulled', 'small.onnx'), smallModel());
  await writeFile(folder('pulled', 'other.onnx'), otherModel());
  good = await writePictures(folder('good'), drawParts({ count: 3 }));
  const [next] = drawParts({ seed: 2, count: 1 });
  const bad = { name: 'bad.png', image: striped(next.image) };
  tray = await writePictures(folder('tray'), [next, bad]);
  const argv = ['enroll', folder('both.part'), ...good, '--model', 'small,other', ...smallOptions];
  enrolled = await run([...argv, '--presence', 'none']);
});
afterAll(() => {
  vi.unstubAllEnvs();
});

describe('a part of several models', () => {
  it('is learned with each that --model names', async () => {
    expect(enrolled.code).toBe(ExitCode.ok);
    expect(enrolled.out[0]).toMatch(
      /bank layer2\+layer3 \d+×48 of small, layer1\+layer2 \d+×24 of other$/,
    );
    const { model, companions } = await loadPart(folder('both.part'));
    expect([model.name, ...companions.map((view) => view.model.name)]).toEqual(['small', 'other']);
  });

  it('is shown with all its models', async () => {
    const { out } = await run(['part', 'info', folder('both.part')]);
    expect(out.filter((line) => /^(model|input|bank)/.test(line))).toEqual([
      expect.stringMatching(/^model {6}small \(/),
      'input      64×64 px, stretch',
      expect.stringMatching(/^model {6}other \(/),
      'input      96×96 px, stretch',
      expect.stringMatching(/^bank .*layer2\+layer3 of small: .*, usual score [\d.]+$/),
      expect.stringMatching(/^bank .*layer1\+layer2 of other: .*, usual score [\d.]+$/),
    ]);
    const json = await run(['part', 'info', folder('both.part'), '--json']);
    const { scale, companions } = await loadPart(folder('both.part'));
    expect(JSON.parse(json.out[0])).toMatchObject({
      scale,
      companions: [
        { model: { name: 'other' }, scale: companions[0].scale, settings: { size: 96 } },
      ],
    });
  });
});

describe('fewgood with the models of a part', () => {
  it('finds them by their hashes, and says whose the hottest patch is', async () => {
    const { code, out } = await run(['inspect', folder('both.part'), ...tray, '--json']);
    expect(code).toBe(ExitCode.anomalous);
    const records = out.map((line) => recordSchema.parse(JSON.parse(line)));
    for (const record of records) {
      expect(record).toMatchObject({
        hottest: { model: expect.stringMatching(/^(small|other)$/) },
      });
    }
    expect(records.at(1)).toMatchObject({ verdict: 'fail' });
  });

  it('is inspected the same with models that are named, in any order', async () => {
    const scoresOf = async (...options: string[]): Promise<string[]> => {
      const { out } = await run(['inspect', folder('both.part'), ...tray, '--csv', ...options]);
      return out.map((line) => line.split(',').slice(0, 4).join());
    };
    const expected = await scoresOf();
    expect(expected).toHaveLength(3);
    expect(await scoresOf('--model', 'other,small')).toEqual(expected);
    expect(await scoresOf('--model', folder('pulled', 'other.onnx'))).toEqual(expected);
  });

  it('is calibrated by the joined score', async () => {
    const path = folder('calibrated.part');
    await writeFile(path, await readFile(folder('both.part')));
    expect((await run(['calibrate', path, tray[0]])).code).toBe(ExitCode.ok);
    const { calibration } = await loadPart(path);
    const { out } = await run(['inspect', path, tray[0], '--json']);
    expect(recordSchema.parse(JSON.parse(out[0]))).toMatchObject({
      score: calibration.confirmed[0].score,
    });
  });

  it('is refused without one of them, which is named', async () => {
    vi.stubEnv('FEWGOOD_MODELS', folder('nowhere'));
    const argv = ['inspect', folder('both.part'), ...tray];
    const { code, log } = await run([...argv, '--model', folder('pulled', 'small.onnx')]);
    vi.stubEnv('FEWGOOD_MODELS', folder('pulled'));
    expect(code).toBe(ExitCode.fault);
    expect(log).toMatch(/PART_UNUSABLE: .*: expected also other \([0-9a-f]{12}…\)/);
    expect(log).toContain('Options: --model');
  });
});
