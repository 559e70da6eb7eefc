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
export { EvaluationShare, type ShareOptions } from './evaluation/evaluation-share.ts';
export { loadPart, savePart, updatePart } from './inspection/part-store.ts';
export { type PictureContent, readPictureContent } from './inspection/picture-content.ts';
export {
  type ArrivedPicture,
  type FilePicture,
  type JudgedBefore,
  pictureFiles,
  type PictureFileOptions,
} from './inspection/picture-files.ts';
export { pictureSink } from './inspection/picture-sink.ts';
export { expandPictures, type ExpandOptions, type PictureInput } from './inspection/pictures.ts';
export { reportSink } from './inspection/report-sink.ts';
export { nodeRuntime, type NodeRuntimeOptions } from './runtime/runtime.ts';
export { watchFolder } from './inspection/watch.ts';
export type { WatchEvent, WatchOptions } from './inspection/watch-options.ts';
export type { FileStamp } from './inspection/file-look.ts';
