/**
 * Model files: one .onnx file whose metadata says what it puts out and what it expects.
 *
 * @module
 */
export {
  type Level,
  type ModelInfo,
  modelInfoSchema,
  type Preprocessing,
  readModelInfo,
  type Rgb,
} from './model-info.ts';
export {
  type Architecture,
  type ImportedPreprocessing,
  type ImportedStateDict,
  importOnnx,
  importStateDict,
  type LevelSpec,
  type ModelImport,
  type OnnxImport,
  parseLevel,
  type StateDictImport,
} from './model-import.ts';
