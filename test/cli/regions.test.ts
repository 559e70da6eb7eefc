import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ExitCode } from '../../src/cli/command.ts';
import { readImage } from '../../src/node/image/image-decoder.ts';
import { loadPart } from '../../src/node/inspection/part-store.ts';
import { writePictures } from '../helpers/small-part.ts';
import { useGoodPictures } from './good-pictures.ts';
import { run, type Run } from './harness.ts';

const { folder, bad, enrol } = useGoodPictures();

async function inspect(part: string, ...options: string[]): Promise<Run> {
  return run(['inspect', folder(part), ...bad, '--model', folder('small.onnx'), ...options]);
}

describe('fewgood enroll --region', () => {
  it('lets a defect pass where nobody looks, which fails without', async () => {
    await enrol('whole.part');
    expect((await inspect('whole.part')).code).toBe(ExitCode.anomalous);
    // The stripes cover the upper left quarter.
    const { out } = await enrol('some.part', '--ignore-region', '0,0,50%,50%');
    expect(out).toContain('looks at: not 0,0 48,0 48,48 0,48 px');
    expect((await inspect('some.part')).code).toBe(ExitCode.ok);
  });

  it('shows where it looks: in part info, JSON, overlay and report', async () => {
    const shapes = ['--region', '0.1,0.1,0.8,0.8', '--ignore-region', '0.5,0.5 0.9,0.5 0.9,0.9'];
    const { out } = await enrol('shown.part', ...shapes, '--json');
    const { lookArea } = await loadPart(folder('shown.part'));
    expect(JSON.parse(out[0])).toMatchObject({
      lookArea: { include: lookArea?.include, mask: null },
    });
    const info = await run(['part', 'info', folder('shown.part')]);
    expect(info.out).toContain('looks at   9.6,9.6 86.4,9.6 86.4,86.4 9.6,86.4 px');
    expect(info.out).toContain('looks at   not 48,48 86.4,48 86.4,86.4 px');
    const json = await run(['part', 'info', folder('shown.part'), '--json']);
    expect(JSON.parse(json.out[0])).toHaveProperty('lookArea');

    const outputs = ['--overlays', folder('overlays'), '--report', folder('report.html')];
    const { out: records } = await inspect('shown.part', ...outputs, '--json');
    const { overlay } = z.object({ overlay: z.string() }).parse(JSON.parse(records[0]));
    const { data } = await readImage(overlay);
    const picture = await readImage(bad[0]);
    // The upper right corner, which has no stripes, is hatched: no pixel of it is as it was.
    const corner = Array.from({ length: 8 }, (_, x) => [
      data[3 * (95 - x)],
      picture.data[3 * (95 - x)],
    ]);
    expect(corner.every(([shown, was]) => shown !== was)).toBe(true);
    expect(await readFile(folder('report.html'), 'utf8')).toContain(
      'a shape of it, without 1 shape',
    );
  });

  it('takes a mask, white where to look', async () => {
    const data = new Uint8Array(96 * 96 * 3).fill(255);
    for (let y = 0; y < 48; y++) data.fill(0, y * 96 * 3, (y * 96 + 48) * 3);
    const [mask] = await writePictures(folder('masks'), [
      { name: 'mask.png', image: { data, width: 96, height: 96 } },
    ]);
    await enrol('masked.part', '--mask', mask);
    expect((await inspect('masked.part')).code).toBe(ExitCode.ok);
  });

  it.each([
    ['--region', '0,0,500,50'],
    ['--ignore-region', 'left'],
  ])('refuses %s %s with what it expects', async (option, text) => {
    const { code, log } = await enrol('refused.part', option, text);
    expect(code).toBe(ExitCode.usage);
    expect(log).toContain(`Cannot use ${option} "${text}": expected`);
    expect(log).toContain(`Options: ${option}`);
  });
});
