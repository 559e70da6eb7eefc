/**
 * What Node brings to `fewgood`: ONNX Runtime, decoding, part files and model files.
 *
 * @module
 */
export {
  countPictures,
  type DecodeOptions,
  decodeImage,
  readImage,
} from './image/image-decoder.ts';
export { encodeJpeg, encodePng } from './image/image-encoder.ts';
export { markPng, type OutputPicture } from './image/output-mark.ts';
export type { PassedOver, PassReason } from './image/walk-pictures.ts';
export {
  findModel,
  findModels,
  type FoundModel,
  type FoundModels,
} from './runtime/model-lookup.ts';
export type { FileLockOptions } from './files/file-lock.ts';
export { loadPart, savePart, updatePart } from './inspection/part-store.ts';
export {
  type FilePicture,
  type PictureFileOptions,
  pictureFiles,
} from './inspection/picture-files.ts';
export { pictureSink } from './inspection/picture-sink.ts';
export { expandPictures, type ExpandOptions, type PictureInput } from './inspection/pictures.ts';
export { reportSink } from './inspection/report-sink.ts';
export { nodeRuntime, type NodeRuntimeOptions } from './runtime/runtime.ts';
export { watchFolder, type WatchOptions } from './inspection/watch.ts';
