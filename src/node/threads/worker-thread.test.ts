import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CancelledError, FewgoodError } from '../../errors.ts';
import { threadModule, WorkerThread } from './worker-thread.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fewgood-thread-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** The header of a BMP of 20000 × 10000 pixels. */
function hugePicture(): Uint8Array {
  const bytes = Buffer.alloc(54);
  bytes.write('BM');
  bytes.writeUInt32LE(54, 10);
  bytes.writeUInt32LE(40, 14);
  bytes.writeInt32LE(20_000, 18);
  bytes.writeInt32LE(10_000, 22);
  bytes.writeUInt16LE(1, 26);
  bytes.writeUInt16LE(24, 28);
  return bytes;
}

describe('WorkerThread', () => {
  it('gives an error of the thread with all that it carries', async () => {
    const file = join(folder, 'huge.bmp');
    await writeFile(file, hugePicture());
    const thread = new WorkerThread({
      module: threadModule('../training/training-worker', import.meta.url),
      data: {
        pictures: [{ file }],
        size: 32,
        pixels: new SharedArrayBuffer(3 * 32 * 32),
        augmentation: { families: [], pose: 'fixed' },
      },
      task: 'train',
    });
    try {
      const error: unknown = await thread
        .ask({ call: 'load', index: 0 })
        .catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(FewgoodError);
      expect(error).toMatchObject({
        name: 'ImageError',
        code: 'IMAGE_UNREADABLE',
        facts: { file, width: 20_000, height: 10_000, maxPixels: 100e6 },
        options: ['maxPixels'],
        action: undefined,
      });
    } finally {
      await thread.terminate();
    }
  });

  it('does not begin for one who has stopped already', async () => {
    const module = threadModule('../../../test/helpers/slow-thread', import.meta.url);
    const signal = AbortSignal.abort();
    const thread = new WorkerThread({ module, data: null, task: 'wait', signal });
    const file = join(folder, 'never');
    await expect(thread.ask({ file })).rejects.toThrow(CancelledError);
    await thread.terminate(); // which it has been told already
  });

  it('is stopped after what it is at, and tells at once', async () => {
    const controller = new AbortController();
    const module = threadModule('../../../test/helpers/slow-thread', import.meta.url);
    const { signal } = controller;
    const thread = new WorkerThread({ module, data: null, task: 'wait', signal });
    const file = join(folder, 'first');
    const [first, second] = [file, join(folder, 'second')].map((name) => {
      return thread.ask({ file: name }).catch((reason: unknown) => reason);
    });
    await sleep(100);
    controller.abort();
    expect(await first).toBeInstanceOf(CancelledError);
    expect(await second).toBeInstanceOf(CancelledError);
    expect(existsSync(file)).toBe(false); // it is still at it
    expect(thread.hasEnded).toBe(true);
    await expect(thread.ask({ file })).rejects.toThrow('Cannot wait: it was cancelled');
    await expect.poll(() => existsSync(file)).toBe(true);
    await sleep(500);
    expect(existsSync(join(folder, 'second'))).toBe(false);
  });
});
