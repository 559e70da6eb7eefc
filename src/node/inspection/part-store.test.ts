import { createHash } from 'node:crypto';
import {
  chmod,
  lstat,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { candidateOf } from '../../../test/helpers/confirmed-sample.ts';
import { samplePart } from '../../../test/helpers/report-sample.ts';
import { PartError } from '../../errors.ts';
import { calibratePart } from '../../inspection/calibrate-part.ts';
import type { Part } from '../../inspection/part.ts';
import { decodePart } from '../../inspection/part-file.ts';
import { loadPart, loadPartFile, savePart, updatePart } from './part-store.ts';

let folder = '';
let path = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fewgood-part-store-'));
  path = join(folder, 'a.part');
  await savePart(path, samplePart());
});
afterEach(() => rm(folder, { recursive: true }));

const confirm =
  (name: string) =>
  (part: Part): ReturnType<typeof calibratePart> =>
    calibratePart(part, [candidateOf(name, 1)]);

/** What some work throws. */
async function refusalOf(work: () => unknown): Promise<unknown> {
  try {
    await work();
  } catch (error) {
    return error;
  }
  return 'none';
}

describe('loadPartFile()', () => {
  it('tells the hash of the whole file', async () => {
    const expected = createHash('sha256')
      .update(await readFile(path))
      .digest('hex');
    expect(await loadPartFile(path)).toMatchObject({ name: 'a.part', sha256: expected });
  });

  it('refuses damage in the words in which the portable hash does', async () => {
    const bytes = await readFile(path);
    const flips = fc.tuple(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }));
    const ends = fc.integer({ min: 1, max: bytes.length });
    await fc.assert(
      fc.asyncProperty(flips, ends, async ([at, flip], end) => {
        const damaged = Buffer.from(bytes);
        damaged[at] = (damaged[at] ?? 0) ^ flip;
        await writeFile(path, damaged.subarray(0, end));
        const refusal = await refusalOf(() => loadPartFile(path));
        expect(refusal).toBeInstanceOf(PartError);
        expect(refusal).toEqual(
          await refusalOf(() => decodePart(damaged.subarray(0, end), 'a.part')),
        );
      }),
      { numRuns: 60 },
    );
  });
});

describe('updatePart()', () => {
  it('writes the changed part, gives what the change gave, and leaves nothing else', async () => {
    const { part, taken } = await updatePart(path, confirm('a'));
    expect(taken.map(({ name }) => name)).toEqual(['a.png']);
    expect(await loadPart(path)).toEqual(part);
    expect(await readdir(folder)).toEqual(['a.part']);
  });

  it('loses nothing of changes that are made at once', async () => {
    const names = Array.from({ length: 6 }, (_, i) => `${i}`);
    await Promise.all(names.map((name) => updatePart(path, confirm(name))));
    const { confirmed } = (await loadPart(path)).calibration;
    expect(confirmed.map(({ name }) => name).toSorted()).toEqual(names.map((n) => `${n}.png`));
  });

  it.skipIf(process.platform === 'win32')(
    'changes what a link leads to, which keeps its permissions, by whichever name it is held (not on Windows)',
    async () => {
      const alias = join(folder, 'alias.part');
      await symlink('a.part', alias);
      await chmod(path, 0o640);
      await Promise.all([updatePart(path, confirm('a')), updatePart(alias, confirm('b'))]);
      expect((await loadPart(path)).calibration.confirmed).toHaveLength(2);
      expect((await lstat(alias)).isSymbolicLink()).toBe(true);
      expect((await stat(path)).mode & 0o777).toBe(0o640);
      expect((await readdir(folder)).toSorted()).toEqual(['a.part', 'alias.part']);
    },
  );

  it('leaves the file as it is when nothing changes, or the change fails', async () => {
    const before = await readFile(path);
    await updatePart(path, (part) => ({ part }));
    const failing = updatePart(path, () => {
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await readFile(path)).toEqual(before);
    expect(await readdir(folder)).toEqual(['a.part']);
  });

  it('says that there is no such part, and leaves no lock', async () => {
    const missing = updatePart(join(folder, 'b.part'), (part) => ({ part }));
    await expect(missing).rejects.toThrow('there is no such file');
    expect(await readdir(folder)).toEqual(['a.part']);
  });
});

describe('savePart()', () => {
  it('replaces no file of another kind', async () => {
    const picture = join(folder, '001.jpg');
    await writeFile(picture, Uint8Array.of(0xff, 0xd8, 0xff, 0xe0));
    await expect(savePart(picture, samplePart())).rejects.toThrow(
      'a file of another kind has that name: expected a part file, or none',
    );
    expect((await readFile(picture)).length).toBe(4);
  });
});
