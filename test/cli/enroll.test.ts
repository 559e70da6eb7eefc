import { readdir, readFile, writeFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ExitCode } from '../../src/cli/command.ts';
import { DEFAULT_SETTINGS } from '../../src/inspection/settings.ts';
import { loadPart } from '../../src/node/inspection/part-store.ts';
import { drawParts, smallModel, smallOptions, writePictures } from '../helpers/small-part.ts';
import { run, type Run, useFolder } from './harness.ts';

const folder = useFolder();
let good: string[];
beforeAll(async () => {
  good = await writePictures(folder('good'), drawParts({ count: 5 }));
  await writeFile(folder('small.onnx'), smallModel());
});

/** Names of the pictures that --seed draws two of. */
async function drawn(seed: string): Promise<string[]> {
  const path = folder(`seed-${seed}.part`);
  await enroll(path, folder('good'), '--shots', '2', '--seed', seed, '--force');
  return (await loadPart(path)).support.map(({ name }) => name);
}

/** Enrols with the small model; all augmentations are off unless `options` turn them on. */
async function enroll(part: string, ...options: string[]): Promise<Run> {
  return run(['enroll', part, '--model', folder('small.onnx'), ...smallOptions, ...options]);
}

describe('fewgood enroll of a doubtful support set', () => {
  it('warns of a picture that is unlike the others, also in JSON, and learns all the same', async () => {
    const [{ image }] = drawParts({ seed: 3, count: 1 });
    const dark = { ...image, data: image.data.map((channel) => channel * 0.2) };
    const [path] = await writePictures(folder('dark'), [{ name: 'dark.png', image: dark }]);
    const { code, log } = await enroll(folder('dark.part'), ...good, path);
    expect(code).toBe(ExitCode.ok);
    expect(log).toMatch(
      /^warning: dark\.png is unlike the other good pictures: it is .*\. Take it/m,
    );
    const { out } = await enroll(folder('dark.part'), ...good, path, '--force', '--json');
    expect(JSON.parse(out[0])).toMatchObject({
      warnings: [
        { code: 'checks-off' },
        { code: 'unlike-others', facts: { picture: 'dark.png', reason: 'too-dark' } },
      ],
    });
  });
});

describe('a part that checks less', () => {
  it('is warned of when it is learned, shown and used', async () => {
    const { log } = await enroll(folder('unchecked.part'), ...good.slice(0, 2));
    const unchecked = 'not checked: whether the part is there (presence none)';
    expect(log).toContain(`warning: ${unchecked}`);
    const info = await run(['part', 'info', folder('unchecked.part')]);
    expect(info.out).toContainEqual(expect.stringContaining('presence   not checked'));
    const argv = ['inspect', folder('unchecked.part'), good[0], '--model', folder('small.onnx')];
    expect((await run(argv)).log).toContain(`warning: ${unchecked}`);
  });
});

describe('fewgood enroll', () => {
  it('learns a part and says what its threshold is worth', async () => {
    const { code, out, log } = await enroll(folder('a.part'), ...good.slice(0, 4));
    expect(code).toBe(ExitCode.ok);
    expect(out[0]).toMatch(/a\.part: learned from 4 pictures, bank layer2\+layer3 \d+×48$/);
    expect(out[1]).toMatch(
      /^threshold [\d.]+: Provisional\. .* below 53 %, from 4 good pictures\.$/,
    );
    expect(log).toMatch(/^memory needed: \d+ MiB/m);
    const { support, settings, model, banks } = await loadPart(folder('a.part'));
    expect(support.map(({ name }) => name)).toEqual(good.slice(0, 4).map(nameOf));
    expect(settings).toMatchObject({ pose: 'fixed', augment: [], size: 64 });
    expect(model.name).toBe('small');
    expect(banks[0].bank.rows).toBeGreaterThan(4);
  });

  it('writes the same bytes when it is done again', async () => {
    await enroll(folder('b.part'), folder('good'));
    await enroll(folder('c.part'), folder('good'));
    expect(await readFile(folder('b.part'))).toEqual(await readFile(folder('c.part')));
  });

  it('draws --shots by --seed, in the order of the names', async () => {
    const sets = await Promise.all(['0', '1', '2', '3'].map(drawn));
    for (const set of sets) expect(set).toEqual(set.toSorted());
    expect(new Set(sets.map(String)).size).toBeGreaterThan(1);
    expect(await drawn('2')).toEqual(sets[2]);
  });

  it('prints one JSON object with --json, which holds all settings', async () => {
    const { out } = await enroll(folder('json.part'), folder('good'), '--json', '--seed', '7');
    expect(out).toHaveLength(1);
    const { part, support, settings, calibration } = z
      .looseObject({
        part: z.string(),
        support: z.array(z.string()),
        settings: z.record(z.string(), z.unknown()),
        calibration: z.looseObject({ provisional: z.literal(true), confirmed: z.literal(0) }),
      })
      .parse(JSON.parse(out[0]));
    expect(part).toBe(folder('json.part'));
    expect(support).toEqual(good.map(nameOf));
    expect(Object.keys(settings).toSorted()).toEqual(
      [...Object.keys(DEFAULT_SETTINGS), 'levels', 'size'].toSorted(),
    );
    expect(settings['seed']).toBe(7);
    expect(calibration['threshold']).toBeGreaterThan(0);
  });

  it('refuses a file that exists, and replaces it with --force', async () => {
    await writeFile(folder('old.part'), 'FEWGOOD\nold');
    const refused = await enroll(folder('old.part'), ...good);
    expect(refused.code).toBe(ExitCode.usage);
    expect(refused.log).toMatch(/it exists: expected a new file\n.*--force/);
    expect(await readFile(folder('old.part'), 'utf8')).toBe('FEWGOOD\nold');
    expect((await enroll(folder('old.part'), ...good, '--force')).code).toBe(ExitCode.ok);
    expect((await loadPart(folder('old.part'))).support).toHaveLength(5);
  });

  it('counts a picture that is named twice once, and says that one backs no threshold', async () => {
    const { out } = await enroll(folder('one.part'), good[0], good[0]);
    expect(out[0]).toContain('learned from 1 picture,');
    expect(out[1]).toContain('No threshold.');
  });
});

describe('fewgood enroll, settings', () => {
  it('come from its options', async () => {
    const options =
      `--size 96 --fit letterbox --pose 0,90 --draws 3 --augment rotation,flip-vertical
      --levels layer1,layer3 --sigma 2 --fusion mean --metric cosine --score top-mean
      --sampling-ratio 0.5 --bank-ceiling 500 --score-neighbours 5
      --coreset global --level-scale none --neighbourhood 1 --storage float16
      --target-false-reject 0.2`.split(/\s+/);
    await enroll(folder('set.part'), good[0], good[1], ...options);
    const { settings, banks, calibration } = await loadPart(folder('set.part'));
    expect(settings).toEqual({
      ...DEFAULT_SETTINGS,
      size: 96,
      enlarge: 'none',
      fit: 'letterbox',
      pose: [0, 90],
      augment: ['rotation', 'flip-vertical'],
      draws: 3,
      levels: ['layer1', 'layer3'],
      neighbourhood: 1,
      fusion: 'mean',
      metric: 'cosine',
      score: 'top-mean',
      samplingRatio: 0.5,
      bankCeiling: 500,
      coreset: 'global',
      retrieve: 'all',
      reverse: 0,
      presence: 'none',
      sigma: 2,
      levelScale: 'none',
      scoreNeighbours: 5,
      storage: 'float16',
      seed: 0,
    });
    expect(banks.map(({ level }) => level)).toEqual(['layer1', 'layer3']);
    expect(calibration.targetFalseReject).toBe(0.2);
  });
});

describe('fewgood enroll, wrong options', () => {
  it.each<[string, string[], ExitCode, RegExp]>([
    ['too many shots', ['--shots', '9'], 2, /Cannot draw --shots 9 of 5 pictures: expected 1 to 5/],
    ['half a shot', ['--shots', '1.5'], 2, /--shots "1.5": expected a whole number of at least 1/],
    ['a size below all', ['--size', '8'], 2, /size = 8: expected an integer from 32 to 2048/],
    ['a seed below 0', ['--seed=-1'], 2, /seed = -1: expected an integer from 0 to 4294967295/],
    [
      'a share above 1',
      ['--sampling-ratio', '1.1'],
      2,
      /samplingRatio = 1.1: expected a number above 0/,
    ],
    ['a target of 1', ['--target-false-reject', '1'], 2, /targetFalseReject = 1: expected/],
    ['no thread', ['--threads', '0'], 2, /--threads "0": expected a whole number of at least 1/],
    [
      'no angle',
      ['--pose', ''],
      2,
      /--pose "": expected auto, fixed, small, right-angles, free, or 1 to 360 angles/,
    ],
    ['an unknown family', ['--augment', 'flop'], 2, /--augment "flop": expected some of grayscale/],
    ['an unknown level', ['--levels', 'layer9'], 1, /no level "layer9": expected one of layer1/],
    ['a level twice', ['--levels', 'layer2,layer2'], 2, /expected levels that differ/],
    [
      'an angle off the circle',
      ['--pose', '400'],
      2,
      /pose = \[400\]: expected a number from -360/,
    ],
    ['no level', ['--levels', ''], 2, /levels = \[\]: expected at least one level/],
    [
      'a low ceiling',
      ['--memory-limit', '1'],
      1,
      /needs \d+ MiB: expected at most 1 MiB\n.*\n.*--size/,
    ],
    ['a missing model', ['--model', 'no.onnx'], 1, /Cannot read no\.onnx: there is no such file/],
    ['another file as model', ['--model', 'README.md'], 1, /expected an ONNX model/],
  ])('refuse %s and write nothing', async (_, options, code, message) => {
    const before = await readdir(folder());
    const refused = await enroll(folder('refused.part'), folder('good'), ...options);
    expect(refused.log).toMatch(message);
    expect(refused.log).toMatch(/^[A-Z_]+: Cannot .*\n {2}[A-Z][^\n]*\.$/m);
    expect(refused.code).toBe(code);
    expect(refused.out).toEqual([]);
    expect(await readdir(folder())).toEqual(before);
  });
});

describe('fewgood enroll, pictures and files', () => {
  it('refuses a picture that cannot be read, and copies of one', async () => {
    await writeFile(folder('text.png'), 'text');
    await writeFile(folder('copy.png'), await readFile(good[0]));
    const text = await enroll(folder('no.part'), good[0], folder('text.png'));
    expect([text.code, text.log]).toEqual([
      1,
      expect.stringMatching(/text\.png: it is not a picture/),
    ]);
    const copy = await enroll(folder('no.part'), good[0], folder('copy.png'));
    expect([copy.code, copy.log]).toEqual([1, expect.stringContaining('has the same pixels as')]);
    const missing = await enroll(folder('no.part'), folder('nowhere.png'));
    expect([missing.code, missing.log]).toEqual([1, expect.stringContaining('nowhere.png: there')]);
    expect(await readdir(folder())).not.toContain('no.part');
  });

  it('finds out before the work that it could not write', async () => {
    const { code, log } = await enroll(folder('no', 'such.part'), ...good);
    expect(code).toBe(ExitCode.fault);
    expect(log).toMatch(/^FILE_FAULT: Cannot write .*such\.part: there is no such file or folder/);
    expect((await enroll(folder('good'), ...good, '--force')).log).toContain('it is a folder');
  });

  it('ends at its next step when it is interrupted, and leaves the old part', async () => {
    await writeFile(folder('kept.part'), 'FEWGOOD\nold');
    const argv = ['enroll', folder('kept.part'), folder('good'), '--force'];
    const { code, log } = await run([...argv, '--model', folder('small.onnx')], {
      signal: AbortSignal.abort(),
    });
    expect([code, log]).toEqual([
      ExitCode.interrupted,
      expect.stringMatching(/CANCELLED: Cannot enrol: it was cancelled after 0 of 5 pictures/),
    ]);
    expect(await readFile(folder('kept.part'), 'utf8')).toBe('FEWGOOD\nold');
  });
});

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
