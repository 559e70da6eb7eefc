import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { ExitCode } from '../../src/cli/command.ts';
import { encodeGreyPng } from '../helpers/grey-png.ts';
import { run, useFolder } from './harness.ts';

const folder = useFolder();
const SIDE = 8;
let level = 0;

/** A picture that is like no other. */
async function picture(): Promise<Uint8Array> {
  return encodeGreyPng(new Uint8Array(SIDE * SIDE).fill(++level), SIDE, SIDE);
}

/** Writes a file by a name of any bytes, as Latin-1. */
async function put(path: string, content?: Uint8Array | string): Promise<void> {
  const file = folder('nut', path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(Buffer.from(file, 'latin1'), content ?? (await picture()));
}

beforeEach(async () => {
  await rm(folder('nut'), { recursive: true, force: true });
});

describe.skipIf(process.platform !== 'linux')(
  'fewgood data check of names that cannot be read (Linux alone lets files have any bytes)',
  () => {
    it('names each, and checks all the others', async () => {
      for (const path of ['train/good/0', 'train/good/1', 'test/good/0']) await put(`${path}.png`);
      for (const name of ['Pr\xfcf1', 'Pr\xfcf2']) await put(`test/good/${name}.png`);
      await mkdir(folder('nut/test/good/folder.png'));
      await put('test/crack/1.png', 'no picture');
      const { out, code } = await run(['data', 'check', folder('nut')]);
      expect(code).toBe(ExitCode.fault);
      expect(out.filter((line) => line.startsWith('error: '))).toEqual([
        expect.stringMatching(/^error: test\/good\/Pr\S+f1\.png: .*its name is not UTF-8/),
        expect.stringMatching(/^error: test\/good\/Pr\S+f2\.png: .*its name is not UTF-8/),
        expect.stringMatching(/^error: test\/good\/folder\.png: .*it is a folder/),
        expect.stringMatching(/^error: test\/crack\/1\.png: .*not a picture/),
      ]);
      const { out: json } = await run(['data', 'check', folder('nut'), '--json']);
      expect(json.join('').match(/"kind":"unreadable-picture"/g)).toHaveLength(4);
    });

    it('names them too where no layout fits without them', async () => {
      await put('\xfc.png');
      const { code, log } = await run(['data', 'check', folder('nut')]);
      expect(code).toBe(ExitCode.fault);
      expect(log).toMatch(/^error: \S+png: .*its name is not UTF-8/);
      expect(log).toContain('no layout fits');
    });
  },
);
