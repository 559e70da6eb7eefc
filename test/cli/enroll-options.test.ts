/** What is said of options that do not go with the models. */
import { writeFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { ExitCode } from '../../src/cli/command.ts';
import { importOnnx } from '../../src/features/model-import.ts';
import { drawParts, smallModel, writePictures } from '../helpers/small-part.ts';
import { run, type Run, useFolder } from './harness.ts';

const folder = useFolder();
let good: string[];
beforeAll(async () => {
  good = await writePictures(folder('good'), drawParts({ count: 2 }));
  await writeFile(folder('small.onnx'), smallModel());
});

async function enroll(part: string, ...options: string[]): Promise<Run> {
  return run(['enroll', part, ...options]);
}

describe('fewgood enroll', () => {
  it('names the preset that brings a setting which the model does not take', async () => {
    const about = { name: 'fourteen', licence: 'CC0-1.0', provenance: 'random' };
    const preprocessing = { size: 112, sizeMultiple: 14 };
    await writeFile(folder('14.onnx'), importOnnx(smallModel(), { ...about, preprocessing }));
    const argv = ['--model', folder('14.onnx'), '--preset', 'accurate'];
    const { code, log } = await enroll(folder('no.part'), ...good, ...argv);
    expect(code).toBe(ExitCode.usage);
    expect(log).toMatch(/size = 320: expected a multiple of 14.* \(of --preset accurate\)/);
    expect(log).toContain('Options: --preset, --size');
    const own = await enroll(folder('no.part'), ...good, ...argv, '--size', '320');
    expect(own.log).not.toContain('preset');
  });

  it('sees pictures in tiles, which the part tells, and inspects so', async () => {
    const path = folder('tiled.part');
    const model = ['--model', folder('small.onnx')];
    const options = [...model, '--tiles', '2x2', '--pose', 'fixed', '--augment', 'none'];
    const { code, out } = await enroll(path, ...good, ...options);
    expect(code).toBe(ExitCode.ok);
    expect(out).toContain('size: 96 pixels, 2 × 2 tiles of 64');
    const info = await run(['part', 'info', path]);
    expect(info.out).toContain('input      96×96 px, 2 × 2 tiles of 64, stretch');
    const judged = await run(['inspect', path, ...good, ...model, '--json']);
    expect(judged.code).toBe(ExitCode.ok);
    const refused = await enroll(folder('no.part'), ...good, ...model, '--tiles', '3x2');
    expect(refused.log).toContain('Cannot use --tiles "3x2": expected as many columns as rows');
    const wide = [...options, '--tile-overlap', '20'];
    const uneven = await enroll(folder('no.part'), ...good, ...wide);
    expect(uneven.code).toBe(ExitCode.usage);
    expect(uneven.log).toContain('tileOverlap = 20: expected a multiple of');
    expect(uneven.log).toContain('Options: --tile-overlap');
  });

  it('names the option of models of which one comes twice, or has no name', async () => {
    const twice = `${folder('small.onnx')},${folder('small.onnx')}`;
    const { log } = await enroll(folder('no.part'), ...good, '--model', twice);
    expect(log).toContain('Options: --model');
    const blank = await enroll(folder('no.part'), ...good, '--model', 'resnet18,');
    expect(blank.log).toContain('a name in it is empty');
  });
});
