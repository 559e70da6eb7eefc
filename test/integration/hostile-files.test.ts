import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ImageError } from '../../src/errors.ts';
import { printable } from '../../src/printable.ts';
import { readImage } from '../../src/node/image/image-decoder.ts';
import { createOutputNames } from '../../src/node/files/output-names.ts';
import { expandPictures } from '../../src/node/inspection/pictures.ts';
import { type HostileFile, makeHostileFiles } from '../helpers/hostile-files.ts';

let folder: string;
let files: readonly HostileFile[];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fewgood-hostile-'));
  files = await makeHostileFiles(folder);
});
afterAll(() => rm(folder, { recursive: true }));

/** What reading a file comes to, in the words of {@link HostileFile.expect} where it behaves. */
async function outcome(path: string): Promise<string> {
  const timeout = AbortSignal.timeout(5000);
  const hang = new Promise<never>((_, reject) => {
    timeout.addEventListener('abort', () => reject(new Error('it hangs')));
  });
  try {
    const { data, width, height } = await Promise.race([readImage(path), hang]);
    return data.length === width * height * 3 ? 'good' : 'an image of the wrong size';
  } catch (error) {
    if (!(error instanceof ImageError)) return `another error: ${String(error)}`;
    const isHelpful = error.message.includes(printable(path)) && /^[A-Z].*\.$/.test(error.remedy);
    return isHelpful ? 'error' : `an error that does not help: ${error.message}`;
  }
}

describe('a folder of hostile files', () => {
  it('holds at least 40 of them', () => {
    expect(files.length).toBeGreaterThanOrEqual(40);
  });

  it('is decoded or refused by an error that names the file, one file at a time', async () => {
    const before = process.resourceUsage().maxRSS;
    const outcomes: string[] = [];
    for (const { path, what } of files) outcomes.push(`${what}: ${await outcome(path)}`);
    expect(outcomes).toEqual(files.map(({ what, expect: answer }) => `${what}: ${answer}`));
    // In kilobytes. The bombs would need 1.2 GB and more.
    expect(process.resourceUsage().maxRSS - before).toBeLessThan(400_000);
  });

  it('is listed whole: every file once, with an error what cannot be read by its name', async () => {
    const pictures = await expandPictures([folder]);
    expect(pictures.map(({ path }) => path).toSorted()).toEqual(
      files.map(({ path }) => path).toSorted(),
    );
    const isNamedInLatin1 = process.platform === 'linux' ? [String.raw`caf\xe9.png`] : [];
    expect(pictures.filter(({ error }) => error).map(({ path }) => path)).toEqual(
      [...isNamedInLatin1, 'folder.png'].map((name) => join(folder, name)),
    );
  });

  it('is listed the same when each file is given by name, but for the folder, now empty', async () => {
    const pictures = await expandPictures(files.map(({ path }) => path));
    expect(pictures.map(({ path }) => path)).toEqual(files.map(({ path }) => path));
    expect(pictures.find(({ path }) => path.endsWith('folder.png'))?.error?.message).toContain(
      'it is a folder without pictures',
    );
  });

  it('gives results names that any disk takes', async () => {
    const names = files.map(({ path }) => path).map(createOutputNames());
    const results = join(folder, 'results');
    await mkdir(results);
    for (const name of names) await mkdir(join(results, `${name}.overlay.png`));
    expect(new Set(names).size).toBe(files.length);
  });
});
