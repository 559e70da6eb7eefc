import { readFile, writeFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { ExitCode } from '../../src/cli/command.ts';
import { readModelInfo } from '../../src/features/model-info.ts';
import { decodePart } from '../../src/inspection/part-file.ts';
import { drawParts, smallModel, writePictures } from '../helpers/small-part.ts';
import { run, useFolder } from './harness.ts';

const folder = useFolder();
let pictures: string[];
beforeAll(async () => {
  await writeFile(folder('small.onnx'), smallModel());
  pictures = await writePictures(folder('good'), drawParts());
});

describe('fewgood model quantize', () => {
  it('makes a model that parts can be learned and inspected with', async () => {
    const out = folder('quick.onnx');
    const argv = ['model', 'quantize', folder('small.onnx'), ...pictures, '--out', out];
    const made = await run([...argv, '--shots', '3', '--name', 'quick']);
    expect(made.code).toBe(ExitCode.ok);
    expect(made.out[0]).toBe('name        quick');
    const { levels, provenance } = readModelInfo(await readFile(out));
    expect(levels).toEqual(readModelInfo(smallModel()).levels);
    expect(provenance).toContain('ranges of 3 pictures');

    const part = folder('quick.part');
    const enrolling = ['enroll', part, ...pictures, '--model', out, '--augment', 'none'];
    expect((await run(enrolling)).code).toBe(ExitCode.ok);
    expect(decodePart(await readFile(part), 'quick.part').model.name).toBe('quick');
    const inspecting = ['inspect', part, pictures[0], '--model', out];
    expect((await run(inspecting)).code).toBe(ExitCode.ok);
  });

  it('replaces nothing without being told, and no picture that it reads', async () => {
    const argv = ['model', 'quantize', folder('small.onnx'), ...pictures, '--out'];
    const refused = await run([...argv, folder('small.onnx')]);
    expect(refused).toMatchObject({ code: ExitCode.usage });
    expect(refused.log).toContain('it exists: expected a new file');
    const kept = await run([...argv, pictures[0], '--force']);
    expect(kept).toMatchObject({ code: ExitCode.fault, out: [] });
    expect(kept.log).toContain('Cannot write');
  });

  it.each([
    [[], 'no model given'],
    [['small.onnx'], 'no pictures given'],
    [['small.onnx', 'good'], 'no --out file given'],
  ])('says what %j lacks', async (args, lack) => {
    const { code, log } = await run(['model', 'quantize', ...args]);
    expect(code).toBe(ExitCode.usage);
    expect(log).toContain(`Cannot quantize: ${lack}`);
  });
});

describe('fewgood enroll --preset fast', () => {
  it('takes the packaged model of integers, unless another is named', async () => {
    const quick = ['--preset', 'fast', '--augment', 'none', '--pose', 'fixed', '--size', '64'];
    const modelOf = async (name: string, ...more: string[]): Promise<string> => {
      const argv = ['enroll', folder(name), ...pictures, ...quick, ...more];
      expect((await run(argv)).code).toBe(ExitCode.ok);
      return decodePart(await readFile(folder(name)), name).model.name;
    };
    expect(await modelOf('fast.part')).toBe('fewgood ResNet-18, int8');
    expect(await modelOf('named.part', '--model', folder('small.onnx'))).toBe('small');
  });
});
