/** Outputs of evaluations that lie among the pictures which are evaluated. */
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { ExitCode } from '../../src/cli/command.ts';
import { encodeJpeg } from '../../src/node/image/image-encoder.ts';
import { readImage } from '../../src/node/image/image-decoder.ts';
import { writeCategory } from '../helpers/small-dataset.ts';
import { smallModel } from '../helpers/small-part.ts';
import { ended, run, type Run, start, useFolder } from './harness.ts';

const folder = useFolder();
beforeAll(async () => {
  await writeCategory(folder('data', 'washer'), { kind: 'washer' });
  await writeFile(folder('small.onnx'), smallModel());
});

function words(out: string): string[] {
  const options = ['--method', 'patchcore', '--shots', '1', '--seeds', '2', '--workers', '1'];
  return ['evaluate', folder('data'), '--model', folder('small.onnx'), '--out', out, ...options];
}

/** The table of `data check`, without what is told beside it. */
async function categories(): Promise<Run & { names: string[] }> {
  const checked = await run(['data', 'check', folder('data'), '--json']);
  const { counts }: { counts: { category: string }[] } = JSON.parse(checked.out[0]);
  return { ...checked, names: counts.map(({ category }) => category) };
}

describe('an evaluation whose folder lies inside its data', () => {
  it('is no category, to data check and to another evaluation, and goes on', async () => {
    const inside = folder('data', 'run');
    const first = await run(words(inside));
    expect([first.code, first.log]).toEqual([ExitCode.ok, expect.not.stringContaining('going on')]);
    expect(await readdir(folder('data', 'run', 'figures'))).not.toHaveLength(0);
    const checked = await categories();
    expect([checked.code, checked.names]).toEqual([ExitCode.ok, ['washer']]);
    expect(checked.log).toBe(`passed over, 1 output of fewgood's own: ${inside}/`);
    const cells = folder('data', 'run', 'cells');
    const [cell] = await readdir(cells);
    await rm(folder('data', 'run', 'cells', cell));
    const again = await run(words(inside));
    expect([again.code, again.out.at(-2)]).toEqual([ExitCode.ok, first.out.at(-2)]);
    expect(again.log).toContain('going on: 1 cells are done');
    const other = await run(words(folder('other')));
    expect(other.out.at(-2)).toBe(first.out.at(-2));
  });

  it('goes on after it was killed', async () => {
    const inside = folder('data', 'killed');
    const child = start(words(inside));
    child.stderr?.on('data', (text: Buffer) => {
      if (/seed 0/.test(String(text))) child.kill('SIGKILL');
    });
    await ended(child);
    const { code, log } = await run(words(inside));
    expect([code, log]).toEqual([ExitCode.ok, expect.stringContaining('going on: ')]);
  }, 60_000);

  it('is refused where other files lie', async () => {
    for (const out of [
      folder('data'),
      folder('data', 'washer'),
      folder('data', 'washer', 'test'),
    ]) {
      const before = await readdir(out);
      const { code, log } = await run(words(out));
      expect([code, log]).toEqual([ExitCode.usage, expect.stringContaining('RUN_FOLDER_UNUSABLE')]);
      expect(log).toMatch(/the folder of the data|holds other files, and lies among the data/);
      expect(await readdir(out)).toEqual(before);
    }
  });

  it('is held by one process at a time', async () => {
    await mkdir(folder('held'));
    await writeFile(folder('held', 'working.pid'), String(process.ppid));
    const { code, log } = await run(words(folder('held')));
    expect([code, log]).toEqual([
      ExitCode.usage,
      expect.stringContaining(`process ${process.ppid} is at work there`),
    ]);
  });
});

describe('fewgood data check', () => {
  it('knows pictures by their content, and names what it passes over', async () => {
    const test = folder('data', 'washer', 'test');
    const [good] = await readdir(folder(test.slice(folder().length + 1), 'good'));
    const path = `${test}/good/${good}`;
    await writeFile(`${test}/good/IMG0004`, await encodeJpeg(await readImage(path)));
    await rename(path, path.replace(/\.png$/, '.jfif'));
    await writeFile(`${test}/good/notes.txt`, 'hello');
    await mkdir(`${test}/@eaDir`);
    await writeFile(`${test}/@eaDir/1.png`, 'a thumbnail');
    const { out, code, log } = await run(['data', 'check', folder('data'), '--json']);
    expect(code).toBe(ExitCode.ok);
    expect(JSON.parse(out[0])).toMatchObject({
      problems: [{ kind: 'passed-over', path: 'washer/test/good/' }],
      counts: [{ category: 'washer', testGood: 4 }],
    });
    expect(log).toContain(`passed over, 1 file that is no picture: ${test}/good/notes.txt`);
    expect(log).toContain(`passed over, 1 hidden file or by-product: ${test}/@eaDir/`);
    const ignoring = await run(['data', 'check', folder('data'), '--ignore', 'IMG*', '--json']);
    expect(JSON.parse(ignoring.out[0])).toMatchObject({ counts: [{ testGood: 3 }] });
  });
});
