/**
 * What Node brings to `fewgood`: ONNX Runtime, decoding, part files and model files.
 *
 * @module
 */
export { type DecodeOptions, decodeImage, readImage } from './image/image-decoder.ts';
export { encodeJpeg, encodePng } from './image/image-encoder.ts';
export {
  type FaultyFile,
  type FileToInspect,
  type InspectedFile,
  inspectFiles,
} from './inspection/inspect-files.ts';
export { findModel, type FoundModel } from './runtime/model-lookup.ts';
export { loadPart, savePart } from './inspection/part-store.ts';
export { expandPictures, type ExpandOptions, type PictureInput } from './inspection/pictures.ts';
export { nodeRuntime, type NodeRuntimeOptions } from './runtime/runtime.ts';
export { watchFolder, type WatchOptions } from './inspection/watch.ts';
