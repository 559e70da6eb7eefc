import { type Command, defineCommand } from './command.ts';

/** All commands, in the order of the help and of docs/cli.md. */
export const commands: readonly Command[] = [
  defineCommand({
    name: 'enroll',
    summary: 'Learn a part from 2 to 8 pictures of good ones',
    manual: async () => (await import('./enroll-options.ts')).enrolManual,
    work: async () => (await import('./enroll.ts')).runEnrol,
  }),
  defineCommand({
    name: 'inspect',
    summary: 'Judge pictures against a part',
    manual: async () => (await import('./inspect-options.ts')).inspectManual,
    work: async () => (await import('./inspect.ts')).runInspect,
  }),
  defineCommand({
    name: 'calibrate',
    summary: 'Confirm good pictures, which makes the threshold of a part hold',
    manual: async () => (await import('./calibrate-options.ts')).calibrateManual,
    work: async () => (await import('./calibrate.ts')).runCalibrate,
  }),
  defineCommand({
    name: 'part info',
    summary: 'Show what a part file holds',
    manual: async () => (await import('./part-info-options.ts')).partInfoManual,
    work: async () => (await import('./part-info.ts')).runPartInfo,
  }),
  defineCommand({
    name: 'part pictures',
    summary: 'List the pictures that a part was learned from and calibrated with',
    manual: async () => (await import('./part-pictures-options.ts')).partPicturesManual,
    work: async () => (await import('./part-pictures.ts')).runPartPictures,
  }),
  defineCommand({
    name: 'part region',
    summary: 'Look at less of the pictures than before, without the good pictures',
    manual: async () => (await import('./part-region-options.ts')).partRegionManual,
    work: async () => (await import('./part-region.ts')).runPartRegion,
  }),
  defineCommand({
    name: 'part scale',
    summary: 'Say how large defects are, and which are too small to fail a picture',
    manual: async () => (await import('./part-scale-options.ts')).partScaleManual,
    work: async () => (await import('./part-scale.ts')).runPartScale,
  }),
  defineCommand({
    name: 'model pull',
    summary: 'Download published weights and make a model of them',
    manual: async () => (await import('./model-pull-options.ts')).modelPullManual,
    work: async () => (await import('./model-pull.ts')).runModelPull,
  }),
  defineCommand({
    name: 'model import',
    summary: 'Make a model file from a state dict, a checkpoint or any ONNX file',
    manual: async () => (await import('./model-import-options.ts')).modelImportManual,
    work: async () => (await import('./model-import.ts')).runModelImport,
  }),
  defineCommand({
    name: 'model quantize',
    summary: 'Make a model whose convolutions are computed in integers: quicker, less exact',
    manual: async () => (await import('./model-quantize-options.ts')).modelQuantizeManual,
    work: async () => (await import('./model-quantize.ts')).runModelQuantize,
  }),
  defineCommand({
    name: 'model info',
    summary: 'Show what a model file says of itself, and check its hash',
    manual: async () => (await import('./model-info-options.ts')).modelInfoManual,
    work: async () => (await import('./model-info.ts')).runModelInfo,
  }),
  defineCommand({
    name: 'train',
    summary: 'Train a feature extractor on good pictures of many categories',
    manual: async () => (await import('./train-options.ts')).trainManual,
    work: async () => (await import('./train.ts')).runTrain,
  }),
  defineCommand({
    name: 'data check',
    summary: 'Count the pictures of a data set and list all that is wrong with it',
    manual: async () => (await import('./data-check-options.ts')).dataCheckManual,
    work: async () => (await import('./data-check.ts')).runDataCheck,
  }),
  defineCommand({
    name: 'evaluate',
    summary: 'Measure methods on a data set: the same pictures, the same support sets',
    manual: async () => (await import('./evaluate-options.ts')).evaluateManual,
    work: async () => (await import('./evaluate.ts')).runEvaluate,
  }),
  defineCommand({
    name: 'ablate',
    summary: "Vary one setting of a method, with the thesis's rows beside it",
    manual: async () => (await import('./ablate-options.ts')).ablateManual,
    work: async () => (await import('./ablate.ts')).runAblate,
  }),
  defineCommand({
    name: 'bench-inference',
    summary: 'Time enrolment and inspection on a data set, and measure their energy',
    manual: async () => (await import('./bench-inference-options.ts')).benchInferenceManual,
    work: async () => (await import('./bench-inference.ts')).runBenchInference,
  }),
  defineCommand({
    name: 'compare',
    summary: 'Put results of evaluations beside published figures',
    manual: async () => (await import('./compare-options.ts')).compareManual,
    work: async () => (await import('./compare.ts')).runCompare,
  }),
  defineCommand({
    name: 'station verify',
    summary: 'Compare what a station keeps with its audit chain',
    manual: async () => (await import('./station-options.ts')).stationVerifyManual,
    work: async () => (await import('./station.ts')).runStationVerify,
  }),
  defineCommand({
    name: 'station users',
    summary: 'List, add, let in and keep out the people of a station',
    manual: async () => (await import('./station-options.ts')).stationUsersManual,
    work: async () => (await import('./station.ts')).runStationUsers,
  }),
  defineCommand({
    name: 'station backup',
    summary: 'Copy all that a station keeps, while it runs',
    manual: async () => (await import('./station-options.ts')).stationBackupManual,
    work: async () => (await import('./station.ts')).runStationBackup,
  }),
  defineCommand({
    name: 'station restore',
    summary: 'Make the data folder of a station of a backup',
    manual: async () => (await import('./station-options.ts')).stationRestoreManual,
    work: async () => (await import('./station.ts')).runStationRestore,
  }),
  defineCommand({
    name: 'station',
    summary: 'Serve a page and an API that inspect, with a history that can be checked',
    manual: async () => (await import('./station-options.ts')).stationManual,
    work: async () => (await import('./station.ts')).runStationServer,
  }),
  defineCommand({
    name: 'web',
    summary: 'Serve a page that learns and judges in the browser, offline too',
    manual: async () => (await import('./web-options.ts')).webManual,
    work: async () => (await import('./web.ts')).runWeb,
  }),
  defineCommand({
    name: 'demo',
    summary: 'Draw parts, learn from 4 good ones, inspect a mixed tray, and report',
    manual: async () => (await import('./demo-options.ts')).demoManual,
    work: async () => (await import('./demo.ts')).runDemo,
  }),
];
