/**
 * The thread that decodes, renders and augments pictures while the arithmetic of a training runs;
 * `worker-pictures.ts` starts it and talks to it.
 *
 * @module
 */
import { workerData } from 'node:worker_threads';
import type { RgbImage } from '../../image/rgb-image.ts';
import { pictureBytes } from '../../training/memory.ts';
import { preparePairs } from '../../training/pair-pictures.ts';
import { squarePicture } from '../../training/sources.ts';
import { readImage } from '../image/image-decoder.ts';
import type { PictureRequest, PictureWorkerStart } from './training-messages.ts';
import { answerRequests } from '../threads/worker-answers.ts';
import type { ThreadStart } from '../threads/worker-messages.ts';

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- worker-pictures.ts alone starts this
const { pictures, size, pixels, augmentation } = (workerData as ThreadStart<PictureWorkerStart>)
  .data;

/** Bytes of picture `index` in the memory that all threads share. */
function bytesOf(index: number): Uint8Array {
  const length = pictureBytes(size);
  return new Uint8Array(pixels, index * length, length);
}

async function answer(request: PictureRequest): Promise<unknown> {
  if (request.call === 'prepare') {
    const pictureOf = (index: number): RgbImage => ({
      data: bytesOf(index),
      width: size,
      height: size,
    });
    return preparePairs(request.pairs, pictureOf, augmentation);
  }
  const picture = pictures[request.index];
  if (picture === undefined) throw new RangeError(`no picture ${request.index}`);
  bytesOf(request.index).set((await squarePicture(picture, size, readImage)).data);
  return undefined;
}

answerRequests<PictureRequest>({
  answer,
  transfers: (value) =>
    Object.values(value ?? {}).flatMap((part) =>
      part instanceof Float32Array && part.buffer instanceof ArrayBuffer ? part.buffer : [],
    ),
});
