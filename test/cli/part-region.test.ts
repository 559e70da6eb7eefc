import { readFile, writeFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { ExitCode } from '../../src/cli/command.ts';
import {
  drawParts,
  smallModel,
  smallOptions,
  striped,
  writePictures,
} from '../helpers/small-part.ts';
import { run, type Run, useFolder } from './harness.ts';

const folder = useFolder();
let bad: string[];
beforeAll(async () => {
  const [{ image }, ...good] = drawParts({ count: 6 });
  const paths = await writePictures(folder('good'), good.slice(0, 4));
  await writePictures(folder('more'), good.slice(4));
  bad = await writePictures(folder('bad'), [{ name: 'striped.png', image: striped(image) }]);
  await writeFile(folder('small.onnx'), smallModel());
  await run(['enroll', folder('a.part'), ...paths, ...MODEL(), ...smallOptions]);
  await run(['part', 'scale', folder('a.part'), '--scale', '4']);
});

const MODEL = (): string[] => ['--model', folder('small.onnx')];

async function region(...options: string[]): Promise<Run> {
  return run(['part', 'region', folder('a.part'), ...options, ...MODEL()]);
}

async function verdict(): Promise<ExitCode> {
  return (await run(['inspect', folder('a.part'), ...bad, ...MODEL()])).code;
}

describe('fewgood part region', () => {
  it.each([
    [[], 'nothing is said of where to look'],
    [['--none', '--ignore-region', '0,0,5,5'], '--none stands beside other options'],
    [['--ignore-region', 'left'], 'Cannot use --ignore-region "left"'],
  ])('refuses %j', async (options, words) => {
    const { code, log } = await region(...options);
    expect(code).toBe(ExitCode.usage);
    expect(log).toContain(words);
  });

  it('refuses what the part does not hold, says what does it, and leaves the part as it is', async () => {
    const before = await readFile(folder('a.part'));
    const { code, log } = await region('--region', '10%,10%,50%,50%');
    expect(code).toBe(ExitCode.fault);
    expect(log).toContain('a shape would be cut out of them');
    expect(log).toContain('Command: fewgood enroll');
    expect(await readFile(folder('a.part'))).toEqual(before);
  });

  it('lets a defect pass where nobody looks any more, and keeps the rest', async () => {
    expect(await verdict()).toBe(ExitCode.anomalous);
    // The stripes cover the upper left quarter.
    const { code, out } = await region('--ignore-region', '0,0,50%,50%');
    expect(code).toBe(ExitCode.ok);
    expect(out[0]).toContain('looks at: not 0,0 48,0 48,48 0,48 px');
    expect(await verdict()).toBe(ExitCode.ok);
    const info = await run(['part', 'info', folder('a.part')]);
    expect(info.out).toContain('sizes      4 px a mm in pictures of 96 × 96 px');
    // Shapes are added, and none is taken away.
    const more = await region('--ignore-region', '80,80,10,10', '--json');
    expect(JSON.parse(more.out[0])).toMatchObject({ dropped: 0, lookArea: { include: null } });
    expect((await region('--none')).log).toContain('it does not hold');
  });

  it('takes confirmed pictures back only where that is said', async () => {
    const path = folder('a.part');
    await run(['calibrate', path, folder('more'), '--accept', ...MODEL()]);
    const refused = await region('--ignore-region', '60,80,10,10');
    expect(refused.code).toBe(ExitCode.usage);
    expect(refused.log).toContain('confirmed: expected none');
    expect(refused.log).toContain('Options: --drop-confirmed');
    const { code, out } = await region('--ignore-region', '60,80,10,10', '--drop-confirmed');
    expect(code).toBe(ExitCode.ok);
    expect(out.join('\n')).toMatch(/taken back: \d confirmed picture/);
  });
});
