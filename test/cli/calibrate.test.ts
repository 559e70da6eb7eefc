import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { ExitCode } from '../../src/cli/command.ts';
import { loadPart, savePart } from '../../src/node/inspection/part-store.ts';
import { drawParts, smallModel, smallPart, writePictures } from '../helpers/small-part.ts';
import { run, type Run, useFolder } from './harness.ts';

const folder = useFolder();
const TARGET = ['--target-false-reject', '0.3'];
/** Good pictures that 0.3 needs: 1 − 0.05^(1/9) is below it. */
const NEEDED = 9;
let support: string[];
let confirmed: string[];
beforeAll(async () => {
  const pictures = drawParts();
  support = await writePictures(folder('support'), pictures);
  confirmed = await writePictures(folder('more'), drawParts({ seed: 3, count: NEEDED }));
  await writeFile(folder('small.onnx'), smallModel());
  await savePart(folder('learned.part'), await smallPart(pictures));
});

/** A part of its own for a test. */
async function freshPart(name: string): Promise<string> {
  await copyFile(folder('learned.part'), folder(name));
  return folder(name);
}

function calibrate(part: string, ...argv: string[]): Promise<Run> {
  return run(['calibrate', part, ...argv, '--model', folder('small.onnx')]);
}

describe('fewgood calibrate', () => {
  it('adds confirmed pictures and says how many more the target needs, until it holds', async () => {
    const part = await freshPart('a.part');
    const { code, out } = await calibrate(part, ...confirmed.slice(0, 6), ...TARGET);
    expect(code).toBe(ExitCode.ok);
    expect(out[0]).toBe(`${part}: 6 confirmed good pictures`);
    expect(out[1]).toMatch(/Provisional\. .* below 39 %, from 6 good pictures/);
    expect(out[2]).toMatch(/^3 more good pictures until the target of 30 % can hold/);
    // The target of before stays.
    const { out: then } = await calibrate(part, ...confirmed.slice(6));
    expect(then[1]).toMatch(/below 28 %/);
    const { calibration } = await loadPart(part);
    expect(calibration).toMatchObject({ provisional: false, pictures: 9, targetFalseReject: 0.3 });
    expect(calibration.morePicturesNeeded).toBe(0);
    expect(calibration.threshold).toBe(Math.max(...calibration.confirmed.map((c) => c.score)));
  });

  it('counts neither repeats nor support pictures, and names them', async () => {
    const part = await freshPart('b.part');
    const again = folder('the same pixels.png');
    await copyFile(confirmed[0], again);
    const { out, log } = await calibrate(part, confirmed[0], support[1], again);
    expect(out[0]).toBe(`${part}: 1 confirmed good picture`);
    expect(log.split('\n').map((line) => line.split(':')[0])).toEqual([
      basename(support[1]),
      basename(again),
    ]);
    expect((await calibrate(part, confirmed[0])).log).toContain(
      'already used to learn or to calibrate',
    );
    expect((await loadPart(part)).calibration.confirmed).toHaveLength(1);
  });

  it('changes the target alone, without a model', async () => {
    const part = await freshPart('d.part');
    const { out } = await run(['calibrate', part, '--target-false-reject', '0.01', '--json']);
    expect(JSON.parse(out[0])).toMatchObject({
      part,
      targetFalseReject: 0.01,
      provisional: true,
      confirmed: 0,
      pictures: 4,
      morePicturesNeeded: 299,
    });
    expect((await loadPart(part)).calibration.targetFalseReject).toBe(0.01);
  });

  it('gives the same file for the same pictures at the same time', async () => {
    const [one, other] = [await freshPart('e.part'), await freshPart('f.part')];
    vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2026, 10, 26, 12) });
    for (const part of [one, other]) await calibrate(part, folder('more'));
    vi.useRealTimers();
    const [{ date, origin }] = (await loadPart(one)).calibration.confirmed;
    expect([date, origin]).toEqual(['2026-11-26T12:00:00.000Z', confirmed[0]]);
    expect(await readFile(one)).toEqual(await readFile(other));
  });
});

describe('fewgood calibrate, faults', () => {
  it('leaves the part as it is when a picture cannot be read, or on an interrupt', async () => {
    const part = await freshPart('g.part');
    const before = await readFile(part);
    await writeFile(folder('text.png'), 'text');
    const bad = await calibrate(part, confirmed[0], folder('text.png'));
    expect([bad.code, bad.log]).toEqual([1, expect.stringContaining('text.png: it is not a pict')]);
    const argv = ['calibrate', part, ...confirmed, '--model', folder('small.onnx')];
    const stopped = await run(argv, { signal: AbortSignal.abort() });
    expect(stopped.code).toBe(ExitCode.interrupted);
    expect(stopped.log).toContain('cancelled after 1 of 9 pictures');
    expect(await readFile(part)).toEqual(before);
  });

  it.each<[string, string[], ExitCode, RegExp]>([
    ['no part', [], 2, /no part file given/],
    ['no pictures', ['PART'], 2, /no pictures given/],
    ['a target of 0', ['PART', 'a.png', '--target-false-reject', '0'], 2, /targetFalseReject = 0/],
    ['a removal of nothing', ['PART', '--remove'], 2, /Cannot remove a picture: none is given/],
    ['a reset with pictures', ['PART', 'a.png', '--reset'], 2, /Cannot reset a part with a\.png/],
    ['two tasks', ['PART', 'a', '--remove', '--reset'], 2, /--remove beside --reset/],
    ['a removal that accepts', ['PART', 'a', '--remove', '--accept'], 2, /beside --accept/],
    ['a missing part', ['no.part', 'a.png'], 1, /Cannot read no\.part: there is no such file/],
  ])('refuses %s', async (_, argv, code, message) => {
    const words = argv.map((word) => (word === 'PART' ? folder('learned.part') : word));
    const refused = await run(['calibrate', ...words]);
    expect([refused.code, refused.out]).toEqual([code, []]);
    expect(refused.log).toMatch(message);
  });
});
