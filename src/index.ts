/**
 * The isomorphic API: pictures in, verdicts out. `fewgood/node` adds what Node brings: ONNX Runtime,
 * files and decoding.
 *
 * @module
 */
export {
  falseRejectBound,
  falseRejectBoundAtRank,
  type Interval,
  requiredPictures,
  smallestRank,
  wilsonInterval,
} from './calibration/bound.ts';
export { normalQuantile } from './calibration/normal-quantile.ts';
export {
  type CalibratedThreshold,
  calibratedThreshold,
  type FalseRejectTarget,
} from './calibration/threshold.ts';
export type { CancelSignal } from './cancellation.ts';
export * from './errors.ts';
export type { FeatureMap } from './features/patch-features.ts';
export {
  importOnnx,
  type ImportedPreprocessing,
  type LevelSpec,
  type ModelImport,
  type OnnxImport,
} from './features/model-import.ts';
export type { ImportedStateDict, StateDictImport } from './features/network-import.ts';
export { type Architecture, architectures, importStateDict } from './features/state-dict-import.ts';
export type { VitName } from './nn/vision-transformer.ts';
export {
  type Level,
  type ModelDefaults,
  type ModelInfo,
  type Preprocessing,
  readModelInfo,
  type Rgb,
} from './features/model-info.ts';
export {
  type AugmentationFamily,
  augmentationFamilies,
  type PosePolicy,
} from './image/augmentation.ts';
export type { DecodedImage, PictureWarning } from './image/decoded-image.ts';
export { type Fit, Frame } from './image/frame.ts';
export {
  assertLookArea,
  type Corner,
  cornersOf,
  type LookArea,
  type Polygon,
} from './image/look-area.ts';
export {
  type Mask,
  type Plane,
  type Rectangle,
  type RgbImage,
  rgbImage,
  type Size,
} from './image/rgb-image.ts';
export type { PictureStatistics } from './image/picture-statistics.ts';
export {
  assertLightRequest,
  type LightChange,
  type LightCorrection,
  type LightMethod,
  lightMethods,
  type LightRequest,
} from './image/light.ts';
export type { Peaks } from './image/light-invariant.ts';
export type { LightSlope, LightTarget } from './image/light-measure.ts';
export type { Appearance } from './inspection/appearance.ts';
export {
  type CalibratedPart,
  type KindChange,
  calibratePart,
  type CalibrationOptions,
  type Candidate,
  type HeldPicture,
  type Objection,
  type RepeatedPicture,
  scoreConfirmed,
} from './inspection/calibrate-part.ts';
export { chooseThreshold, type ChosenThreshold } from './inspection/chosen-threshold.ts';
export {
  picturesMeant,
  type ReducedPart,
  removeConfirmed,
} from './inspection/confirmed-pictures.ts';
export type { EnrolmentWarning, EnrolmentWarningCode } from './inspection/enrolment-warning.ts';
export { enroll } from './inspection/enrolment.ts';
export type { Foreground } from './inspection/agreed-foreground.ts';
export { findForeground } from './inspection/foreground.ts';
export type { EnrolmentOptions, EnrolmentProgress } from './inspection/enrolment-options.ts';
export { lookElsewhere, type LookOptions } from './inspection/look-elsewhere.ts';
export type { GoodPicture, NamedImage, ObjectPicture } from './inspection/support-pictures.ts';
export type {
  EntryOrigin,
  FaultyEntry,
  InspectedEntry,
  InspectionEntry,
  Outcome,
  PictureFault,
  PictureFile,
} from './inspection/entry.ts';
export type {
  AnomalyMap,
  HottestPatch,
  InspectedObject,
  Inspection,
  Region,
  Timings,
  Verdict,
} from './inspection/inspection.ts';
export {
  type FaultRecord,
  type InspectionRecord,
  recordSchema,
  toFaultRecord,
  toRecord,
} from './inspection/inspection-record.ts';
export { Inspector, type InspectorOptions, type ScoredPicture } from './inspection/inspector.ts';
export type { JoinedScore } from './inspection/joined-score.ts';
export type { MemoryEstimate } from './inspection/memory-estimate.ts';
export type {
  Calibration,
  ConfirmedPicture,
  Copies,
  LevelBank,
  NormalScore,
  Part,
  PartView,
  PictureOrigin,
  PoseFinding,
  ReverseScale,
  SelfTest,
  SupportPicture,
} from './inspection/part.ts';
export { decodePart, encodePart } from './inspection/part-file.ts';
export { viewsOf } from './inspection/part-models.ts';
export {
  type InspectionRun,
  type InspectionSink,
  type InspectionSummary,
  type PictureSource,
  type ReasonCount,
  runInspection,
  type WaitingPicture,
} from './inspection/run.ts';
export type { Sink, SinkFault, SinkListener, SinkOutcome } from './inspection/sinks.ts';
export {
  judgedBy,
  type JudgedBy,
  type NamedHash,
  type PictureOutputs,
  type RecordContext,
} from './inspection/record-context.ts';
export type { Reason, ReasonCode } from './inspection/reason.ts';
export type { HottestRow, Missing, PictureScore } from './inspection/picture-scorer.ts';
export { DEFAULT_SETTINGS, type PartSettings } from './inspection/settings.ts';
export type { Area, Extent, Sizing, SizingOptions } from './inspection/defect-size.ts';
export { withSizing } from './inspection/sizing.ts';
export type {
  Alignment,
  AlignmentRequest,
  OffsetLimit,
  PartPlacement,
} from './inspection/alignment.ts';
export type { Similarity } from './image/similarity.ts';
export { assertAlignment, withAlignment } from './inspection/alignment-request.ts';
export type { FlippedScore, ThresholdChange } from './inspection/threshold-change.ts';
export { presetModel, type PresetName, presetNames, presetSettings } from './inspection/presets.ts';
export {
  enrollObjects,
  type ObjectEnrolmentOptions,
  objectsOf,
} from './inspection/object-enrolment.ts';
export {
  enrollPlaces,
  type KindProgress,
  type PlaceEnrolmentOptions,
} from './inspection/place-enrolment.ts';
export { type JointCalibration, jointCalibration } from './inspection/joint-calibration.ts';
export { kindsOf, type NamedPart, namedKinds, supportPicturesOf } from './inspection/part-kinds.ts';
export { judge } from './inspection/verdict.ts';
export type { ObjectSizes } from './objects/counting.ts';
export type {
  FreeLayout,
  GridLayout,
  ObjectLayout,
  LayoutPlace,
  PlacesLayout,
} from './objects/layout.ts';
export type { ObjectPlace } from './objects/split-places.ts';
export type { WantedPlace } from './objects/wanted-places.ts';
export { LayoutLearning, type LayoutLesson, type ObjectsWanted } from './objects/learn-layout.ts';
export type { ObjectContact } from './objects/contact.ts';
export { type SplitObject, splitObjects } from './objects/split-objects.ts';
export { type Random, seededRandom } from './random.ts';
export type { StateDict, StateTensor } from './weights/state-dict.ts';
export { paintMap, tintImage } from './page/colour-scale.ts';
export type { CsvFormat } from './csv.ts';
export { type CsvOptions, csvSink } from './report/csv-sink.ts';
export type { LineWriter } from './report/line-writer.ts';
export { jsonSink } from './report/json-sink.ts';
export { textSink } from './report/text-sink.ts';
export { renderReport, type ReportOptions } from './report/inspection-report.ts';
export { overlayPicture } from './report/overlay.ts';
export type { EncodeImage } from './page/picture.ts';
export type { ReportSubject } from './report/report-head.ts';
export type { Runtime, RuntimeTensor, Session } from './runtime.ts';
export type { Sha256 } from './sha256.ts';
export {
  type DefectKind,
  defectKinds,
  type FamilyOptions,
  type LightFreedom,
  type NamedKind,
  type NamedSample,
  type PartKind,
  type KitOptions,
  type KitPart,
  type KitSample,
  partKinds,
  type PartSample,
  type PoseFreedom,
  renderFamily,
  renderKit,
  type RenderOptions,
  renderPart,
  renderTray,
  type TrayOptions,
  type TrayPart,
  type TraySample,
} from './synthetic/index.ts';
export type { HalfMatrix } from './tensor/half-matrix.ts';
export type { Matrix } from './tensor/matrix.ts';
