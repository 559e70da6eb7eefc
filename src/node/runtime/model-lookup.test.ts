import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { smallModel } from '../../../test/helpers/small-part.ts';
import { ModelError } from '../../errors.ts';
import { readModelInfo } from '../../features/model-info.ts';
import { packagedModel } from './model-folders.ts';
import { findModel, findModels, PACKAGED_MODEL } from './model-lookup.ts';

let folder = '';
let pulled = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fewgood-model-'));
  await writeFile(join(folder, 'named.onnx'), smallModel('named'));
  await writeFile(join(folder, 'set.onnx'), smallModel('set'));
  pulled = join(folder, 'pulled');
  await mkdir(pulled);
  await writeFile(join(pulled, 'small.onnx'), smallModel('small'));
  await writeFile(join(pulled, 'notes.txt'), 'no model');
  await writeFile(join(pulled, 'damaged.onnx'), 'no model');
});
beforeEach(() => vi.stubEnv('FEWGOOD_MODELS', pulled));
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

describe('findModel() by name', () => {
  it.each(['resnet18', 'resnet18-int8', 'efficientnet-lite2'])(
    'knows the packaged %s',
    async (name) => {
      const { path, bytes } = await findModel(name);
      expect(path).toBe(packagedModel(name));
      expect(readModelInfo(bytes).licence).toMatch(/^Apache-2.0/);
    },
  );

  it('knows models that were pulled, and takes FEWGOOD_MODEL for a name too', async () => {
    expect((await findModel('small')).path).toBe(join(pulled, 'small.onnx'));
    vi.stubEnv('FEWGOOD_MODEL', 'small');
    expect((await findModel()).path).toBe(join(pulled, 'small.onnx'));
  });

  it('lists the names where there is no such model', async () => {
    await expect(findModel('unheard-of')).rejects.toThrow(
      'Cannot use the model unheard-of: there is no such file, and no model of that name is here: expected a model file or one of resnet18, efficientnet-lite2, resnet18-int8, damaged, small',
    );
  });

  it('tells what can be pulled', async () => {
    const error: unknown = await findModel('dinov2-small').catch((reason: unknown) => reason);
    expect(error).toMatchObject({ action: 'pull a model' });
    expect(String(error)).toContain('Cannot use the model dinov2-small: it is not here yet');
  });

  it('needs no folder of pulled models', async () => {
    vi.stubEnv('FEWGOOD_MODELS', join(folder, 'gone'));
    expect((await findModel('resnet18')).path).toBe(PACKAGED_MODEL);
    await expect(findModel('small')).rejects.toThrow('resnet18, efficientnet-lite2');
  });
});

describe('findModel() by hash', () => {
  const small = readModelInfo(smallModel('small'));

  it.each([8, 64])('takes %i of its digits', async (count) => {
    const { path } = await findModel(small.sha256.slice(0, count));
    expect(path).toBe(join(pulled, 'small.onnx'));
  });

  it("finds a part's model, packaged or pulled", async () => {
    const lite = readModelInfo((await findModel('efficientnet-lite2')).bytes);
    expect((await findModel(undefined, lite)).path).toBe(packagedModel('efficientnet-lite2'));
    expect((await findModel(undefined, small)).path).toBe(join(pulled, 'small.onnx'));
  });

  it("prefers a part's own model to FEWGOOD_MODEL, but not to the one named", async () => {
    vi.stubEnv('FEWGOOD_MODEL', join(folder, 'set.onnx'));
    expect((await findModel(undefined, small)).path).toBe(join(pulled, 'small.onnx'));
    const named = join(folder, 'named.onnx');
    expect((await findModel(named, small)).path).toBe(named);
  });

  it("takes FEWGOOD_MODEL where a part's model is nowhere else", async () => {
    vi.stubEnv('FEWGOOD_MODEL', join(folder, 'set.onnx'));
    const other = readModelInfo(smallModel('other'));
    expect((await findModel(undefined, other)).path).toBe(join(folder, 'set.onnx'));
    const set = readModelInfo(smallModel('set'));
    expect((await findModel(undefined, set)).path).toBe(join(folder, 'set.onnx'));
  });
});

describe('findModels()', () => {
  const small = readModelInfo(smallModel('small'));
  const named = readModelInfo(smallModel('named'));

  it('takes names, hashes and files, separated by commas, in their order', async () => {
    const lite = readModelInfo((await findModel('efficientnet-lite2')).bytes).sha256;
    const names = `${join(folder, 'named.onnx')}, ${small.sha256.slice(0, 8)},efficientnet-lite2`;
    expect(await hashesOf(names)).toEqual([named.sha256, small.sha256, lite]);
    await expect(findModels('resnet18,unheard-of')).rejects.toThrow('unheard-of: there is no');
    await expect(findModels('resnet18,')).rejects.toThrow(ModelError);
  });

  it('takes a file whose name has a comma as one', async () => {
    const path = join(folder, 'a,b.onnx');
    await writeFile(path, smallModel('named'));
    expect(await hashesOf(path)).toEqual([named.sha256]);
  });

  it('takes the one of FEWGOOD_MODEL where none is named', async () => {
    vi.stubEnv('FEWGOOD_MODEL', 'small');
    expect(await hashesOf()).toEqual([small.sha256]);
  });

  it("finds all of a part's models, or those that are not named", async () => {
    const lite = readModelInfo((await findModel('efficientnet-lite2')).bytes);
    expect(await hashesOf(undefined, [lite, small])).toEqual([lite.sha256, small.sha256]);
    const path = join(folder, 'named.onnx');
    expect(await hashesOf(path, [lite, named])).toEqual([named.sha256, lite.sha256]);
    expect(await hashesOf(path, [small])).toEqual([named.sha256]); // who names another one gets it
  });
});

async function hashesOf(...args: Parameters<typeof findModels>): Promise<string[]> {
  const { model, companions } = await findModels(...args);
  return [model, ...companions].map((bytes) => readModelInfo(bytes).sha256);
}
