/**
 * What Node brings to `fewgood`: ONNX Runtime, decoding, part files and model files.
 *
 * @module
 */
export { type DecodeOptions, decodeImage, readImage } from './image-decoder.ts';
export { encodeJpeg, encodePng } from './image-encoder.ts';
export {
  type FaultyFile,
  type FileToInspect,
  type InspectedFile,
  inspectFiles,
} from './inspect-files.ts';
export { findModel, type FoundModel } from './model-lookup.ts';
export { loadPart, savePart } from './part-store.ts';
export { expandPictures, type ExpandOptions, type PictureInput } from './pictures.ts';
export { nodeRuntime, type NodeRuntimeOptions } from './runtime.ts';
export { watchFolder, type WatchOptions } from './watch.ts';
