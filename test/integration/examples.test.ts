import { execFile } from 'node:child_process';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import ts from 'typescript';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { importStateDict } from '../../src/features/state-dict-import.ts';
import { readStateDict } from '../../src/weights/read-state-dict.ts';
import { encodeGrayPng } from '../../src/node/image/image-encoder.ts';
import { readImage } from '../../src/node/image/image-decoder.ts';
import { nodeArguments, ROOT, useFolder } from '../cli/harness.ts';
import { sharedPath } from '../helpers/shared-data.ts';
import { drawParts, smallModel, striped, writePictures } from '../helpers/small-part.ts';

const folder = useFolder();
beforeAll(() => writeFile(folder('small.onnx'), smallModel()));

/** Runs a TypeScript file, with the small model unless told otherwise; its output, line by line. */
async function runExample(
  file: string,
  argv: readonly string[],
  { cwd = ROOT, model = folder('small.onnx') } = {},
): Promise<string[]> {
  const env = {
    ...process.env,
    FEWGOOD_MODEL: model,
    TSX_TSCONFIG_PATH: join(ROOT, 'tsconfig.json'),
  };
  const { stdout } = await promisify(execFile)(process.execPath, nodeArguments(file, argv), {
    cwd,
    env,
  });
  return stdout.trimEnd().split('\n');
}

/** A drawn category as MVTec AD lays them out. */
async function drawCategory(root: string): Promise<void> {
  await writePictures(join(root, 'train', 'good'), drawParts({ count: 6 }));
  const tests = drawParts({ seed: 2, count: 4 });
  await writePictures(join(root, 'test', 'good'), tests.slice(0, 2));
  const bad = tests.slice(2).map(({ name, image }) => ({ name, image: striped(image) }));
  await writePictures(join(root, 'test', 'striped'), bad);
  await mkdir(join(root, 'ground_truth', 'striped'), { recursive: true });
  const mask = Uint8Array.from({ length: 96 * 96 }, (_, i) =>
    i % 96 < 48 && i < 48 * 96 ? 255 : 0,
  );
  for (const { name } of bad) {
    const path = join(root, 'ground_truth', 'striped', name.replace('.png', '_mask.png'));
    await writeFile(path, await encodeGrayPng(mask, 96, 96));
  }
}

describe('examples/inspect-folder.ts', () => {
  it('judges a folder by good pictures', async () => {
    await writePictures(folder('good'), drawParts());
    const [good] = drawParts({ seed: 2, count: 1 });
    const [first, second] = await writePictures(folder('tray'), [
      { name: 'a.png', image: good.image },
      { name: 'b.png', image: striped(good.image) },
    ]);
    await writeFile(folder('tray', 'c.png'), 'text');
    const argv = [folder('good'), folder('tray')];
    const [threshold, ...lines] = await runExample('examples/inspect-folder.ts', argv);
    expect(threshold).toMatch(/^threshold \d\.\d+, false rejects below 0\.53$/);
    expect(lines).toEqual([
      expect.stringMatching(/: pass, 0\.\d\d× the threshold$/),
      expect.stringMatching(/: fail, \d\.\d\d× the threshold, \d+ pixels at \d+,\d+$/),
      expect.stringContaining('c.png: Cannot read the picture'),
    ]);
    expect([lines[0].startsWith(first), lines[1].startsWith(second)]).toEqual([true, true]);
  });
});

const resultSchema = z.looseObject({
  shots: z.number(),
  runs: z.array(z.looseObject({ category: z.string(), seed: z.number(), imageAuroc: z.number() })),
});

describe('examples/few-shot-auroc.ts', () => {
  it('enrols and judges each seed of a category', async () => {
    await drawCategory(folder('washer'));
    const out = folder('auroc.json');
    const options = ['--shots', '4', '--seeds', '0,2', '--pose', 'fixed', '--out', out];
    const lines = await runExample('examples/few-shot-auroc.ts', [folder('washer'), ...options]);
    expect(lines[0]).toMatch(
      /^washer {2}seed 0 {2}image AUROC 1\.0000 {2}false rejects \d\/2 {2}esc/,
    );
    const { runs } = resultSchema.parse(JSON.parse(await readFile(out, 'utf8')));
    expect(runs).toMatchObject([
      { category: 'washer', seed: 0, imageAuroc: 1, good: 2, defective: 2 },
      { category: 'washer', seed: 2, imageAuroc: 1, good: 2, defective: 2 },
    ]);
  });

  const bottle = sharedPath('data/mvtec/bottle');
  const weights = sharedPath('weights/resnet18_tv_in1k_v1_conv1-layer3_bn_recalibrated.npz');
  it.skipIf(!bottle || !weights)(
    'tells broken bottles from whole ones (needs ../shared/data/mvtec/bottle and weights)',
    async () => {
      const few = ['train/good/000', 'train/good/100'];
      const tests = ['good/000', 'good/005', 'broken_large/000', 'broken_small/003'];
      for (const name of [...few, ...tests.map((test) => `test/${test}`)]) {
        await mkdir(folder('bottle', name, '..'), { recursive: true });
        await copyFile(join(bottle ?? '', `${name}.jpg`), folder('bottle', `${name}.jpg`));
      }
      const model = folder('imagenet.onnx');
      const state = readStateDict(await readFile(weights ?? ''), 'imagenet.npz');
      const told = { name: 'ImageNet start', licence: 'BSD-3-Clause', provenance: 'torchvision' };
      await writeFile(model, importStateDict('resnet18', state, told).model);
      const options = ['--shots', '2', '--seeds', '0', '--pose', 'fixed'];
      const argv = [folder('bottle'), ...options];
      const [line] = await runExample('examples/few-shot-auroc.ts', argv, { model });
      expect(line).toMatch(/image AUROC 1\.0000 {2}false rejects 0\/2 {2}escapes 0\/2/);
    },
  );
});

describe('examples/render-parts.ts', () => {
  it('draws a sheet: a column for good parts and one for each defect', async () => {
    const out = folder('sheet.png');
    await runExample('examples/render-parts.ts', [out, '32', 'washer', 'gear']);
    const { width, height } = await readImage(out);
    expect(height).toBe(2 * 32);
    expect(width).toBeGreaterThan(5 * 32);
  });
});

describe('docs/library.md', async () => {
  const page = await readFile(new URL('../../docs/library.md', import.meta.url), 'utf8');
  const blocks = Array.from(page.matchAll(/^```ts\n([^]*?)^```$/gm), ([, code]) => code);

  it('runs, all blocks one after the other', async () => {
    const place = folder('library');
    const names = ['1.png', '2.png', '3.png', '4.png'];
    const good = drawParts().map(({ image }, i) => ({ name: names[i], image }));
    await writePictures(join(place, 'good'), good);
    await writePictures(place, [{ name: 'next.png', image: striped(good[0].image) }]);
    await writePictures(join(place, 'tray'), good.slice(0, 1));
    await writeFile(join(place, 'tray', 'bad.png'), 'text');
    const file = join(place, 'blocks.mts');
    await writeFile(file, blocks.join('\n'));
    const lines = await runExample(file, [], { cwd: place });
    expect(blocks.length).toBeGreaterThan(4);
    expect(lines[0]).toMatch(/^fail true \d/);
    expect(lines[1]).toMatch(/^defect of \d+ pixels within/);
    expect(lines.join('\n')).toContain('"path":"tray/1.png","verdict":"pass"');
    expect(lines.at(-1)).toBe('96 true');
    await expect(readImage(join(place, 'tray', '1.png.overlay.png'))).resolves.toBeDefined();
  });

  it('has types that hold', () => {
    const file = join(ROOT, 'docs', 'library.ts'); // never written
    const config = ts.readConfigFile(join(ROOT, 'tsconfig.test.json'), (path) =>
      ts.sys.readFile(path),
    );
    const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, ROOT);
    const paths = { fewgood: ['./src/index.ts'], 'fewgood/node': ['./src/node/index.ts'] };
    const host = ts.createCompilerHost({ ...options, paths });
    const real = { ...host };
    const text = blocks.join('\n');
    host.fileExists = (path) => path === file || real.fileExists(path);
    host.getSourceFile = (path, ...rest) =>
      path === file
        ? ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, true)
        : real.getSourceFile(path, ...rest);
    const program = ts.createProgram([file], { ...options, paths }, host);
    const source = program.getSourceFile(file);
    const problems = [
      ...program.getSyntacticDiagnostics(source),
      ...program.getSemanticDiagnostics(source),
    ];
    expect(
      problems.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' ')),
    ).toEqual([]);
  });
});
