import { readFile, writeFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ExitCode } from '../../src/cli/command.ts';
import { decodePart } from '../../src/inspection/part-file.ts';
import { writeSafetensors } from '../../src/weights/safetensors.ts';
import { readFixture } from '../helpers/fixture.ts';
import { drawParts, smallModel, writePictures } from '../helpers/small-part.ts';
import { vitArrays, vitState } from '../helpers/vit-state.ts';
import { run, useFolder } from './harness.ts';

const folder = useFolder();
let picture: string;
beforeAll(async () => {
  await writeFile(folder('small.onnx'), smallModel());
  [picture] = await writePictures(folder('good'), drawParts());
});

describe('fewgood model import', () => {
  it('keeps sizes and defaults for parts, which a part then has', async () => {
    const out = folder('suited.onnx');
    const told = ['--size', '64', '--size-multiple', '16', '--default-metric', 'cosine'];
    const more = ['--default-neighbourhood', '1', '--default-pose', '90,180'];
    const argv = ['model', 'import', folder('small.onnx'), '--out', out, ...told, ...more];
    const imported = await run(argv);
    expect(imported.out[2]).toContain('RGB, 64 px or other multiples of 16, mean');
    expect(imported.out[3]).toBe('defaults    neighbourhood 1, metric cosine, pose 90,180');
    const enrolling = [
      'enroll',
      folder('suited.part'),
      picture,
      '--model',
      out,
      '--augment',
      'none',
    ];
    expect((await run([...enrolling, '--size', '70'])).log).toContain('such as 64 or 80');
    expect((await run([...enrolling, '--neighbourhood', '3'])).code).toBe(ExitCode.ok);
    const { settings } = decodePart(await readFile(folder('suited.part')), 'suited.part');
    expect(settings).toMatchObject({ metric: 'cosine', neighbourhood: 3, pose: [90, 180] });
  });

  it('takes a vision transformer, and says whose licence is likely', async () => {
    const [state, out] = [folder('vit.safetensors'), folder('vit.onnx')];
    const { arrays } = readFixture('nn/dinov3-small', z.object({ arrays: vitArrays }));
    await writeFile(state, writeSafetensors(vitState(3, arrays)));
    const argv = ['model', 'import', state, '--architecture', 'dinov3-small', '--out', out];
    const refused = await run([...argv, '--size', '100']);
    expect([refused.code, refused.log]).toEqual([
      ExitCode.usage,
      expect.stringContaining('expected a multiple of 16, such as 96 or 112'),
    ]);
    const { code, out: lines } = await run([...argv, '--size', '96']);
    expect([code, lines[2]]).toEqual([ExitCode.ok, expect.stringContaining('96 px only')]);
    expect(lines).toContain('licence     DINOv3 License, if they are as published');
  });
});
