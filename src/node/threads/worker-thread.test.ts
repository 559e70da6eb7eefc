import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FewgoodError } from '../../errors.ts';
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
});
