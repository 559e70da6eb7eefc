import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DatasetError, UsageError } from '../errors.ts';
import { encodeGreyPng } from '../../test/helpers/grey-png.ts';
import { encodePng } from '../node/image/image-encoder.ts';
import { ExitCode } from './command.ts';
import { dataCheckCommand } from './data-check.ts';

const SIDE = 8;

let root = '';

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'fewgood-data-check-'));
  for (const path of ['train/good/0', 'train/good/1', 'test/good/0', 'test/crack/0']) {
    await put(`nut/${path}.png`, await picture(SIDE));
  }
  const mask = new Uint8Array(SIDE * SIDE).fill(255, 0, 4);
  await put('nut/ground_truth/crack/0_mask.png', await encodeGreyPng(mask, SIDE, SIDE));
});

afterEach(() => rm(root, { recursive: true }));

async function put(path: string, content: Uint8Array | string): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), content);
}

async function picture(side: number): Promise<Uint8Array> {
  return encodePng({ data: new Uint8Array(side * side * 3), width: side, height: side });
}

/** Runs the command; what it printed, and its exit code. */
async function run(...argv: readonly string[]): Promise<{ lines: string[]; code: number }> {
  const lines: string[] = [];
  const code = await dataCheckCommand.run(argv, {
    out: (line) => lines.push(line),
    log: () => undefined,
    stdin: process.stdin,
    bar: undefined,
    signal: new AbortController().signal,
  });
  return { lines, code };
}

describe('fewgood data check', () => {
  it('prints the table of counts of a sound data set', async () => {
    const { lines, code } = await run(root);
    expect(code).toBe(ExitCode.ok);
    expect(lines).toEqual([
      'layout mvtec-ad, 1 category',
      '',
      'category  train  valid.  test good  test defect  masks  px   defects',
      'nut           2       0          1            1      1  8×8  crack',
      '',
      'No problems.',
    ]);
  });

  it('adds up several categories', async () => {
    await put('bolt/train/good/0.png', await picture(4));
    await put('bolt/test/good/0.png', await picture(SIDE));
    const { lines } = await run(root);
    expect(lines.find((line) => line.startsWith('Total'))).toMatch(/^Total +3 +0 +2 +1 +1$/);
    expect(lines.find((line) => line.startsWith('bolt'))).toMatch(/ (?:4×4|8×8) and 1 more$/);
  });

  it('lists every error in full and fails', async () => {
    await put('nut/test/crack/1.png', await picture(SIDE));
    await put('nut/test/good/1.png', 'no picture');
    await put('nut/ground_truth/crack/0_mask.png', await picture(4));
    const { lines, code } = await run(root);
    expect(code).toBe(ExitCode.fault);
    const errors = lines.filter((line) => line.startsWith('error: '));
    expect(errors).toHaveLength(3);
    expect(errors.join('\n')).toMatch(/4×4 pixels: expected 8×8/);
    expect(errors.join('\n')).toMatch(/nut\/test\/good\/1\.png: Cannot read the picture/);
    expect(lines.at(-1)).toBe('3 errors, 0 warnings, 0 notes.');
  });

  it('passes with warnings', async () => {
    await put('nut/ground_truth/crack/7_mask.png', await picture(SIDE));
    const { lines, code } = await run(root);
    expect(code).toBe(ExitCode.ok);
    expect(lines).toContain('warning: nut/ground_truth/crack/7_mask.png: it has no picture');
  });

  it('prints JSON', async () => {
    const { lines } = await run(root, '--json');
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0])).toMatchObject({
      layout: 'mvtec-ad',
      problems: [],
      counts: [{ category: 'nut', train: 2, testDefective: 1, masks: 1 }],
    });
  });

  it('refuses what it cannot use', async () => {
    await expect(run()).rejects.toThrow(UsageError);
    await expect(run(root, root)).rejects.toThrow(UsageError);
    await expect(run(root, '--layout', 'coco')).rejects.toThrow(UsageError);
    await expect(run(root, '--layout', 'visa')).rejects.toThrow(DatasetError);
    await expect(run(join(root, 'absent'))).rejects.toThrow(DatasetError);
  });
});
