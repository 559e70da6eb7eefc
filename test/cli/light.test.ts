import { writeFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { ExitCode } from '../../src/cli/command.ts';
import { type RgbImage, rgbImage } from '../../src/image/rgb-image.ts';
import { loadPart } from '../../src/node/inspection/part-store.ts';
import { drawParts, smallModel, smallOptions, writePictures } from '../helpers/small-part.ts';
import { run, type Run, useFolder } from './harness.ts';

const folder = useFolder();
let good: string[];
let dim: string[];
let flat: string;
beforeAll(async () => {
  good = await writePictures(folder('good'), drawParts({ count: 4 }));
  const [{ image }] = drawParts({ seed: 7, count: 1 });
  dim = await writePictures(folder('dim'), [{ name: 'dim.png', image: dimmed(image) }]);
  const background = rgbImage(new Uint8Array(48 * 48 * 3).fill(180), 48, 48);
  [flat] = await writePictures(folder('flat'), [{ name: 'flat.png', image: background }]);
  await writeFile(folder('small.onnx'), smallModel());
});

/** A third of the light. */
function dimmed(image: RgbImage): RgbImage {
  return { ...image, data: image.data.map((level) => level / 3) };
}

async function enroll(part: string, ...options: string[]): Promise<Run> {
  const model = ['--model', folder('small.onnx'), ...smallOptions];
  return run(['enroll', folder(part), ...good, ...model, ...options]);
}

function inspect(part: string): Promise<Run> {
  return run(['inspect', folder(part), ...dim, '--model', folder('small.onnx')]);
}

describe('fewgood enroll --light', () => {
  it('lets a part in a third of the light pass, which is not judged without', async () => {
    await enroll('plain.part');
    expect((await inspect('plain.part')).code).toBe(ExitCode.fault);
    const { code } = await enroll('forgiving.part', '--light', 'grey-world');
    expect(code).toBe(ExitCode.ok);
    expect((await inspect('forgiving.part')).code).toBe(ExitCode.ok);
  });

  it('shows what it does: in words, part info and JSON', async () => {
    const { out } = await enroll('shown.part', '--light', 'even', '--flat', flat);
    const words = /divided by a flat field, then even, to a mean colour of \d+, \d+, \d+$/;
    expect(out.find((line) => line.startsWith('light: '))).toMatch(words);
    const { light } = await loadPart(folder('shown.part'));
    expect(light).toMatchObject({ change: { method: 'even' }, flat: { width: 64, height: 64 } });
    const info = await run(['part', 'info', folder('shown.part')]);
    expect(info.out.find((line) => line.startsWith('light '))).toMatch(words);
    const json = await run(['part', 'info', folder('shown.part'), '--json']);
    expect(JSON.parse(json.out[0])).toMatchObject({
      light: { change: light?.change, flat: { width: 64, height: 64 } },
    });
  });

  it.each([
    [['--light', 'candle'], 'expected one of none, grey-world, even, invariant'],
    [['--light', 'invariant', '--peaks', '620,540'], 'Options: --peaks'],
    [['--light', 'even', '--peaks', '620,540,470'], 'Options: --peaks'],
  ])('refuses %j', async (options, fault) => {
    const { code, log } = await enroll('refused.part', ...options);
    expect(code).toBe(ExitCode.usage);
    expect(log).toContain(fault);
  });
});
