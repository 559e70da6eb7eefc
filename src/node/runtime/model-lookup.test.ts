import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { smallModel } from '../../../test/helpers/small-part.ts';
import { findModel, PACKAGED_MODEL } from './model-lookup.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fewgood-model-'));
  await writeFile(join(folder, 'named.onnx'), smallModel('named'));
  await writeFile(join(folder, 'set.onnx'), smallModel('set'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));
afterEach(() => vi.unstubAllEnvs());

describe('findModel()', () => {
  it('takes the file named before FEWGOOD_MODEL', async () => {
    vi.stubEnv('FEWGOOD_MODEL', join(folder, 'set.onnx'));
    const path = join(folder, 'named.onnx');
    const model = await findModel(path);
    expect(model.path).toBe(path);
    expect(Buffer.compare(model.bytes, smallModel('named'))).toBe(0);
  });

  it('takes FEWGOOD_MODEL before any other', async () => {
    vi.stubEnv('FEWGOOD_MODEL', join(folder, 'set.onnx'));
    expect((await findModel()).path).toBe(join(folder, 'set.onnx'));
  });

  it('names the file that is not there instead of taking another', async () => {
    vi.stubEnv('FEWGOOD_MODEL', join(folder, 'gone.onnx'));
    await expect(findModel()).rejects.toThrow('gone.onnx: there is no such file');
  });

  it('takes the packaged one by default', async () => {
    vi.stubEnv('FEWGOOD_MODEL', '');
    expect((await findModel()).path).toBe(PACKAGED_MODEL);
  });
});
