/**
 * The thread that decodes, renders and augments pictures while the arithmetic of a training runs;
 * `training-pictures.ts` starts it and talks to it.
 *
 * @module
 */
import { workerData } from 'node:worker_threads';
import { Frame } from '../../image/frame.ts';
import type { RgbImage } from '../../image/rgb-image.ts';
import { renderPart } from '../../synthetic/index.ts';
import { pictureBytes } from '../../training/memory.ts';
import { preparePairs } from '../../training/pair-pictures.ts';
import { readImage } from '../image/image-decoder.ts';
import type { TrainingPicture } from './training-data.ts';
import type { PictureRequest, PictureWorkerStart } from './training-messages.ts';
import { answerRequests } from '../threads/worker-answers.ts';
import type { ThreadStart } from '../threads/worker-messages.ts';

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- training-pictures.ts alone starts this
const { pictures, size, pixels, augmentation } = (workerData as ThreadStart<PictureWorkerStart>)
  .data;

/** Bytes of picture `index` in the memory that all threads share. */
function bytesOf(index: number): Uint8Array {
  const length = pictureBytes(size);
  return new Uint8Array(pixels, index * length, length);
}

async function read(picture: TrainingPicture): Promise<RgbImage> {
  if (!('file' in picture)) return renderPart({ ...picture, size }).image;
  const image = await readImage(picture.file);
  return new Frame(image, size, 'stretch').squareOf(image);
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
  if (picture !== undefined) bytesOf(request.index).set((await read(picture)).data);
  return undefined;
}

answerRequests<PictureRequest>({
  answer,
  transfers: (value) =>
    Object.values(value ?? {}).flatMap((part) =>
      part instanceof Float32Array && part.buffer instanceof ArrayBuffer ? part.buffer : [],
    ),
});
