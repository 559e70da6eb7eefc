import { mkdir, open, readFile, writeFile } from 'node:fs/promises';
import { expect, it, vi } from 'vitest';
import { content, half, sha256, usePuller } from '../../../test/helpers/puller.ts';
import { describeOnRuntimes } from '../../../test/helpers/runtimes.ts';
import { FileError, ModelError } from '../../errors.ts';
import { readModelInfo } from '../../features/model-info.ts';
import { readStateDict } from '../../weights/read-state-dict.ts';
import { writeSafetensors } from '../../weights/safetensors.ts';

describeOnRuntimes('pullModel()', (runtime) => {
  const puller = usePuller(runtime);
  const { left, path, pull } = puller;

  it('makes a model of what it downloads, and leaves nothing else', async () => {
    const progress: number[] = [];
    const {
      path: file,
      info,
      weights,
    } = await pull({}, { onProgress: (done) => progress.push(done) });
    expect(file).toBe(path('models/small.onnx'));
    const model = readModelInfo(await readFile(file));
    expect(info).toEqual(model);
    expect(model).toMatchObject({ name: 'Small', licence: 'CC0-1.0', provenance: 'random' });
    expect(weights).toEqual({
      source: puller.server.url(),
      size: content.length,
      sha256,
      check: 'record',
    });
    expect(progress[0]).toBe(0);
    expect(progress.at(-1)).toBe(content.length);
    expect(await left()).toEqual(['small.onnx']);
  });

  it('says of itself no more than its name', async () => {
    await pull();
    const [{ headers }] = puller.server.seen;
    const usual = ['accept', 'accept-encoding', 'connection', 'host', 'user-agent'];
    expect(Object.keys(headers).toSorted()).toEqual(usual);
    expect(headers['user-agent']).toBe('fewgood');
  });
});

describeOnRuntimes('pullModel() of another network', (runtime) => {
  const puller = usePuller(runtime);
  const { left, published, pull } = puller;

  it('makes no model of another network, and keeps the weights for a newer version', async () => {
    puller.server.behaviour.content = writeSafetensors(
      new Map([['a', { shape: [1], data: Float32Array.of(1) }]]),
    );
    const model = published({ files: [{ url: puller.server.url() }] });
    await expect(pull({ model })).rejects.toThrow('it has no "conv1.weight"');
    expect(await left()).toContain('.small.onnx.download/weights.partial');
    const unknown = published({ architecture: 'perceptron' });
    await expect(pull({ model: unknown })).rejects.toThrow(ModelError);
    expect(puller.server.seen).toHaveLength(1);
  });

  it('sees numbers that are not finite', async () => {
    const broken = new Map(readStateDict(content, 'small'));
    const { shape, data } = broken.get('bn1.bias') ?? { shape: [0], data: [] };
    broken.set('bn1.bias', { shape, data: Float32Array.from(data, () => NaN) });
    puller.server.behaviour.content = writeSafetensors(broken);
    const model = published({ files: [{ url: puller.server.url() }] });
    await expect(pull({ model })).rejects.toThrow('its level "layer1" holds numbers that are not');
    expect(await left()).not.toContain('small.onnx');
  });
});

describeOnRuntimes('pullModel() that is interrupted', (runtime) => {
  const puller = usePuller(runtime);
  const { begun, left, path, published, pull } = puller;

  it('stops when asked to, and goes on the next time', async () => {
    puller.server.behaviour.pauses = [60_000];
    const stop = new AbortController();
    const onProgress = (done: number): void => void (done >= half && stop.abort());
    await expect(pull({}, { signal: stop.signal, onProgress })).rejects.toMatchObject({
      code: 'CANCELLED',
    });
    expect(await left()).not.toContain('small.onnx');
    await pull();
    expect(puller.server.seen[1]?.headers.range).toBe(`bytes=${half}-`);
  });

  it('stops while it waits', async () => {
    puller.server.behaviour.refusals = [{ status: 500 }];
    const stop = new AbortController();
    const ports = { signal: stop.signal, retry: { attempts: 2, firstWait: 60_000 } };
    const pending = pull({}, { ...ports, log: () => stop.abort() });
    await expect(pending).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(await left()).toEqual([]);
  });

  it('leaves nothing on a disk that is full', async () => {
    const handle = await open(path('any'), 'w');
    await handle.close();
    const full = Object.assign(new Error('no space'), { code: 'ENOSPC' });
    const methods: Pick<typeof handle, 'appendFile'> = Object.getPrototypeOf(handle);
    const { appendFile } = methods;
    const spy = vi.spyOn(methods, 'appendFile').mockImplementation(function (
      this: typeof handle,
      data,
      ...rest
    ) {
      return data.length > 1000 ? Promise.reject(full) : appendFile.call(this, data, ...rest);
    });
    await expect(pull()).rejects.toThrow('the disk is full');
    spy.mockRestore();
    expect(await left()).toEqual([]);
  });

  it('looks for room before it fetches', async () => {
    puller.server.behaviour.tellsSize = false;
    const files = [{ url: puller.server.url(), sha256, bytes: 2 ** 60 }];
    const pending = pull({ model: published({ files }) });
    await expect(pending).rejects.toThrow(FileError);
    await expect(pending).rejects.toThrow(/the disk has \d+ MiB left: expected \d+ MiB/);
    expect(await left()).toEqual([]);
  });

  it('leaves a download alone that another process is at', async () => {
    await mkdir(begun('.'), { recursive: true });
    await writeFile(begun('working.pid'), String(process.ppid));
    await expect(pull()).rejects.toMatchObject({ code: 'RUN_FOLDER_UNUSABLE' });
    expect(puller.server.seen).toEqual([]);
  });
});
