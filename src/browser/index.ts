/**
 * What a browser brings to `fewgood`: ONNX Runtime by WebAssembly or WebGPU, decoding, storage, and a worker that
 * keeps the page free.
 *
 * @module
 */
export {
  type BrowserRuntime,
  browserRuntime,
  type BrowserRuntimeOptions,
} from './browser-runtime.ts';
export { type Drawable, frameImage } from './canvas-pixels.ts';
export type { EngineFiles, EngineLocation } from './engine-files.ts';
export type { EngineTrial } from './engine-trial.ts';
export type { FileStore, StorageFolder } from './file-store.ts';
export { type EnrolmentListeners, InspectionClient } from './inspection-client.ts';
export type {
  ConfirmedContent,
  EngineFacts,
  JudgedPicture,
  PageMessage,
  PagePicture,
  PageContent,
  WorkerCalibrated,
  WorkerCalibration,
  WorkerEnrolment,
  WorkerMessage,
  WorkerStart,
} from './inspection-messages.ts';
export { serveInspection, type WorkerScope } from './inspection-worker.ts';
export { NewestFrame, type NewestFrameListeners } from './newest-frame.ts';
export { decodePicture, type DecodingOptions } from './picture-decoder.ts';
export {
  BrowserStorage,
  type StorageOptions,
  type StorageSpace,
  type StoredFile,
} from './storage.ts';
export {
  webRuntime,
  type WebEngine,
  type WebProvider,
  type WebRuntimeOptions,
} from './web-runtime.ts';
