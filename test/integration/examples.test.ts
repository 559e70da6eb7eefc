import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import ts from 'typescript';
import { beforeAll, describe, expect, it } from 'vitest';
import { readImage } from '../../src/node/image/image-decoder.ts';
import { ROOT, runScript, useFolder } from '../cli/harness.ts';
import { drawParts, smallModel, striped, writePictures } from '../helpers/small-part.ts';

const folder = useFolder();
beforeAll(() => writeFile(folder('small.onnx'), smallModel()));

/** Runs a TypeScript file with the small model; its output, line by line. */
async function runExample(
  file: string,
  argv: readonly string[],
  cwd: string = ROOT,
): Promise<readonly string[]> {
  const { out } = await runScript(file, argv, {
    cwd,
    env: { FEWGOOD_MODEL: folder('small.onnx') },
  });
  return out;
}

describe('examples', async () => {
  const entries = await readdir(join(ROOT, 'examples'));
  const names = entries.filter((name) => name.endsWith('.ts'));

  it('are those that run below, in tests of connectors, and in test/browser/example.test.ts', () => {
    expect(entries.toSorted()).toEqual([
      'browser',
      'connect',
      'inspect-folder.ts',
      'render-parts.ts',
    ]);
  });

  it.each(names)('%s is short and knows the public package and Node alone', async (name) => {
    const text = await readFile(join(ROOT, 'examples', name), 'utf8');
    expect(text.split('\n').length).toBeLessThan(60);
    const imported = ts.preProcessFile(text).importedFiles.map(({ fileName }) => fileName);
    expect(imported).toContain('fewgood');
    expect(imported.filter((from) => !/^(fewgood(\/node)?|node:.*)$/.test(from))).toEqual([]);
  });
});

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
    const lines = await runExample(file, [], place);
    expect(blocks.length).toBeGreaterThan(4);
    expect(lines[0]).toMatch(/^fail true \d/);
    expect(lines[1]).toMatch(/^defect of \d+ pixels within/);
    expect(lines.join('\n')).toContain('"path":"tray/1.png","verdict":"pass"');
    expect(lines.at(-1)).toBe('96 true');
    await expect(readImage(join(place, 'marked', '1.png.png'))).resolves.toBeDefined();
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
